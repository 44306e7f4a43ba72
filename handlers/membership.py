"""The bot is blocked, unblocked, put into a group or a channel; a group becomes a supergroup."""

from typing import Any

from telegram import ChatMember, Update
from telegram.ext import BaseHandler, ChatMemberHandler, MessageHandler, filters

from handlers.context import Context
from handlers.guards import refusing
from handlers.screens import start as screens
from locales.translator import Translator, suggested
from models import Unreachable
from services import chats, citizens


async def note_own_standing(update: Update, context: Context) -> None:
    """Blocked: nothing is sent until the person is back, and everything of theirs stays. Elsewhere: silence."""
    changed = update.my_chat_member
    assert changed is not None
    if context.turn.is_private and changed.new_chat_member.status == ChatMember.BANNED:
        await citizens.lose(context.session, changed.from_user.id, Unreachable.BLOCKED, now=context.now)


async def note_migration(update: Update, context: Context) -> None:
    """Both the old chat and the new one say so; either message is enough."""
    message = update.effective_message
    assert message is not None
    if message.migrate_to_chat_id is not None:
        await chats.note_migration(context.session, message.chat_id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await chats.note_migration(context.session, message.migrate_from_chat_id, message.chat_id)


async def speak_in_group(update: Update, context: Context) -> None:
    """/start and /commitments in a group: where the bot can be used. Everything else there is not for us."""
    message = update.effective_message
    assert message is not None
    word = (message.text or "").split(maxsplit=1)[0]
    _, _, addressed = word.partition("@")
    if addressed and addressed.casefold() != context.turn.bot_name.casefold():
        return  # another bot's command
    context.show(screens.elsewhere(context.turn.bot_name, await _voice(update, context)))


async def _voice(update: Update, context: Context) -> Translator:
    """The language of whoever asked, known or suggested; asking in a group makes nobody known to us."""
    user = update.effective_user
    known = await citizens.find(context.session, user.id) if user else None
    language = known.language if known else None
    return context.turn.voices[language or suggested(user.language_code if user else None)]


def build() -> list["BaseHandler[Update, Context, Any]"]:
    group = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE
    return [
        ChatMemberHandler(refusing(note_own_standing), ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(group & filters.StatusUpdate.MIGRATE, refusing(note_migration)),
        MessageHandler(group & filters.Regex(r"^/(start|commitments)(@\w+)?(\s|$)"), refusing(speak_in_group)),
    ]
