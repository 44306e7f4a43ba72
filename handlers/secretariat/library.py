"""Texts that staff edit: FAQ entries, facts, collections. The search learns of it as soon as it is committed."""

from datetime import date, datetime, time, timedelta
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context, text_of
from handlers.guards import pressed
from handlers.screens.screen import Screen
from handlers.screens.secretariat import library as screens
from handlers.screens.secretariat.words import OpenFaqDraft, OpenLibrary
from handlers.secretariat.typing import Step, Taker, done, expect
from models import Language
from services import answering, faq, library, tasks
from services.errors import NotFound

_CHOOSE = "-"


async def open_library(_update: Update, context: Context, _press: OpenLibrary) -> Step:
    await library.list_facts(context.session, context.citizen, now=context.now)  # asks the role
    context.show(screens.library(context.t))
    return done(context)


async def list_faq(_update: Update, context: Context, press: screens.ListFaq) -> Step:
    found = await library.list_entries(context.session, context.citizen, press.category, now=context.now)
    if press.category == _CHOOSE:
        context.show(screens.categories(await faq.list_categories(context.session), context.t))
    else:
        context.show(screens.entries(found, context.t))
    return done(context)


async def open_entry(_update: Update, context: Context, press: OpenFaqDraft) -> Step:
    return await show_entry(context, press.id)


async def show_entry(context: Context, entry_id: str) -> Step:
    session, officer = context.session, context.citizen
    entry = await library.get_entry(session, officer, entry_id, now=context.now)
    versions = await library.history(session, officer, f"faq:{entry_id}", now=context.now)
    context.show(screens.entry(entry, versions, dict(await tasks.reviewers(session)), context.t))
    return done(context)


async def edit_entry(_update: Update, context: Context, press: screens.EditFaq) -> Step:
    await library.get_entry(context.session, context.citizen, press.id, now=context.now)
    field = screens.FIELDS.get(press.field)
    if field is None:
        raise NotFound
    context.show(screens.ask_faq(press.id, press.lang, field, context.t))
    return expect(context, "faq", id=press.id, lang=press.lang.value, field=field)


async def take_entry(update: Update, context: Context, about: dict[str, Any]) -> Step:
    entry = await library.edit_entry(
        context.session,
        context.citizen,
        str(about["id"]),
        Language(about["lang"]),
        str(about["field"]),
        text_of(update),
        now=context.now,
    )
    context.turn.is_content_changed = entry.published_at is not None
    return await show_entry(context, entry.id)


async def set_published(_update: Update, context: Context, press: screens.SetFaqPublished) -> Step:
    act = library.publish_entry if press.on == 1 else library.take_off_entry
    await act(context.session, context.citizen, press.id, now=context.now)
    context.turn.is_content_changed = True
    context.toast(context.t.plain("Published: the search finds it now.") if press.on == 1 else context.t.plain("Done."))
    return await show_entry(context, press.id)


async def make_faq(_update: Update, context: Context, press: screens.MakeFaq) -> Step:
    if press.category == _CHOOSE:
        await answering.get(context.session, context.citizen, press.id, now=context.now)
        found = await faq.list_categories(context.session)
        context.show(screens.categories(found, context.t, of_question=press.id))
        return done(context)
    entry = await library.draft_from_question(
        context.session, context.citizen, press.id, press.category, now=context.now
    )
    return await show_entry(context, entry.id)


async def list_facts(_update: Update, context: Context, _press: screens.ListFacts) -> Step:
    found = await library.list_facts(context.session, context.citizen, now=context.now)
    context.show(screens.facts(found, context.t))
    return done(context)


async def open_fact(_update: Update, context: Context, press: screens.OpenFact) -> Step:
    return await _show_fact(context, press.key)


async def _show_fact(context: Context, key: str) -> Step:
    session, officer = context.session, context.citizen
    found = await library.list_facts(session, officer, now=context.now)
    if key not in found:
        raise NotFound
    versions = await library.history(session, officer, f"fact:{key}", now=context.now)
    context.show(screens.fact(key, found[key], versions, dict(await tasks.reviewers(session)), context.t))
    return done(context)


async def edit_fact(_update: Update, context: Context, press: screens.EditFact) -> Step:
    await library.list_facts(context.session, context.citizen, now=context.now)
    context.show(screens.ask_fact(press.key, press.lang, context.t))
    return expect(context, "fact", key=press.key, lang=press.lang.value)


async def take_fact(update: Update, context: Context, about: dict[str, Any]) -> Step:
    value = text_of(update)
    await library.set_fact(
        context.session,
        context.citizen,
        str(about["key"]),
        Language(about["lang"]),
        None if value == _CHOOSE else value,
        now=context.now,
    )
    return await _show_fact(context, str(about["key"]))


async def list_campaigns(_update: Update, context: Context, _press: screens.ListCampaigns) -> Step:
    return await _show_campaigns(context)


async def _show_campaigns(context: Context) -> Step:
    found, plans = await library.list_campaigns(context.session, context.citizen, now=context.now)
    versions = await library.history(context.session, context.citizen, "campaign", now=context.now)
    known = dict(await tasks.reviewers(context.session))
    context.show(screens.campaigns(found, plans, versions, known, context.t))
    return done(context)


async def edit_campaign(_update: Update, context: Context, press: screens.EditCampaign) -> Step:
    await library.list_campaigns(context.session, context.citizen, now=context.now)
    context.show(screens.ask_dates(context.t))
    return expect(context, "campaign", plan=press.plan)


async def take_dates(update: Update, context: Context, about: dict[str, Any]) -> Step:
    """Two days as typed, by the clock of the installation; the last one counts in full."""
    try:
        first, last = (date.fromisoformat(word) for word in text_of(update).split())
    except ValueError:
        context.show(Screen(context.t("Please type two dates like this: 2027-01-10 2027-03-31.")))
        return None
    zone = context.turn.voices.zone
    await library.set_campaign(
        context.session,
        context.citizen,
        str(about["plan"]),
        opens_at=datetime.combine(first, time(), zone),
        closes_at=datetime.combine(last + timedelta(days=1), time(), zone),
        now=context.now,
    )
    return await _show_campaigns(context)


TAKERS: dict[str, Taker] = {"faq": take_entry, "fact": take_fact, "campaign": take_dates}


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        pressed(OpenLibrary, open_library),
        pressed(screens.ListFaq, list_faq),
        pressed(OpenFaqDraft, open_entry),
        pressed(screens.EditFaq, edit_entry),
        pressed(screens.SetFaqPublished, set_published),
        pressed(screens.MakeFaq, make_faq),
        pressed(screens.ListFacts, list_facts),
        pressed(screens.OpenFact, open_fact),
        pressed(screens.EditFact, edit_fact),
        pressed(screens.ListCampaigns, list_campaigns),
        pressed(screens.EditCampaign, edit_campaign),
    ]
