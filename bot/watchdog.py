"""Sees to it that every press is answered in time, however long its handling takes.

Telegram shows a spinner on the button until ``answerCallbackQuery``, and refuses an answer that comes too
late ("query is too old"). The true answer, with its toast, follows the commit; when that has not happened
two seconds after the press came in, an empty answer goes out instead.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.request import retry_after_seconds

log = logging.getLogger(__name__)

PATIENCE_S = 2.0
_REMEMBERED = 4096
_RETRY_S = 0.5
_HOLDS_UP_S = 1.0  # what a slow answer to a press may delay the screen that follows it
_WORTH_WAITING_S = 15.0  # Telegram forgets a press within some such time


class Watchdog:
    """Answers each callback query once."""

    def __init__(self, bot: Bot, patience_s: float = PATIENCE_S) -> None:
        self._bot = bot
        self._patience_s = patience_s
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._answering: set[asyncio.Task[None]] = set()
        self._answered: OrderedDict[str, None] = OrderedDict()

    def expect(self, callback_query_id: str, is_open: Callable[[], Awaitable[bool]]) -> None:
        """A press has come in: its time runs. ``is_open`` tells whether nobody has handled it when the time is up: a
        worker in another process may have."""
        if callback_query_id not in self._waiting and callback_query_id not in self._answered:
            self._waiting[callback_query_id] = asyncio.create_task(self._bark(callback_query_id, is_open))

    async def answer(self, callback_query_id: str, text: str | None, alert: bool | None) -> None:
        """Answer a press, once. Never raises, and holds up the screen for a moment at most: a call that is refused,
        lost or left hanging is seen through beside everything else."""
        if callback_query_id in self._answered:
            return
        self._remember(callback_query_id)
        task = self._waiting.pop(callback_query_id, None)
        if task is not None:
            task.cancel()
        answering = asyncio.create_task(self._see_answered(callback_query_id, text, alert))
        self._answering.add(answering)
        answering.add_done_callback(self._answering.discard)
        await asyncio.wait({answering}, timeout=_HOLDS_UP_S)

    async def _see_answered(self, callback_query_id: str, text: str | None, alert: bool | None) -> None:
        until, pause = time.monotonic() + _WORTH_WAITING_S, _RETRY_S
        while True:
            told = await self._try(callback_query_id, text, alert)
            if told is None or time.monotonic() + max(told, pause) > until:
                return
            await asyncio.sleep(max(told, pause))
            pause *= 2

    async def _try(self, callback_query_id: str, text: str | None, alert: bool | None) -> float | None:
        """None when there is nothing more to do; else the seconds that Telegram asks to wait."""
        try:
            await self._bot.answer_callback_query(callback_query_id, text=text, show_alert=alert)
        except RetryAfter as error:
            return retry_after_seconds(error)
        except BadRequest as error:
            # Too old, or answered before: the person sees no spinner any more.
            log.info("a press could not be answered: %s", error)
        except TelegramError as error:
            log.info("a press could not be answered yet: %s", type(error).__name__)
            return 0.0
        return None

    async def close(self) -> None:
        """Finish the answers that are on their way; what is not answered now is answered by the worker."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=_HOLDS_UP_S)
        left = [*self._waiting.values(), *self._answering]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        self._waiting.clear()

    async def _bark(self, callback_query_id: str, is_open: Callable[[], Awaitable[bool]]) -> None:
        await asyncio.sleep(self._patience_s)
        try:
            is_late = await is_open()
        except (SQLAlchemyError, OSError):
            is_late = True
        self._waiting.pop(callback_query_id, None)  # from here on nobody cancels this
        if is_late:
            await self.answer(callback_query_id, None, None)

    def _remember(self, callback_query_id: str) -> None:
        self._answered[callback_query_id] = None
        if len(self._answered) > _REMEMBERED:
            self._answered.popitem(last=False)
