"""Typed questions without an answer: read in groups, made into an FAQ entry or a wording of one, settled.

The groups are made before the unit of work begins (``handlers.beforehand``): that takes up to seconds of a core.
"""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context, text_of
from handlers.guards import pressed
from handlers.screens.secretariat import library as library_screens
from handlers.screens.secretariat import phrasings as phrasing_screens
from handlers.screens.secretariat import unanswered as screens
from handlers.screens.secretariat.words import ListUnanswered
from handlers.secretariat import library as entries
from handlers.secretariat.typing import Step, Taker, done, expect, expected
from models import Language, TypedQuestion
from services import faq, library, phrasings, typed_questions
from services.errors import NotFound

_CHOOSE = "-"
_ENTRY, _WORDS = "unanswered-entry", "unanswered-words"  # what is being typed


async def list_all(_update: Update, context: Context, press: ListUnanswered) -> Step:
    context.show(screens.listing(await _groups(context), press.page, context.t))
    return done(context)


async def open_group(_update: Update, context: Context, press: screens.OpenUnanswered) -> Step:
    context.show(screens.group(await _group(context, press.id), press, context.t))
    return done(context)


async def settle(_update: Update, context: Context, press: screens.Settle) -> Step:
    ids = [one.id for one in await _group(context, press.id)]
    await typed_questions.settle(context.session, context.citizen, ids, now=context.now)
    context.toast(context.t.plain("Settled."))
    context.show(screens.listing(await _groups(context), 0, context.t))
    return done(context)


async def make_faq(_update: Update, context: Context, press: screens.MakeFaqOfTyped) -> Step:
    await _group(context, press.id)  # asks the role
    if press.category != _CHOOSE:
        entry = await library.draft_from_typed(
            context.session, context.citizen, press.id, press.category, now=context.now
        )
        return await entries.show_entry(context, entry.id)

    def make(category: str) -> screens.MakeFaqOfTyped:
        return screens.MakeFaqOfTyped(press.id, press.up_to, category)

    found = await faq.list_categories(context.session)
    context.show(library_screens.categories(found, context.t, make=make))
    return done(context)


async def choose_entry(_update: Update, context: Context, press: screens.ChooseEntry) -> Step:
    group = await _group(context, press.id)
    lang = next(one.lang for one in group if one.id == press.id)
    about = {"id": press.id, "up_to": press.up_to, "ids": [one.id for one in group], "lang": lang.value}
    await _offer_entries(context, about, "")
    return expect(context, _ENTRY, **about)


async def take_title(update: Update, context: Context, about: dict[str, Any]) -> Step:
    """Words of an entry's title; what is shown may be chosen, or other words typed."""
    await _offer_entries(context, about, text_of(update))
    return None


async def _offer_entries(context: Context, about: dict[str, Any], typed: str) -> None:
    ranked = context.turn.reading.topics if context.turn.reading else ()
    found = await phrasings.find_entries(context.session, context.citizen, typed, ranked, now=context.now)
    back = screens.ChooseEntry(int(about["id"]), int(about["up_to"]))
    context.show(screens.choose_entry(found, back, Language(about["lang"]), context.t))


async def pick_entry(_update: Update, context: Context, press: screens.PickEntry) -> Step:
    about = expected(context, _ENTRY) or expected(context, _WORDS) or {}
    group, typed = await _seen(context, about, press.id)
    found = await phrasings.list_of(context.session, context.citizen, press.entry, now=context.now)
    context.show(screens.ask_words(group, typed, found.entry, press.lang, int(about["up_to"]), context.t))
    seen = {name: about[name] for name in ("id", "up_to", "ids")}
    return expect(context, _WORDS, **seen, lang=press.lang.value, entry=press.entry)


async def take_words(update: Update, context: Context, about: dict[str, Any]) -> Step:
    return await _teach(context, about, text_of(update))


async def keep_words(_update: Update, context: Context, press: screens.KeepWords) -> Step:
    about = expected(context, _WORDS) or {}
    _, typed = await _seen(context, about, press.id)
    return await _teach(context, about, screens.one_line(typed))


async def _teach(context: Context, about: dict[str, Any], words: str) -> Step:
    """The group is settled once the entry has one of the wordings; until then they may be typed again."""
    session, officer = context.session, context.citizen
    await _seen(context, about, int(about["id"]))
    lang = Language(about["lang"])
    added = await phrasings.add(session, officer, str(about["entry"]), lang, words, now=context.now)
    context.turn.is_content_changed = added.is_content_changed
    if added.is_taught:
        await typed_questions.settle(session, officer, about["ids"], now=context.now)
    context.show(phrasing_screens.outcome(added, context.t, is_settled=added.is_taught))
    return done(context) if added.is_taught else None


async def _seen(context: Context, about: dict[str, Any], typed_id: int) -> tuple[list[TypedQuestion], TypedQuestion]:
    """The group as staff saw it, less what is gone meanwhile, and the question it is led by. Raises NotYours, or
    NotFound once that is settled or erased, or something else has been asked for since."""
    groups = (tuple(about.get("ids", ())),)
    found = await typed_questions.list_unanswered(context.session, context.citizen, groups, now=context.now)
    for group in found:
        for one in group:
            if one.id == typed_id == about.get("id"):
                return group, one
    raise NotFound


async def _groups(context: Context) -> list[list[TypedQuestion]]:
    groups = context.turn.unanswered
    return await typed_questions.list_unanswered(context.session, context.citizen, groups, now=context.now)


async def _group(context: Context, typed_id: int) -> list[TypedQuestion]:
    """The group that a question is in. Raises NotYours, or NotFound once it is settled or erased."""
    for group in await _groups(context):
        if any(one.id == typed_id for one in group):
            return group
    raise NotFound


TAKERS: dict[str, Taker] = {_ENTRY: take_title, _WORDS: take_words}


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        pressed(ListUnanswered, list_all),
        pressed(screens.OpenUnanswered, open_group),
        pressed(screens.Settle, settle),
        pressed(screens.MakeFaqOfTyped, make_faq),
        pressed(screens.ChooseEntry, choose_entry),
        pressed(screens.PickEntry, pick_entry),
        pressed(screens.KeepWords, keep_words),
    ]
