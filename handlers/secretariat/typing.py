"""What staff type: one conversation, whose memory says what the text is for."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.errors import words
from handlers.screens.screen import Screen
from handlers.screens.secretariat.words import desk_rows
from services import conversations
from services.errors import TextTooLong, TextTooShort

FLOW = "desk"
TYPED = "typed"
END = ConversationHandler.END
Step = str | int | None
# What takes a typed text or a sent file; ``about`` is what ``expect`` was told.
Taker = Callable[[Update, Context, dict[str, Any]], Awaitable[Step]]


def expect(context: Context, what: str, **about: Any) -> Step:
    """The next text typed here is for ``what``."""
    conversations.park(context.conversation)
    context.remember(desk={"what": what} | about)
    return TYPED


def expected(context: Context, what: str) -> dict[str, Any] | None:
    """What ``expect`` was told, if it is still ``what`` that is expected."""
    about = context.memory.get("desk") or {}
    return about if about.get("what") == what else None


class Typist:
    """Hands a typed text to whoever asked for it."""

    def __init__(self, takers: dict[str, Taker]) -> None:
        self._takers = takers

    async def take(self, update: Update, context: Context) -> Step:
        """A text too short or too long may simply be typed again."""
        about = context.memory.get("desk") or {}
        taker = self._takers.get(about.get("what", ""))
        if taker is None:
            return END
        try:
            return await taker(update, context, about)
        except (TextTooShort, TextTooLong) as refused:
            context.show(Screen(words(refused, context.t), desk_rows(context.t)))
            return None


def done(context: Context) -> Step:
    """Nothing is expected any more."""
    conversations.park(context.conversation)
    return END


async def cancel(_update: Update, context: Context) -> Step:
    """/cancel: nothing is typed, nothing is done."""
    context.show(Screen(context.t("Nothing was changed."), desk_rows(context.t)))
    return done(context)
