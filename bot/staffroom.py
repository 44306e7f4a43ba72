"""The optional staff group: cards of what is new, sent in the lane of notifications.

A card is marked as begun before the call and as sent after it. When Telegram certainly did not take it, it is owed
again; when the outcome is unknown it is not repeated: the queue shows the same thing anyway.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from telegram import InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.pacing import Lane
from handlers.screens.screen import Screen
from handlers.screens.secretariat.group import card
from locales.translator import Translator
from models.database import Database
from services import chats, staffroom
from services.errors import NotFound

log = logging.getLogger(__name__)


class StaffRoom:
    """Posts cards to the chat of ``STAFF_CHAT_ID``, wherever Telegram has moved it to."""

    def __init__(
        self, bot: ExtBot[Any], database: Database, voice: Translator, chat_id: int, clock: Callable[[], datetime]
    ) -> None:
        self._bot = bot
        self._database = database
        self._t = voice
        self._chat_id = chat_id
        self._clock = clock

    async def post_due(self, now: datetime) -> None:
        """Send a card for everything new."""
        async with self._database.begin() as session:
            await staffroom.owe(session, now=now)
            begun = await staffroom.begin(session, now=now)
            chat_id = await chats.present_id(session, self._chat_id)
            due: list[tuple[int, Screen | None]] = []
            for one in begun:
                try:
                    shown = await staffroom.describe(session, *staffroom.parsed(one.subject))
                    due.append((one.id, card(shown, self._t, self._bot.username)))
                except NotFound:
                    due.append((one.id, None))  # erased meanwhile: nothing is sent, and it stays begun
        for card_id, screen in due:
            if screen is not None:
                await self._post(card_id, screen, chat_id)

    async def _post(self, card_id: int, screen: Screen, chat_id: int) -> None:
        rows = {"inline_keyboard": [[button.to_dict() for button in row] for row in screen.rows]}
        try:
            message = await self._bot.send_message(
                chat_id,
                str(screen.text),
                parse_mode=ParseMode.HTML,
                reply_markup=InlineKeyboardMarkup.de_json(rows, self._bot),
                rate_limit_args=Lane.NOTIFICATION,
            )
        except ChatMigrated as error:
            async with self._database.begin() as session:
                await chats.note_migration(session, chat_id, error.new_chat_id)
            await self._post(card_id, screen, error.new_chat_id)
            return
        except (RetryAfter, Forbidden, BadRequest) as error:
            log.warning("staff group: card %d was refused: %s", card_id, error)
            async with self._database.begin() as session:
                await staffroom.put_off(session, card_id, is_fault=not isinstance(error, RetryAfter))
            return
        except TelegramError as error:
            log.warning("staff group: what became of card %d is unknown: %s", card_id, type(error).__name__)
            return
        async with self._database.begin() as session:
            await staffroom.sent(session, card_id, chat_id=chat_id, message_id=message.message_id, now=self._clock())
