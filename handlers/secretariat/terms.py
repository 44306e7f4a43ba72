"""Staff set how far a commitment is, its term, and when reports on it are due."""

from datetime import date
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context, text_of
from handlers.errors import words
from handlers.guards import pressed
from handlers.screens.report_form import numbered_titles
from handlers.screens.secretariat import terms as screens
from handlers.screens.secretariat.words import ListTerms, OpenTerms
from handlers.secretariat.typing import Step, Taker, done, expect
from services import commitments, deadlines, library, tasks
from services.errors import DatesCrossed, DayIsPast, NotFound

_MOST_GRACE = 365  # days


async def list_all(_update: Update, context: Context, press: ListTerms) -> Step:
    await commitments.require_editor(context.session, context.citizen, "all", now=context.now)
    titles = numbered_titles(await commitments.list_all(context.session), context.t)
    context.show(screens.listing(titles, press.page, context.t))
    return done(context)


async def open_one(_update: Update, context: Context, press: OpenTerms) -> Step:
    return await _show(context, press.id)


async def _show(context: Context, commitment_id: str) -> Step:
    session, now = context.session, context.now
    await commitments.require_editor(session, context.citizen, commitment_id, now=now)
    one = await commitments.get(session, commitment_id)
    silent = await deadlines.list_silent(session, now=now, zone=context.turn.voices.zone)
    versions = await library.history(session, context.citizen, f"commitment:{one.id}", now=now)
    context.show(
        screens.card(
            one,
            await commitments.plan_of(session, one),
            await deadlines.list_of(session, one.id),
            frozenset(each.id for each in silent),
            versions,
            dict(await tasks.reviewers(session)),
            context.t,
        )
    )
    return done(context)


async def set_status(_update: Update, context: Context, press: screens.SetStatus) -> Step:
    await commitments.require_editor(context.session, context.citizen, press.id, now=context.now)
    try:
        status = screens.status_of(press)
    except ValueError as forged:
        raise NotFound from forged
    await commitments.set_status(context.session, context.citizen, press.id, status, now=context.now)
    return await _show(context, press.id)


async def edit_dates(_update: Update, context: Context, press: screens.EditDates) -> Step:
    await commitments.require_editor(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.ask_dates(press.id, context.t))
    return expect(context, "term", id=press.id)


async def take_dates(update: Update, context: Context, about: dict[str, Any]) -> Step:
    """Two days as typed."""
    commitment_id, t = str(about["id"]), context.t
    try:
        first, last = (date.fromisoformat(word) for word in text_of(update).split())
    except ValueError:
        context.show(screens.ask_dates(commitment_id, t, t("These are not two dates.")))
        return None
    try:
        await commitments.set_dates(
            context.session, context.citizen, commitment_id, starts_on=first, ends_on=last, now=context.now
        )
    except DatesCrossed:
        context.show(screens.ask_dates(commitment_id, t, t("The last day must come after the first.")))
        return None
    return await _show(context, commitment_id)


async def edit_deadline(_update: Update, context: Context, press: screens.EditDeadline) -> Step:
    await commitments.require_editor(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.ask_deadline(press.id, context.t))
    return expect(context, "deadline", id=press.id)


async def take_deadline(update: Update, context: Context, about: dict[str, Any]) -> Step:
    """A day, and perhaps the days of grace."""
    commitment_id, t, now = str(about["id"]), context.t, context.now
    try:
        day, *rest = text_of(update).split()
        due_on, grace = date.fromisoformat(day), int(*rest) if rest else deadlines.USUAL_GRACE_DAYS
    except (TypeError, ValueError):
        context.show(screens.ask_deadline(commitment_id, t, t("This is not a day, or not a number of days.")))
        return None
    if not 0 <= grace <= _MOST_GRACE:
        context.show(screens.ask_deadline(commitment_id, t, t("The grace is at most {n} days.", n=_MOST_GRACE)))
        return None
    today = now.astimezone(context.turn.voices.zone).date()
    try:
        await deadlines.set_deadline(
            context.session, context.citizen, commitment_id, due_on=due_on, today=today, now=now, grace_days=grace
        )
    except DayIsPast as refused:
        context.show(screens.ask_deadline(commitment_id, t, words(refused, t)))
        return None
    return await _show(context, commitment_id)


async def switch(_update: Update, context: Context, press: screens.SwitchDeadlines) -> Step:
    await deadlines.switch(context.session, context.citizen, press.id, on=press.on == 1, now=context.now)
    return await _show(context, press.id)


TAKERS: dict[str, Taker] = {"term": take_dates, "deadline": take_deadline}


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        pressed(ListTerms, list_all),
        pressed(OpenTerms, open_one),
        pressed(screens.SetStatus, set_status),
        pressed(screens.EditDates, edit_dates),
        pressed(screens.EditDeadline, edit_deadline),
        pressed(screens.SwitchDeadlines, switch),
    ]
