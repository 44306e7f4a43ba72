"""A citizen asks the Secretariat."""

from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers import albums, faq
from handlers.context import Context, text_of
from handlers.errors import words
from handlers.forms import kept
from handlers.guards import NOT_TYPED, TYPED, command, conversation, pressed, wrote
from handlers.screens import questions as screens
from handlers.screens.faq import AskThis
from handlers.screens.screen import Screen, lines
from handlers.screens.start import menu_rows
from handlers.uploads import said_in
from services import answering, conversations, questions
from services.errors import FileRefused, LimitReached, Refused, TextTooLong, TextTooShort

FLOW = "question"
TEXT = "text"
MORE = "more"
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
    text = kept.joined(update, context, text_of(update))
    try:
        return await _keep(context, text)
    except LimitReached:
        conversations.park(context.conversation)  # else whatever is typed next is refused as a question too
        raise
    except (TextTooShort, TextTooLong) as refused:
        _refuse(update, context, text, refused)
        return None


async def take_no_text(update: Update, context: Context) -> Step:
    """A photo, a voice message, a place: a question begins with words, and what is sent along is not kept. An album
    comes as several updates: the first is answered with a screen, the others change that screen."""
    message = update.effective_message
    album = message.media_group_id if message is not None else None
    over = context.conversation.screen_message_id if album and context.memory.get("not_kept") == album else None
    context.remember(not_kept=album)
    context.show(screens.ask_in_words(context.t), over=over)
    return None


def _refuse(update: Update, context: Context, text: str, refused: TextTooShort | TextTooLong) -> None:
    """Say what is wrong. What is too long is remembered: the next message may be the rest of the same paste, and
    would go out alone as a question that begins in the middle of a word."""
    t, said = context.t, words(refused, context.t)
    if isinstance(refused, TextTooLong):
        kept.keep(update, context, text)
        said = lines(said, t("Your text is kept in the chat above: copy it, shorten it and send it again."))
    context.show(Screen(said, screens.way_out(t)))


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
    except TextTooLong as refused:
        conversations.park(context.conversation)  # as with /ask: what is typed next is the question
        context.show(Screen(words(refused, context.t), screens.way_out(context.t)))
        return TEXT
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


async def thank(_update: Update, context: Context, press: screens.Thank) -> Step:
    """The answer is enough."""
    question = await answering.thank(context.session, context.citizen, press.id, now=context.now)
    context.toast(context.t.plain("Thank you for telling us."))
    context.show(screens.thanked(question, context.t), anew=True)
    return END


async def ask_more(_update: Update, context: Context, press: screens.AskMore) -> Step:
    """Ask on in the same thread."""
    question = await questions.get_own(context.session, context.citizen, press.id)
    conversations.park(context.conversation)
    context.remember(thread=question.id)
    context.show(screens.ask_more(question, context.t), anew=True)
    return MORE


async def take_followup(update: Update, context: Context) -> Step:
    """What the citizen asks on, typed or sent."""
    text = kept.joined(update, context, text_of(update))
    try:
        return await take_more(update, context, int(context.memory.get("thread", 0)), text=text)
    except (TextTooShort, TextTooLong) as refused:
        _refuse(update, context, text, refused)
        return None
    except FileRefused as refused:
        context.show(Screen(words(refused, context.t), screens.way_out(context.t)))
        return None


async def take_more(update: Update, context: Context, question_id: int, *, text: str = "") -> Step:
    """Keep it in the thread; ``text`` is the whole of what was pasted in pieces."""
    said = said_in(update)
    said = replace(said, text=text or said.text)
    question = await answering.ask_on(
        context.session, context.citizen, question_id, said, bot_id=context.turn.bot_id, now=context.now
    )
    conversations.park(context.conversation)
    albums.remember(update, context, question.id)
    context.show(screens.passed_on(question, context.t))
    return END


async def take_rest(update: Update, context: Context) -> None:
    """The other photos of an album whose first one went into a thread: they follow it, and are answered with it."""
    await answering.ask_on(
        context.session,
        context.citizen,
        albums.thread_of(context),
        said_in(update),
        bot_id=context.turn.bot_id,
        now=context.now,
    )


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
            pressed(screens.Thank, thank),
            pressed(screens.AskMore, ask_more),
        ],
        states={
            TEXT: [wrote(TYPED, take_text), wrote(NOT_TYPED, take_no_text)],
            MORE: [wrote(TYPED, take_followup), wrote(NOT_TYPED, take_followup)],
        },
        cancel=cancel,
    )
