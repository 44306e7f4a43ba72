"""Delivering updates to a webhook, as Telegram does: in order per chat, again until a 2xx or their end."""

import asyncio
import json
import logging
from typing import Any

import aiohttp

from bot.playground.api import METHODS
from bot.playground.calls import Call
from bot.playground.errors import Refusal
from bot.playground.updates import Waiting
from bot.playground.world import World

log = logging.getLogger(__name__)
IDLE_LIMIT = 60
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 60.0
LONGEST_RETRY_AFTER = 3600


class WebhookDelivery:
    """Runs beside the server and posts what waits, one update per queue at a time."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._busy: dict[int, asyncio.Task[None]] = {}
        # Per queue: when the next try may be, and how long the last pause was.
        self._again: dict[int, tuple[float, float]] = {}

    async def run(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=IDLE_LIMIT)) as session:
            try:
                while True:
                    self._world.updates.arrived.clear()
                    wait = self._begin_due(session)
                    try:
                        await asyncio.wait_for(self._world.updates.arrived.wait(), wait)
                    except TimeoutError:
                        continue
            finally:
                for task in self._busy.values():
                    task.cancel()

    def _begin_due(self, session: aiohttp.ClientSession) -> float | None:
        """Start a delivery for each queue that may go on. Gives the seconds until the next may."""
        webhook, now = self._world.updates.webhook, asyncio.get_running_loop().time()
        soonest: float | None = None
        if not webhook.url:
            return None
        seen: set[int] = set()
        for update in self._world.updates.pending():
            if update.queue in seen or len(self._busy) >= webhook.max_connections:
                continue
            seen.add(update.queue)
            pause = self._again.get(update.queue, (0.0, 0.0))[0] - now
            if update.queue not in self._busy and pause <= 0:
                self._busy[update.queue] = asyncio.create_task(self._deliver(session, update))
            elif pause > 0:
                soonest = min(pause, soonest or pause)
        return soonest

    async def _deliver(self, session: aiohttp.ClientSession, update: Waiting) -> None:
        try:
            pause = await self._post(session, update)
            if pause is not None:
                self._again[update.queue] = (asyncio.get_running_loop().time() + pause, pause)
                return
            self._again.pop(update.queue, None)
            if update in self._world.updates.waiting:
                self._world.updates.confirm(update)
                self._world.store.commit()
        finally:
            self._busy.pop(update.queue, None)
            self._world.updates.arrived.set()

    async def _post(self, session: aiohttp.ClientSession, update: Waiting) -> float | None:
        """Post once. None when it was taken, else the seconds to wait before the next try."""
        webhook = self._world.updates.webhook
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
        body = json.dumps(update.as_update(), ensure_ascii=False).encode()
        try:
            async with session.post(webhook.url, data=body, headers=headers) as answer:
                if answer.ok:
                    await self._obey(await answer.read())
                    return None
                problem = f"Wrong response from the webhook: {answer.status} {answer.reason}"
                asked = answer.headers.get("Retry-After", "")
        except (aiohttp.ClientError, TimeoutError) as error:
            problem, asked = f"Connection failed: {error}", ""
        webhook.last_error, webhook.last_error_at = problem, int(self._world.clock.now())
        log.warning("%s", problem)
        return min(float(asked), LONGEST_RETRY_AFTER) if asked.isdigit() else self._next_pause(update.queue)

    def _next_pause(self, queue: int) -> float:
        _, last = self._again.get(queue, (0.0, 0.0))
        return min(LONGEST_PAUSE, last * 2) or FIRST_PAUSE

    async def _obey(self, body: bytes) -> None:
        """A webhook's answer may name a method to call; its result is not told [Bot API, Making requests]."""
        try:
            wish: Any = json.loads(body) if body else {}
        except ValueError:
            return
        if isinstance(wish, dict) and str(wish.get("method", "")).lower() in METHODS:
            values = {key: one if isinstance(one, str) else json.dumps(one) for key, one in wish.items()}
            try:
                METHODS[values.pop("method").lower()](self._world, Call("", values))
            except Refusal as refusal:
                log.info("a method named in a webhook's answer was refused: %s", refusal.description)
