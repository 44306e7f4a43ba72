"""Updates in: kept and committed before they are acknowledged. The database is the queue, not our memory."""

import asyncio
import functools
import json
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter  # PTB builds RequestData only from these

from bot.app import ALLOWED_UPDATES
from bot.request import retry_after_seconds
from bot.watchdog import Watchdog
from models.database import Database
from services import inbox

log = logging.getLogger(__name__)

LONG_POLL_S = 10  # the server allows 50; a line that has gone silent is noticed the sooner
ANSWER_S = 10  # how much longer than that an answer may take
MOST_AT_ONCE = 100  # updates a batch (Bot API, getUpdates)
SHORTEST_POLL_S = 0.25
LONGEST_BACKOFF_S = 5.0  # what people wait for at most once the server is back


class Intake:
    """Keeps what comes in and wakes the worker."""

    def __init__(
        self,
        *,
        database: Database,
        bot_id: int,
        watchdog: Watchdog,
        wake: Callable[[], None],
        clock: Callable[[], datetime],
        beside: Callable[[dict[str, Any]], bool] = lambda _: False,
    ) -> None:
        self._beside = beside
        self._database = database
        self._bot_id = bot_id
        self._watchdog = watchdog
        self._wake = wake
        self._clock = clock
        self._keeping = 0

    def is_keeping(self) -> bool:
        """Whether updates have come that the worker does not know of yet."""
        return self._keeping > 0

    async def keep(self, raws: Sequence[dict[str, Any]]) -> None:
        """Keep updates for good. Only after this returns may they be acknowledged.

        What ``beside`` takes (inline queries) is answered without being kept.
        """
        raws = [raw for raw in raws if not self._beside(raw)]
        if not raws:
            return
        for raw in raws:
            press = raw.get("callback_query")
            if isinstance(press, dict) and isinstance(press.get("id"), str):
                self._watchdog.expect(press["id"], functools.partial(self._is_open, raw["update_id"]))
        self._keeping += 1
        try:
            async with self._database.begin() as session:
                await inbox.keep(session, bot_id=self._bot_id, raws=raws, now=self._clock())
            self._wake()
        finally:
            self._keeping -= 1

    async def _is_open(self, update_id: int) -> bool:
        async with self._database.read() as session:
            return await inbox.is_open(session, bot_id=self._bot_id, update_id=update_id)


class Poller:
    """Long polling: the next batch is asked for only when this one is committed."""

    def __init__(self, bot: Bot, request: BaseRequest, intake: Intake) -> None:
        self._bot = bot
        self._request = request
        self._intake = intake
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll until cancelled. Raises InvalidToken, which no waiting would cure."""
        await self._patiently(self._leave_webhook)
        while True:
            await self._patiently(self._once)

    async def _leave_webhook(self) -> None:
        # Never with drop_pending_updates: those are what people wrote while we were away.
        try:
            await self._bot.delete_webhook()
        except InvalidToken:
            # getMe has just been answered, so it is the method that this server does not know.
            log.warning("the Bot API server does not know deleteWebhook; polling all the same")

    async def _once(self) -> None:
        asked_at = time.monotonic()
        batch = await self._batch()
        # What the offset confirmed is gone by now. Sent again, it would hide whatever comes with a lower id, as after
        # a quiet week, when Telegram's next id is random.
        self._offset = None
        raws = [raw for raw in batch if inbox.is_update(raw)]
        if raws:
            await self._intake.keep(raws)
            self._offset = max(raw["update_id"] for raw in raws) + 1
        elif time.monotonic() - asked_at < SHORTEST_POLL_S:
            # A server that does not hold the poll open must not be asked thousands of times a second.
            await asyncio.sleep(SHORTEST_POLL_S)

    async def _batch(self) -> list[dict[str, Any]]:
        """Raw updates: PTB's own ``get_updates`` parses the whole batch, and one it cannot parse would come
        again for ever."""
        parameters: dict[str, object] = {
            "timeout": LONG_POLL_S,
            "limit": MOST_AT_ONCE,
            "allowed_updates": ALLOWED_UPDATES,
        }
        if self._offset is not None:
            parameters["offset"] = self._offset
        raws = await self._request.post(
            f"{self._bot.base_url}/getUpdates",
            RequestData([RequestParameter.from_input(name, value) for name, value in parameters.items()]),
            read_timeout=LONG_POLL_S + ANSWER_S,
        )
        return raws if isinstance(raws, list) else []

    async def _patiently(self, call: Callable[[], Awaitable[None]]) -> None:
        """Try until it works; the network comes back some time, and a second poller goes away."""
        backoff = 0.2
        while True:
            try:
                return await call()
            except InvalidToken:
                raise
            except RetryAfter as error:
                await asyncio.sleep(retry_after_seconds(error))
            except Conflict as error:
                log.error("somebody else is polling with this token: %s", error)
                await asyncio.sleep(backoff)
            except TelegramError as error:
                log.warning("cannot fetch updates (%s); next try in %.1f s", error, backoff)
                await asyncio.sleep(backoff)
            except (SQLAlchemyError, OSError) as error:
                # Nothing was acknowledged, so Telegram delivers it again once the database is back.
                log.error("cannot keep updates (%s); next try in %.1f s", type(error).__name__, backoff)
                await asyncio.sleep(backoff)
            except Exception:  # one batch that breaks us must not end the intake
                log.exception("cannot keep updates; next try in %.1f s", backoff)
                await asyncio.sleep(backoff)
            backoff = min(LONGEST_BACKOFF_S, backoff * 2)


def parsed_body(body: bytes) -> dict[str, Any] | None:
    """An update posted to the webhook; None for what is no update at all."""
    try:
        raw: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return raw if inbox.is_update(raw) else None
