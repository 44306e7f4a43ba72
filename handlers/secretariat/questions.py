"""Answering: by button, or by replying to a card in the private chat or in the staff group."""

import re
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler, MessageHandler, filters

from handlers import albums
from handlers import questions as asking
from handlers.context import Context
from handlers.guards import NEW, pressed, refusing
from handlers.screens.screen import Screen
from handlers.screens.secretariat import questions as screens
from handlers.secretariat import cards
from handlers.secretariat.typing import Step, Taker, done, expect
from handlers.uploads import said_in
from services import answering, audit, citizens
from services.errors import NotYours

_NUMBER = re.compile(r"\bQ-\d{4}-\d{5}\b")
_ANSWERS = filters.TEXT & ~filters.COMMAND | filters.PHOTO | filters.Document.ALL | filters.VOICE


class _ToQuestion(filters.MessageFilter):
    """A reply to a message of the bot that names a question."""

    def filter(self, message: Message) -> bool:
        return _number_in(message) is not None


def _number_in(message: Message) -> str | None:
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or not replied.from_user.is_bot:
        return None
    found = _NUMBER.search(replied.text or replied.caption or "")
    return found[0] if found else None


async def ask_answer(_update: Update, context: Context, press: screens.AnswerQuestion) -> Step:
    thread = await answering.get(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.ask_answer(thread.question, context.t))
    return expect(context, "answer", id=press.id)


async def show_files(_update: Update, context: Context, press: screens.ShowThreadFiles) -> Step:
    thread = await answering.get(context.session, context.citizen, press.id, now=context.now)
    for screen in screens.files(thread, context.t):
        context.show(screen, anew=True)
    return done(context)


async def take_answer(update: Update, context: Context, about: dict[str, Any]) -> Step:
    """The answer, typed or sent after the button."""
    await _answer(update, context, int(about["id"]))
    await cards.show_question(context, int(about["id"]), note=context.t("The answer is on its way."))
    step = done(context)
    albums.remember(update, context, int(about["id"]))
    return step


async def _answer(update: Update, context: Context, question_id: int) -> None:
    bot_id = context.turn.bot_id
    await answering.answer(
        context.session, context.citizen, question_id, said_in(update), bot_id=bot_id, now=context.now
    )


async def take_reply(update: Update, context: Context) -> None:
    """A reply to a message that names a question: its author asks on, anybody else answers, which staff may."""
    assert update.message is not None
    number = _number_in(update.message)
    question = await answering.find_by_number(context.session, number or "")
    if question is None:
        context.show(Screen(context.t("This is no longer available.")))
    elif question.author_id == context.citizen.id:
        await asking.take_more(update, context, question.id)
    else:
        await _answer(update, context, question.id)
        context.show(screens.answered(question, context.t))


async def take_rest(update: Update, context: Context) -> None:
    """The other photos of an album: its author's own go on with the question, anybody else's are an answer."""
    question_id = albums.thread_of(context)
    question = await answering.find(context.session, question_id)
    if question is not None and question.author_id == context.citizen.id:
        await asking.take_rest(update, context)
    else:
        await _answer(update, context, question_id)


async def take_group_reply(update: Update, context: Context) -> None:
    """The same in the staff group. Whoever the bot does not know, or who writes as the group, is nobody's staff."""
    assert update.message is not None
    user = update.effective_user
    officer = await citizens.find(context.session, user.id) if user else None
    question = await answering.find_by_number(context.session, _number_in(update.message) or "")
    if question is None:
        return
    if officer is None:
        audit.note(
            context.session, None, "question.answer", f"question:{question.id}", now=context.now, is_refused=True
        )
        raise NotYours
    context.turn.citizen = officer
    await _answer(update, context, question.id)
    context.show(screens.answered(question, context.t))


TAKERS: dict[str, Taker] = {"answer": take_answer}


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [pressed(screens.AnswerQuestion, ask_answer), pressed(screens.ShowThreadFiles, show_files)]


def build_replies() -> list["BaseHandler[Update, Context, Any]"]:
    """Before the forms: a reply says by itself what it is about."""
    group = filters.UpdateType.MESSAGE & filters.ChatType.GROUPS
    return [
        MessageHandler(NEW & albums.REST, refusing(take_rest)),
        MessageHandler(NEW & filters.REPLY & _ANSWERS & _ToQuestion(), refusing(take_reply)),
        MessageHandler(group & filters.REPLY & _ANSWERS & _ToQuestion(), refusing(take_group_reply)),
    ]
