"""What was typed and is not an answer yet: it looks like a question, is too long, or was refused."""

import re
from typing import Any

from markupsafe import Markup
from telegram import Update

from handlers.context import Context, message_id_of
from locales import content as files
from services.search import DecisionKind

# A client sends a pasted text of more than 4096 characters as several messages within the same second or two.
_PASTE_SECONDS = 2
_PASTE_FROM = 4000
_SHORT_QUESTION = 100
_ONE_QUESTION = re.compile(r"[^.!?…\n]+\?+")


def keep(update: Update, context: Context, text: str, *, is_doubtful: bool = False) -> None:
    """Keep a text until the person says what it is; ``is_doubtful``: they have been asked whether it is an answer."""
    message = update.effective_message
    assert message is not None
    at = message.date.timestamp()
    context.remember(kept={"text": text, "message": message.message_id, "at": at, "is_doubtful": is_doubtful})


def taken(update: Update, context: Context, text: str) -> tuple[str, Markup | None]:
    """The whole answer, kept, and a word on the text before it, if the person was asked what that was and has typed on
    instead of saying so: they must not believe that it is in the answer."""
    is_correction = update.edited_message is not None
    is_left_out = (context.memory.get("kept") or {}).get("is_doubtful") and not is_correction
    whole = text if is_correction else joined(update, context, text)
    keep(update, context, whole)
    if not is_left_out:
        return whole, None
    t = context.t
    return whole, t(
        "The message before this one is not part of the answer. If it belongs there, go back and write both in one "
        "message."
    )


def text_in(context: Context) -> tuple[str, int | None]:
    """The kept text and the message it came in; an empty text when nothing is kept."""
    kept: dict[str, Any] = context.memory.get("kept") or {}
    return str(kept.get("text", "")), kept.get("message")


def joined(update: Update, context: Context, text: str) -> str:
    """The text, put behind the piece before it where one long text was pasted."""
    kept: dict[str, Any] = context.memory.get("kept") or {}
    message = update.effective_message
    # Both times are Telegram's own: a bot that was down reads the pieces long after they were sent.
    said_at = message.date.timestamp() if message else 0
    is_rest = len(kept.get("text", "")) >= _PASTE_FROM and said_at - kept.get("at", 0) <= _PASTE_SECONDS
    return f"{kept['text']}{text}" if is_rest else text


def looks_like_question(context: Context, text: str) -> bool:
    """Whether it is put as a question, and the search answers it with confidence.

    A single short sentence that ends in a question mark is asked about too when the search has but an idea of it.
    """
    reading = context.turn.reading
    is_brief = len(text) < _SHORT_QUESTION
    if reading is None or reading.kind not in {DecisionKind.ANSWER, DecisionKind.OFFER}:
        return False
    if reading.kind is DecisionKind.OFFER:
        return is_brief and bool(_ONE_QUESTION.fullmatch(text.strip()))
    return "?" in text or (is_brief and files.looks_asked(text))


def awaits_correction(update: Update, context: Context) -> bool:
    """Whether this message was refused, or kept, as the answer to the present question: editing it, which is
    what many people do first, then mends the answer."""
    message_id = message_id_of(update)
    return message_id in {context.memory.get("refused"), text_in(context)[1]}
