"""The live message of each broadcast: sent where there is none, edited while it runs, and once more when it is over."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.pacing import Lane, Pacing
from bot.request import NotSent, retry_after_seconds
from handlers.screens.screen import Screen
from handlers.screens.secretariat import broadcast_progress as screens
from locales.translator import Voices
from models import Broadcast, Citizen, Role
from models.database import Database
from services import broadcast_live, broadcasting, staff

log = logging.getLogger(__name__)

# A person sees it move, and Telegram is asked for far less than the one message a second that a chat may get.
EVERY_S = 4.0


@dataclass(frozen=True)
class _Due:
    """A live message, and what it is to say. No ``message_id``: it is to be sent."""

    broadcast_id: int
    chat_id: int
    message_id: int | None
    is_over: bool
    screen: Screen


class LiveProgress:
    """Edits each live message whose words have changed."""

    def __init__(self, bot: ExtBot[Any], database: Database, voices: Voices, clock: Callable[[], datetime]) -> None:
        self._bot = bot
        assert isinstance(bot.rate_limiter, Pacing)
        self._pacing = bot.rate_limiter
        self._database = database
        self._voices = voices
        self._clock = clock
        self._said: dict[int, tuple[int | None, str]] = {}  # broadcast → (message, its words)
        self._not_before: dict[int, datetime] = {}  # chat → when Telegram lets us speak there again

    async def run(self) -> None:
        """Look again every few seconds."""
        while True:
            try:
                await self.edit_due()
            except SQLAlchemyError as error:
                log.error("live messages: the database does not answer (%s)", type(error).__name__)
            except Exception:  # no fault here may end the run of the whole bot
                log.exception("live messages could not be brought up to date")
            await asyncio.sleep(EVERY_S)

    async def edit_due(self) -> None:
        """Bring the live messages up to date; one that is over is edited for the last time."""
        now = self._clock()
        async with self._database.read() as session:
            found = [(one, await self._due(session, one, now)) for one in await broadcast_live.list_due(session)]
        for broadcast, due in found:
            if due is None:  # nobody there may see it any more
                await self._end(broadcast.id, is_lost=True)
            elif self._not_before.get(due.chat_id, now) <= now:
                await self._bring(due, now)
        self._said = {one.id: self._said[one.id] for one, _ in found if one.id in self._said}

    async def _due(self, session: AsyncSession, one: Broadcast, now: datetime) -> _Due | None:
        assert one.live_chat_id is not None
        reader = await session.scalar(select(Citizen).where(Citizen.telegram_id == one.live_chat_id))
        if reader is None or not await staff.has_role(session, reader, Role.ANNOUNCER):
            return None
        progress = await broadcasting.progress(session, one, now=now)
        screen = screens.live(one, progress, self._voices[reader.language or "ky"])
        return _Due(one.id, one.live_chat_id, one.live_message_id, one.settled_at is not None, screen)

    async def _bring(self, due: _Due, now: datetime) -> None:
        says = (due.message_id, str(due.screen.text))
        if self._said.get(due.broadcast_id) == says and not due.is_over:
            return
        try:
            if due.message_id is None:
                await self._send(due)
            elif due.message_id != broadcast_live.NONE_YET and not await self._edit(due):
                return
        except RetryAfter as error:
            self._not_before[due.chat_id] = now + timedelta(seconds=retry_after_seconds(error))
        except (BadRequest, Forbidden) as error:
            if "not modified" not in str(error).casefold():
                log.info("live message of broadcast %d: %s", due.broadcast_id, error)
                await self._end(due.broadcast_id, is_lost=not due.is_over)
                return
            await self._note(due, says)
        except TelegramError as error:
            log.warning("live message of broadcast %d: %s", due.broadcast_id, type(error).__name__)
        else:
            await self._note(due, says)

    async def _note(self, due: _Due, says: tuple[int | None, str]) -> None:
        if due.is_over:
            await self._end(due.broadcast_id)
        else:
            self._said[due.broadcast_id] = says

    async def _end(self, broadcast_id: int, *, is_lost: bool = False) -> None:
        self._said.pop(broadcast_id, None)
        async with self._database.begin() as session:
            await broadcast_live.end(session, broadcast_id, is_lost=is_lost)

    async def _send(self, due: _Due) -> None:
        """Once at most: what was lost on the way is opened from the list."""
        async with self._database.begin() as session:
            if not await broadcast_live.take(session, due.broadcast_id):
                return
        message_id: int | None = None
        try:
            sent = await self._bot.send_message(
                due.chat_id,
                str(due.screen.text),
                parse_mode=ParseMode.HTML,
                reply_markup=self._keyboard(due.screen),
                rate_limit_args=Lane.NOTIFICATION,
            )
            message_id = sent.message_id
        except (RetryAfter, NotSent):
            raise
        except TelegramError:
            message_id = broadcast_live.NONE_YET
            raise
        finally:
            async with self._database.begin() as session:
                await broadcast_live.give(session, due.broadcast_id, message_id)

    async def _edit(self, due: _Due) -> bool:
        """Whether it was edited. While it waited for its turn, something else may have come to stand in that message:
        a question must not be wiped away under somebody's finger."""
        slot = await self._pacing.slot(Lane.NOTIFICATION, due.chat_id)
        async with self._database.read() as session:
            is_there = await broadcast_live.is_at(session, due.broadcast_id, due.chat_id, due.message_id)
        if not is_there:
            self._pacing.give_back(slot)
            return False
        await self._bot.edit_message_text(
            str(due.screen.text),
            chat_id=due.chat_id,
            message_id=due.message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=self._keyboard(due.screen),
            rate_limit_args=slot,
        )
        return True

    def _keyboard(self, screen: Screen) -> InlineKeyboardMarkup | None:
        rows = {"inline_keyboard": [[button.to_dict() for button in row] for row in screen.rows]}
        return InlineKeyboardMarkup.de_json(rows, self._bot)
