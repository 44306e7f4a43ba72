"""What was typed and is not an answer yet: it looks like a question, is too long, or was refused."""

import re
from typing import Any

from telegram import Update

from handlers.context import Context, message_id_of
from locales import content as files
from services.search import DecisionKind

# A client sends a pasted text of more than 4096 characters as several messages within the same second or two.
_PASTE_SECONDS = 2
_PASTE_FROM = 4000
_SHORT_QUESTION = 100
_ONE_QUESTION = re.compile(r"[^.!?…\n]+\?+")


def keep(update: Update, context: Context, text: str) -> None:
    """Keep a text until the person says what it is."""
    message = update.effective_message
    assert message is not None
    context.remember(kept={"text": text, "message": message.message_id, "at": message.date.timestamp()})


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
    return "?" in text or (is_brief and bool(files.question_words() & set(text.lower().split())))


def awaits_correction(update: Update, context: Context) -> bool:
    """Whether this message was refused, or kept, as the answer to the present question: editing it, which is
    what many people do first, then mends the answer."""
    message_id = message_id_of(update)
    return message_id in {context.memory.get("refused"), text_in(context)[1]}
