"""An edited message: a correction of the answer it gave, never a new answer."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, MessageHandler, filters

from handlers import initiatives
from handlers.context import Context, message_id_of, text_of
from handlers.guards import refusing
from handlers.screens.screen import Screen
from services import answering, citizens

EDITED = filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE & filters.TEXT
EDITED_IN_GROUP = filters.UpdateType.EDITED_MESSAGE & filters.ChatType.GROUPS & filters.TEXT


async def correct(update: Update, context: Context) -> str | int | None:
    """A part of a question's thread is mirrored; else it may be an answer of a form."""
    if await _mirror(update, context):
        context.show(Screen(context.t("Corrected.")))
        return None
    return await initiatives.correct(update, context)


async def correct_in_group(update: Update, context: Context) -> None:
    """An answer given by a reply in the staff group. Everybody else's edits there are no business of the bot."""
    user = update.effective_user
    officer = await citizens.find(context.session, user.id) if user else None
    if officer is not None:
        context.turn.citizen = officer
        await _mirror(update, context)


async def _mirror(update: Update, context: Context) -> bool:
    assert update.effective_chat is not None
    mirrored = await answering.edit(
        context.session,
        context.citizen,
        chat_id=update.effective_chat.id,
        message_id=message_id_of(update),
        text=text_of(update),
        now=context.now,
    )
    return mirrored is not None


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [MessageHandler(EDITED, refusing(correct)), MessageHandler(EDITED_IN_GROUP, refusing(correct_in_group))]
