"""An edited message: a correction of the answer it gave, never a new answer."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, MessageHandler, filters

from handlers.context import Context
from handlers.guards import refusing
from handlers.initiatives import correct

EDITED = filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE & filters.TEXT


def build() -> "BaseHandler[Update, Context, Any]":
    return MessageHandler(EDITED, refusing(correct))
