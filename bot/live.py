"""The live message of a broadcast: edited by the clock while it runs, and once more when it is over."""

import logging
from datetime import datetime
from typing import Any

from sqlalchemy import select
from telegram import InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.pacing import Lane
from handlers.screens.screen import Screen
from handlers.screens.secretariat import broadcast_progress as screens
from locales.translator import Voices
from models import Citizen
from models.database import Database
from services import broadcasting

log = logging.getLogger(__name__)


class LiveProgress:
    """Edits each live message whose words have changed."""

    def __init__(self, bot: ExtBot[Any], database: Database, voices: Voices) -> None:
        self._bot = bot
        self._database = database
        self._voices = voices
        self._said: dict[int, str] = {}

    async def edit_due(self, now: datetime) -> None:
        """Bring the live messages up to date; one that is over is edited for the last time."""
        async with self._database.read() as session:
            due: list[tuple[int, int, int, bool, Screen]] = []
            for one in await broadcasting.list_live(session):
                reader = await session.scalar(select(Citizen).where(Citizen.telegram_id == one.live_chat_id))
                t = self._voices[(reader.language if reader else None) or "ky"]
                screen = screens.live(one, await broadcasting.progress(session, one, now=now), t)
                assert one.live_chat_id is not None
                assert one.live_message_id is not None
                due.append((one.id, one.live_chat_id, one.live_message_id, one.settled_at is not None, screen))
        for broadcast_id, chat_id, message_id, is_over, screen in due:
            if self._said.get(broadcast_id) == str(screen.text) and not is_over:
                continue
            if await self._edit(chat_id, message_id, screen) and is_over:
                async with self._database.begin() as session:
                    await broadcasting.end_live(session, broadcast_id)
                self._said.pop(broadcast_id, None)
            else:
                self._said[broadcast_id] = str(screen.text)

    async def _edit(self, chat_id: int, message_id: int, screen: Screen) -> bool:
        """Whether nothing more is to be tried."""
        rows = {"inline_keyboard": [[button.to_dict() for button in row] for row in screen.rows]}
        try:
            await self._bot.edit_message_text(
                str(screen.text),
                chat_id=chat_id,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=InlineKeyboardMarkup.de_json(rows, self._bot),
                rate_limit_args=Lane.NOTIFICATION,
            )
        except (BadRequest, Forbidden) as error:  # deleted, or it says this already
            log.info("live message of a broadcast: %s", error)
        except TelegramError as error:
            log.warning("live message of a broadcast: %s", type(error).__name__)
            return False
        return True
