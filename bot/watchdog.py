"""Sees to it that every press is answered in time, however long its handling takes.

Telegram shows a spinner on the button until ``answerCallbackQuery``, and refuses an answer that comes too
late ("query is too old"). The true answer, with its toast, follows the commit; when that has not happened
two seconds after the press came in, an empty answer goes out instead.
"""

import asyncio
import logging
from collections import OrderedDict

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.request import retry_after_seconds

log = logging.getLogger(__name__)

PATIENCE_S = 2.0
_REMEMBERED = 4096
_RETRIES = 3
_RETRY_S = 0.5
_WORTH_WAITING_S = 15.0  # Telegram forgets a press within some such time


class Watchdog:
    """Answers each callback query once."""

    def __init__(self, bot: Bot, patience_s: float = PATIENCE_S) -> None:
        self._bot = bot
        self._patience_s = patience_s
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._answered: OrderedDict[str, None] = OrderedDict()

    def expect(self, callback_query_id: str) -> None:
        """A press has come in: its time runs."""
        if callback_query_id not in self._waiting and callback_query_id not in self._answered:
            self._waiting[callback_query_id] = asyncio.create_task(self._bark(callback_query_id))

    async def answer(self, callback_query_id: str, text: str | None, alert: bool | None) -> None:
        """Answer a press, once. Never raises but for a bad token: the screen must not wait for a spinner."""
        if callback_query_id in self._answered:
            return
        self._remember(callback_query_id)
        task = self._waiting.pop(callback_query_id, None)
        if task is not None and task is not asyncio.current_task():
            task.cancel()
        wait = await self._try(callback_query_id, text, alert)
        if wait is not None:
            retry = asyncio.create_task(self._again(callback_query_id, text, alert, wait))
            self._waiting[callback_query_id] = retry

    async def _again(self, callback_query_id: str, text: str | None, alert: bool | None, wait: float) -> None:
        for _ in range(_RETRIES):
            await asyncio.sleep(wait)
            again = await self._try(callback_query_id, text, alert)
            if again is None:
                break
            wait = again
        self._waiting.pop(callback_query_id, None)

    async def _try(self, callback_query_id: str, text: str | None, alert: bool | None) -> float | None:
        """None when there is nothing more to do; else the seconds to wait before another try."""
        try:
            await self._bot.answer_callback_query(callback_query_id, text=text, show_alert=alert)
        except RetryAfter as error:
            wait = retry_after_seconds(error)
            return wait if wait <= _WORTH_WAITING_S else None
        except BadRequest as error:
            # Too old, or answered before: the person sees no spinner any more.
            log.info("a press could not be answered: %s", error)
        except InvalidToken:
            raise
        except TelegramError:
            return _RETRY_S
        return None

    async def close(self) -> None:
        """Stop waiting; what is not answered now is answered by the worker or not at all."""
        waiting = list(self._waiting.values())
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        self._waiting.clear()

    async def _bark(self, callback_query_id: str) -> None:
        await asyncio.sleep(self._patience_s)
        await self.answer(callback_query_id, None, None)

    def _remember(self, callback_query_id: str) -> None:
        self._answered[callback_query_id] = None
        if len(self._answered) > _REMEMBERED:
            self._answered.popitem(last=False)
