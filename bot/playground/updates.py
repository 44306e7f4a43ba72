"""Updates on their way to the bot: numbered, kept for a while, gone once the bot confirms them."""

import asyncio
import random
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.playground.clock import Clock
from bot.playground.errors import conflict
from bot.playground.hub import Hub
from bot.playground.records import Json
from bot.playground.store import Store

DAY = 86_400
# Seconds an update is kept [telegram-bot-api Client.cpp, add_update].
LIFETIMES = {"callback_query": 150, "inline_query": 30, "chosen_inline_result": 600}
LEFT_OUT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
LONGEST_POLL = 50
WEEK = 7 * DAY
# Telegram delays every conflict answer after the first by this long.
CONFLICT_PAUSE = 3.0


@dataclass
class Waiting:
    """One update that the bot has not confirmed. ``queue``: what a webhook keeps in order by."""

    id: int
    expires: float
    kind: str
    content: Json
    queue: int = 0

    def as_update(self) -> Json:
        return {"update_id": self.id, self.kind: self.content}


@dataclass
class WebhookSettings:
    """What setWebhook was told, and how delivery goes."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_at: int = 0
    last_error: str = ""


@dataclass
class Poll:
    """A getUpdates that waits."""

    ended: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    conflict: str = ""


class Updates:
    """The queue, the one waiting poll, and the remembered ``allowed_updates``."""

    def __init__(self, store: Store, clock: Clock, hub: Hub) -> None:
        self._store, self._clock, self._hub = store, clock, hub
        settings = dict(store.read("updates"))
        self.waiting = sorted((Waiting(**doc) for _, doc in store.read("update")), key=lambda one: one.id)
        self.last_id: int = settings.get("last_id", 0) or random.SystemRandom().randrange(10**8, 9 * 10**8)
        self.last_at: float = settings.get("last_at", 0)
        self.allowed: list[str] | None = settings.get("allowed")
        self.webhook = WebhookSettings(**settings.get("webhook", {}))
        self._poll: Poll | None = None
        self._last_conflict = 0.0
        self.arrived = asyncio.Event()

    def clear(self) -> None:
        self.waiting.clear()
        self._end_poll()

    def remember(self) -> None:
        kept: Json = {"last_id": self.last_id, "last_at": self.last_at, "allowed": self.allowed}
        kept["webhook"] = asdict(self.webhook)
        for key, value in kept.items():
            self._store.put("updates", key, value)

    def allow(self, kinds: list[str] | None) -> None:
        """Remember which kinds the bot wants; an empty list means the default again."""
        if kinds is not None:
            self.allowed = kinds or None
            self.remember()

    def is_allowed(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in LEFT_OUT_BY_DEFAULT

    def add(self, kind: str, content: Json, *, queue: int = 0) -> None:
        if not self.is_allowed(kind):
            return
        now = self._clock.now()
        # After a quiet week the next id is random [Bot API, Update].
        quiet = self.last_at and now - self.last_at > WEEK
        self.last_id = random.SystemRandom().randrange(10**8, 9 * 10**8) if quiet else self.last_id + 1
        self.last_at = now
        update = Waiting(self.last_id, now + LIFETIMES.get(kind, DAY), kind, content, queue)
        self.waiting.append(update)
        self._store.put("update", update.id, asdict(update))
        self.remember()
        self.arrived.set()
        self._end_poll()

    def pending(self) -> list[Waiting]:
        now = self._clock.now()
        for update in [update for update in self.waiting if update.expires <= now]:
            self.confirm(update)
        return self.waiting

    def confirm(self, update: Waiting) -> None:
        self.waiting.remove(update)
        self._store.drop("update", update.id)
        self._hub.tell("confirmed", update_id=update.id)

    def _confirm_before(self, offset: int) -> None:
        pending = self.pending()
        if offset < 0:
            offset = pending[offset].id if len(pending) >= -offset else 0
        if offset > self.last_id + 1:  # from before the numbering began anew: Telegram then answers from its oldest
            return
        for update in [update for update in pending if update.id < offset]:
            self.confirm(update)

    def _end_poll(self, because: str = "") -> None:
        poll, self._poll = self._poll, None
        if poll and not poll.ended.done():
            poll.conflict = because
            poll.ended.set_result(None)

    def stop_polling(self, because: str) -> None:
        """End the waiting poll, if any, with a conflict."""
        self._end_poll(because)

    def close(self) -> None:
        """Let the waiting poll go with an empty answer: the stand-in is ending."""
        self._end_poll()

    @property
    def is_polled(self) -> bool:
        return self._poll is not None

    async def get(self, *, offset: int, limit: int, seconds: int, gone: "asyncio.Future[Any]") -> list[Json]:
        """Answer getUpdates; ``gone`` is done when the asker hangs up. Raises the conflict refusal."""
        seconds = min(max(seconds, 0), LONGEST_POLL)
        self._confirm_before(offset)
        if not self.pending() and seconds:
            await self._wait(seconds, gone)
        if gone.done():
            return []
        return [update.as_update() for update in self.pending()[:limit]]

    async def _wait(self, seconds: int, gone: "asyncio.Future[Any]") -> None:
        self._end_poll(OTHER_POLLER)
        poll = self._poll = Poll()
        self._hub.tell("polled")
        await asyncio.wait({poll.ended, gone}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if self._poll is poll:
            self._poll = None
        if poll.conflict:
            await self._pause_between_conflicts()
            raise conflict(poll.conflict)

    async def _pause_between_conflicts(self) -> None:
        loop = asyncio.get_running_loop()
        pause, self._last_conflict = self._last_conflict + CONFLICT_PAUSE - loop.time(), loop.time()
        if 0 < pause <= CONFLICT_PAUSE:
            await asyncio.sleep(CONFLICT_PAUSE)
