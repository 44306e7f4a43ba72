"""Between PTB and our callbacks: exact types, parsed payloads, and refusals said to the person."""

import functools
import warnings
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, TypeVar

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    MessageHandler,
    filters,
)
from telegram.ext.filters import BaseFilter
from telegram.warnings import PTBUserWarning

from handlers.callbacks import Payload
from handlers.context import Context
from handlers.errors import refusal
from services.errors import Refused

P = TypeVar("P", bound=Payload)
Step = str | int | None
Callback = Callable[[Update, Context], Coroutine[Any, Any, Step]]
PressCallback = Callable[[Update, Context, P], Coroutine[Any, Any, Step]]

# Edited messages match PTB's filters too: without this a corrected title becomes the answer to the next question.
NEW = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
# What somebody has sent through inline mode, perhaps ours, are not words of their own.
TYPED = NEW & filters.TEXT & ~filters.COMMAND & ~filters.VIA_BOT
# Not what Telegram itself writes into a chat, such as that a message was pinned.
NOT_TYPED = NEW & ~filters.TEXT & ~filters.StatusUpdate.ALL


def command(name: str, callback: Callback) -> CommandHandler[Context, Any]:
    """A command typed in a private chat."""
    return CommandHandler(name, refusing(callback), filters=NEW)


def wrote(where: BaseFilter, callback: Callback) -> MessageHandler[Context, Any]:
    """A new message that the filter lets through."""
    return MessageHandler(where, refusing(callback))


def pressed(
    payload: type[P], callback: PressCallback[P], *, where: Callable[[P], bool] = lambda _: True
) -> CallbackQueryHandler[Context, Any]:
    """A press of a button with this payload; whatever is not exactly of its form is not matched.


    ``where`` narrows it further: several forms share one payload.
    """

    def matches(data: object) -> bool:
        found = payload.parse(data) if isinstance(data, str) else None
        return found is not None and where(found)

    @functools.wraps(callback)
    async def parsed(update: Update, context: Context) -> Step:
        assert update.callback_query is not None
        press = payload.parse(update.callback_query.data or "")
        assert press is not None  # the pattern has let it through
        return await callback(update, context, press)

    return CallbackQueryHandler(refusing(parsed), pattern=matches)


def refusing(callback: Callback) -> Callback:
    """A refusal is an answer, not a fault: it is said, and what was kept before it stays kept."""

    @functools.wraps(callback)
    async def said(update: Update, context: Context) -> Step:
        try:
            return await callback(update, context)
        except Refused as refused:
            refusal(update, context, refused)
            return None

    return said


def conversation(
    name: str,
    *,
    entry_points: Sequence["BaseHandler[Update, Context, Any]"],
    states: Mapping[object, Sequence["BaseHandler[Update, Context, Any]"]],
    cancel: Callback,
) -> "ConversationHandler[Context]":
    """A conversation as we run them: one per person, entered anew by its commands and buttons at any time."""
    with warnings.catch_warnings():
        # Our buttons name the draft and the step they belong to, so no tracking per message is wanted.
        warnings.filterwarnings("ignore", "If 'per_message=False'", PTBUserWarning)
        return ConversationHandler(
            name=name,
            entry_points=list(entry_points),
            states={state: list(handlers) for state, handlers in states.items()},
            fallbacks=[command("cancel", cancel)],
            allow_reentry=True,
            per_chat=False,
        )
