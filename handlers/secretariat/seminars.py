"""/seminars: staff announce seminars, print the code of the room, and see what came of them."""

from collections.abc import Sequence
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context
from handlers.guards import command, pressed
from handlers.screens.screen import Screen
from handlers.screens.secretariat import seminars as screens
from handlers.sharing import link_to
from models import Initiative, Question, Seminar
from services import commitments, presence, seminar_results, seminars
from services.errors import NotFound

CODE = "s"  # of the form in seminar_forms, which shows this module's card when it is done


async def show_list(_update: Update, context: Context) -> None:
    await _show_page(context, 0)


async def open_list(_update: Update, context: Context, press: screens.OpenStaffList) -> None:
    await _show_page(context, press.page)


async def _show_page(context: Context, page: int) -> None:
    every = await seminars.list_for_staff(context.session, context.citizen, now=context.now)
    context.show(screens.listing(every, page, CODE, context.t, now=context.now))


async def card_screen(context: Context, seminar: Seminar) -> Screen:
    """An announced seminar with its counts; whoever calls has asked for the role."""
    results = await seminar_results.of(context.session, seminar)
    regions = await commitments.names(context.session, "region")
    link = link_to(context.turn.bot_name, "e", str(seminar.id))
    return screens.card(seminar, results, regions, link, CODE, context.t, now=context.now)


async def _get(context: Context, seminar_id: int) -> Seminar:
    session, officer = context.session, context.citizen
    seminar = await seminars.get_for_staff(session, officer, seminar_id, action="seminar.open", now=context.now)
    if seminar.announced_at is None:
        raise NotFound
    return seminar


async def open_one(_update: Update, context: Context, press: screens.OpenForStaff) -> None:
    context.show(await card_screen(context, await _get(context, press.id)))


async def call_off(_update: Update, context: Context, press: screens.CallOff) -> None:
    """Call it off after one more question, which names how many will hear of it."""
    if not press.sure:
        seminar = await _get(context, press.id)
        results = await seminar_results.of(context.session, seminar)
        context.show(screens.really_call_off(seminar, results.registered + results.waiting, context.t))
        return
    seminar = await seminars.call_off(context.session, context.citizen, press.id, now=context.now)
    context.toast(context.t.plain("The seminar is called off."))
    context.show(await card_screen(context, seminar))


async def make_code(_update: Update, context: Context, press: screens.MakeCode) -> None:
    """The QR code of the room; a second one only after a question, since the first stops working."""
    seminar = await _get(context, press.id)
    if seminar.presence_hash is not None and not press.sure:
        context.show(screens.really_new_code(seminar, context.t))
        return
    secret = await presence.make_code(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.code(seminar, link_to(context.turn.bot_name, "p", secret), context.t), anew=True)


async def show_sent(_update: Update, context: Context, press: screens.ShowSent) -> None:
    seminar = await _get(context, press.id)
    found: Sequence[Question] | Sequence[Initiative]
    match press.what:
        case "q":
            found = await seminar_results.list_questions(context.session, seminar)
        case "i":
            found = await seminar_results.list_initiatives(context.session, seminar)
        case _:
            raise NotFound
    context.show(screens.sent(seminar, found, press, context.t))


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        command("seminars", show_list),
        pressed(screens.OpenStaffList, open_list),
        pressed(screens.OpenForStaff, open_one),
        pressed(screens.CallOff, call_off),
        pressed(screens.MakeCode, make_code),
        pressed(screens.ShowSent, show_sent),
    ]
