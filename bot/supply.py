"""The messages that come next: made from notices, claimed and rendered beside the sends, and kept until their turn."""

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.outcomes import Known, handed_back
from bot.pacing import Lane, Pacing
from bot.rounds import Ready, Rounds
from models.database import Database
from services import broadcasting, making, notifications
from services.hours import Moment

_MOST_PREPARED = 512
_MAKE_EVERY_S = 1.0


class Supply:
    """Keeps about a second's sends ready, notifications before broadcasts."""

    def __init__(
        self,
        database: Database,
        rounds: Rounds,
        pacing: Pacing,
        clock: Callable[[], datetime],
        zone: ZoneInfo,
        *,
        weekly_cap: int,
        learn: Callable[[Known], None],
    ) -> None:
        self._database = database
        self._rounds = rounds
        self._pacing = pacing
        self._clock = clock
        self._zone = zone
        self._weekly_cap = weekly_cap
        self._learn = learn
        self._ready: dict[Lane, deque[Ready]] = {Lane.NOTIFICATION: deque(), Lane.BROADCAST: deque()}
        self._ahead: asyncio.Task[None] | None = None  # the next ones are being made and claimed
        self._made_at = float("-inf")

    def __len__(self) -> int:
        return sum(len(queue) for queue in self._ready.values())

    def look_again(self) -> None:
        """Look for due notices at the next turn, not only in a second."""
        self._made_at = float("-inf")

    async def look_ahead(self, room: int, *, is_idle: bool) -> None:
        """Have the next ones made and claimed; waited for only when there is nothing to send meanwhile."""
        if self._ahead is None or self._ahead.done():
            done, self._ahead = self._ahead, None
            if done is not None:
                done.result()  # raises what it met
            self._ahead = asyncio.create_task(self._provide(room), name="delivery ahead")
        if is_idle and not len(self):
            await asyncio.wait([self._ahead])
            done, self._ahead = self._ahead, None
            done.result()

    def take(self, room: int) -> list[Ready]:
        """Up to ``room`` of what is ready, in the order of the lanes."""
        batch: list[Ready] = []
        for queue in self._ready.values():
            while queue and len(batch) < room:
                batch.append(queue.popleft())
        return batch

    def put_back(self, batch: list[Ready]) -> None:
        """What was taken has not been begun: it is the next again."""
        for one in reversed(batch):
            self._ready[one.lane].appendleft(one)

    async def end(self) -> None:
        """Hand back what is ready and what is just being claimed."""
        if self._ahead is not None:
            ahead, self._ahead = self._ahead, None
            await asyncio.gather(ahead, return_exceptions=True)
        for queue in self._ready.values():
            for one in queue:
                self._learn(Known(handed_back(one.message, is_begun=False)))
            queue.clear()

    async def _provide(self, room: int) -> None:
        await self._make_messages()
        if room > 0 and len(self) <= self._round() // 2:
            await self._pacing.stand_aside()
            await self._prepare()

    async def _make_messages(self) -> None:
        if time.monotonic() - self._made_at < _MAKE_EVERY_S:
            return
        await broadcasting.settle(self._database, now=self._clock())
        async with self._database.read() as session:
            is_told, is_due = await making.is_anything_waiting(session, now=self._clock())
        if not is_told:
            await notifications.run_due_fanouts(self._database, now=self._clock())
        if is_due or not is_told:
            # A chunk at each turn of the loop: making a hundred thousand messages must not hold up those being sent.
            async with self._database.begin() as session:
                moment = Moment(self._clock(), self._zone)
                if await making.make_messages(session, moment, weekly_cap=self._weekly_cap):
                    return
        self._made_at = time.monotonic()

    def _round(self) -> int:
        """How many are kept ready: a second's sends."""
        return min(_MOST_PREPARED, max(16, math.ceil(self._pacing.allowed())))

    async def _prepare(self) -> None:
        limit = self._round()
        for lane, queue in self._ready.items():
            if len(queue) >= limit:
                continue
            ready, settled = await self._rounds.take(lane, limit=limit - len(queue))
            # Held back and let go again while it waited here, a message is in hand twice: the newer one counts.
            anew = {one.message.id for one in ready}
            for one in [one for one in queue if one.message.id in anew]:
                queue.remove(one)
            queue.extend(ready)
            for outcome in settled:
                self._learn(Known(outcome))
            if queue:
                return  # the lower lane's turn comes when this one is empty
