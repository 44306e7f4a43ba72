"""Citizens find a seminar, register, take it into their calendar, and are there."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context
from handlers.errors import words
from handlers.guards import command, pressed
from handlers.screens import seminars as screens
from handlers.screens.screen import Screen
from handlers.screens.start import menu_rows
from handlers.sharing import link_to
from models import SeminarState
from services import commitments, icalendar, presence, seminar_seats, seminars
from services.errors import PresenceClosed


async def show_list(_update: Update, context: Context) -> None:
    """/events: the person's own region first."""
    await _show_page(context, 0)


async def open_list(_update: Update, context: Context, press: screens.OpenSeminars) -> None:
    await _show_page(context, press.page)


async def _show_page(context: Context, page: int) -> None:
    session, citizen, now = context.session, context.citizen, context.now
    found = await seminars.list_upcoming(session, now=now, first=citizen.region_id)
    own = await seminars.list_own(session, citizen, now=now)
    context.show(screens.listing(found, own, await commitments.names(session, "region"), page, context.t))


async def card_screen(context: Context, key: str) -> Screen:
    """One seminar by its id, as a link names it. Raises NotFound."""
    session = context.session
    seminar = await seminars.find(session, key)
    stand = await seminar_seats.standing(session, seminar, context.citizen)
    regions = await commitments.names(session, "region")
    return screens.card(seminar, regions, stand, link_to(context.turn.bot_name, "e", key), context.t, now=context.now)


async def open_seminar(_update: Update, context: Context, press: screens.OpenSeminar) -> None:
    context.show(await card_screen(context, str(press.id)))


async def register(_update: Update, context: Context, press: screens.Register) -> None:
    own = await seminar_seats.register(context.session, context.citizen, press.id, now=context.now)
    t = context.t
    context.toast(t.plain("You are on the waiting list.") if own.is_waiting else t.plain("You are registered."))
    context.show(await card_screen(context, str(press.id)))


async def withdraw(_update: Update, context: Context, press: screens.Withdraw) -> None:
    """Give the seat back, after one more question."""
    if not press.sure:
        context.show(screens.really_withdraw(await seminars.get(context.session, press.id), context.t))
        return
    await seminar_seats.withdraw(context.session, context.citizen, press.id, now=context.now)
    context.toast(context.t.plain("Your registration is cancelled."))
    context.show(await card_screen(context, str(press.id)))


async def take_calendar(_update: Update, context: Context, press: screens.TakeCalendar) -> None:
    """The file, in the person's language."""
    seminar, t = await seminars.get(context.session, press.id), context.t
    assert seminar.starts_at is not None
    assert seminar.announced_at is not None
    event = icalendar.Event(
        uid=f"seminar-{seminar.id}@{context.turn.bot_name}.t.me",
        starts_at=seminar.starts_at,
        summary=screens.title(seminar, t),
        location=screens.place(seminar, t),
        language=t.language,
        description=seminar.link or "",
        url=link_to(context.turn.bot_name, "e", str(seminar.id)),
        version=int((seminar.changed_at - seminar.announced_at).total_seconds()),  # grows with every change
        is_cancelled=seminar.state is SeminarState.CANCELLED,  # asked for by the button of an older message
    )
    context.show(screens.calendar(seminar, icalendar.file_of(event, now=context.now), t), anew=True)


async def presence_screen(context: Context, secret: str) -> Screen:
    """The code of the room: the person is there. Raises NotFound."""
    try:
        seminar = await presence.arrive(context.session, context.citizen, secret, now=context.now)
    except PresenceClosed as refused:
        return Screen(words(refused, context.t), menu_rows(context.t))
    return screens.present(seminar, context.t)


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        command("events", show_list),
        pressed(screens.OpenSeminars, open_list),
        pressed(screens.OpenSeminar, open_seminar),
        pressed(screens.Register, register),
        pressed(screens.Withdraw, withdraw),
        pressed(screens.TakeCalendar, take_calendar),
    ]
