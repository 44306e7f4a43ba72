"""/my: a citizen's own drafts, initiatives and questions."""

from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context
from handlers.guards import command, pressed
from handlers.initiative_fields import CODE, SHOWN, all_names
from handlers.screens import initiatives as screens
from handlers.screens import questions as question_screens
from handlers.screens.clarifications import answer_rows
from handlers.screens.initiative_notices import reason
from handlers.screens.screen import lines
from models import Initiative, InitiativeState
from services import answering, clarifications, decisions, initiatives, questions


async def show(_update: Update, context: Context) -> None:
    await _show_page(context, 0)


async def open_page(_update: Update, context: Context, press: screens.OpenMine) -> None:
    await _show_page(context, press.page)


async def _show_page(context: Context, page: int) -> None:
    session, citizen = context.session, context.citizen
    drafts = await initiatives.list_own(session, citizen, drafts=True)
    sent = await initiatives.list_own(session, citizen, drafts=False)
    asked = await questions.list_own(session, citizen)
    context.show(screens.own(drafts, sent, asked, CODE, context.t, page=page))


async def open_own(_update: Update, context: Context, press: screens.OpenOwn) -> None:
    one = await initiatives.get_own(context.session, context.citizen, press.id, now=context.now)
    await _show_card(context, one)


async def _show_card(context: Context, one: Initiative) -> None:
    """The card with what the author may know beyond it: the published decision, an open request to clarify."""
    card = screens.own_card(one, SHOWN, await all_names(context), context.t)
    decision = await decisions.latest_published(context.session, one.id)
    if decision is not None:
        card = replace(card, text=lines(card.text, reason(decision, context.t)))
    asked = await clarifications.find_open(context.session, one.id)
    if asked is not None and one.state is InitiativeState.CLARIFICATION:
        card = card.led_by(*answer_rows(asked.id, context.t))
    context.show(card)


async def read_own(_update: Update, context: Context, press: screens.ReadOwn) -> None:
    """The whole text and the files, as new messages under the card."""
    one = await initiatives.get_own(context.session, context.citizen, press.id, now=context.now)
    for screen in screens.in_full(one, SHOWN, await all_names(context), context.t):
        context.show(screen, anew=True)
    for screen in screens.attachments(one, context.t):
        context.show(screen, anew=True)


async def withdraw(_update: Update, context: Context, press: screens.Withdraw) -> None:
    one = await initiatives.get_own(context.session, context.citizen, press.id, now=context.now)
    if not press.sure:
        context.show(screens.really_withdraw(one, context.t))
        return
    await initiatives.withdraw(context.session, context.citizen, one, now=context.now)
    context.toast(context.t.plain("The initiative is withdrawn."))
    await _show_card(context, one)


async def open_question(_update: Update, context: Context, press: screens.OpenQuestion) -> None:
    thread = await answering.get_own(context.session, context.citizen, press.id)
    context.show(question_screens.own_thread(thread.question, thread.messages, context.t))


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        command("my", show),
        pressed(screens.OpenMine, open_page),
        pressed(screens.OpenOwn, open_own),
        pressed(screens.ReadOwn, read_own),
        pressed(screens.Withdraw, withdraw),
        pressed(screens.OpenQuestion, open_question),
    ]
