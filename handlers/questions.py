"""A citizen asks the Secretariat."""

from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers import faq
from handlers.context import Context, text_of
from handlers.errors import words
from handlers.guards import TYPED, command, conversation, pressed, wrote
from handlers.screens import questions as screens
from handlers.screens.faq import AskThis
from handlers.screens.screen import Screen
from handlers.screens.start import menu_rows
from services import conversations, questions
from services.errors import LimitReached, Refused, TextTooLong, TextTooShort

FLOW = "question"
TEXT = "text"
END = ConversationHandler.END
Step = str | int | None


async def start(_update: Update, context: Context) -> Step:
    """/ask: one question, typed."""
    conversations.park(context.conversation)
    context.show(screens.ask(context.t))
    return TEXT


async def ask_again(context: Context) -> None:
    """The same in a language chosen meanwhile."""
    context.show(screens.ask(context.t))


async def take_text(update: Update, context: Context) -> Step:
    """The question itself; refused with what is allowed, the person may simply type again."""
    try:
        return await _keep(context, text_of(update))
    except LimitReached:
        conversations.park(context.conversation)  # else whatever is typed next is refused as a question too
        raise
    except (TextTooShort, TextTooLong) as refused:
        context.show(Screen(words(refused, context.t), screens.way_out(context.t)))
        return None


async def hand_over(_update: Update, context: Context, press: AskThis) -> Step:
    """ "Ask the Secretariat" under an answer: what was typed goes on as it is, once."""
    handed = context.memory.get("handed") or {}
    if handed.get("asked") == press.asked:
        question = await questions.get_own(context.session, context.citizen, handed["question"])
        context.show(screens.kept(question, context.t))
        return None
    text = faq.asked_text(context, press.asked)
    if text is None or len(text) < questions.LIMITS[0]:
        return await start(_update, context)
    try:
        return await _keep(context, text, asked=press.asked)
    except Refused as refused:
        context.show(Screen(words(refused, context.t), menu_rows(context.t)))
        return None


async def _keep(context: Context, text: str, *, asked: int | None = None) -> Step:
    zone = context.turn.voices.zone
    question = await questions.ask(context.session, context.citizen, text, now=context.now, zone=zone)
    if context.conversation.flow in {None, FLOW}:  # a form in which the question came up goes on
        conversations.park(context.conversation)
    if asked is not None:
        context.remember(handed={"asked": asked, "question": question.id})
    context.show(screens.kept(question, context.t))
    return END


async def cancel(_update: Update, context: Context, _press: Any = None) -> Step:
    conversations.park(context.conversation)
    context.show(Screen(context.t("Nothing was sent."), menu_rows(context.t)))
    return END


def build() -> "ConversationHandler[Context]":
    return conversation(
        FLOW,
        entry_points=[
            command("ask", start),
            pressed(AskThis, hand_over),
            pressed(screens.DropQuestion, cancel),
        ],
        states={TEXT: [wrote(TYPED, take_text)]},
        cancel=cancel,
    )
