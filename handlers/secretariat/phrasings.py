"""How people ask what an FAQ entry answers: staff list, add and remove wordings, and the search learns at once."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context, text_of
from handlers.guards import pressed
from handlers.screens.secretariat import phrasings as screens
from handlers.screens.secretariat.words import HowAsked
from handlers.secretariat.typing import Step, Taker, done, expect
from models import Language
from services import phrasings


async def open_all(_update: Update, context: Context, press: HowAsked) -> Step:
    found = await phrasings.list_of(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.overview(found, context.t))
    return done(context)


async def list_some(_update: Update, context: Context, press: screens.ListPhrasings) -> Step:
    found = await phrasings.list_of(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.listing(found, press.lang, press.page, context.t))
    return done(context)


async def ask_some(_update: Update, context: Context, press: screens.AddPhrasings) -> Step:
    found = await phrasings.list_of(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.ask(found.entry, press.lang, context.t))
    return expect(context, "phrasings", id=press.id, lang=press.lang.value)


async def take_some(update: Update, context: Context, about: dict[str, Any]) -> Step:
    """More may be typed after these, until staff press something."""
    added = await phrasings.add(
        context.session,
        context.citizen,
        str(about["id"]),
        Language(about["lang"]),
        text_of(update),
        now=context.now,
    )
    context.turn.is_content_changed = added.is_content_changed
    context.show(screens.outcome(added, context.t))
    return None


async def open_one(_update: Update, context: Context, press: screens.OpenPhrasing) -> Step:
    found = await phrasings.get(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.one_phrasing(found, context.t))
    return done(context)


async def remove(_update: Update, context: Context, press: screens.RemovePhrasing) -> Step:
    session, officer = context.session, context.citizen
    row = await phrasings.get(session, officer, press.id, now=context.now)
    entry = await phrasings.remove(session, officer, row, now=context.now)
    context.turn.is_content_changed = entry.published_at is not None
    context.toast(context.t.plain("Removed."))
    found = await phrasings.list_of(session, officer, entry.id, now=context.now)
    context.show(screens.listing(found, row.lang, 0, context.t))
    return done(context)


TAKERS: dict[str, Taker] = {"phrasings": take_some}


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        pressed(HowAsked, open_all),
        pressed(screens.ListPhrasings, list_some),
        pressed(screens.AddPhrasings, ask_some),
        pressed(screens.OpenPhrasing, open_one),
        pressed(screens.RemovePhrasing, remove),
    ]
