"""An edited message: a correction of the answer it gave, never a new answer."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, MessageHandler, filters

from handlers import initiatives, report_form
from handlers.context import Context
from handlers.guards import refusing

EDITED = filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE & filters.TEXT


async def correct(update: Update, context: Context) -> str | int | None:
    """Of a report's draft, else of an initiative's."""
    if await report_form.correct(update, context):
        return None
    return await initiatives.correct(update, context)


def build() -> "BaseHandler[Update, Context, Any]":
    return MessageHandler(EDITED, refusing(correct))
