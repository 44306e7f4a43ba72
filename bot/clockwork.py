"""What is due by the clock. Each tick looks in the database for due work; nothing is scheduled in memory."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from models.database import Database
from services import inbox, library, morning

log = logging.getLogger(__name__)

TICK_S = 30.0


class Clockwork:
    """Runs every due duty once a tick; a duty that fails is tried at the next one."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        *,
        zone: ZoneInfo,
        more: Sequence[Callable[[datetime], Awaitable[None]]] = (),
    ) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone
        self._duties: list[Callable[[datetime], Awaitable[None]]] = [
            self._purge_inbox,
            self._morning_list,
            self._openings,
            *more,
        ]

    async def run(self) -> None:
        while True:
            await self.tick()
            await asyncio.sleep(TICK_S)

    async def tick(self) -> None:
        """Do what is due now."""
        for duty in self._duties:
            try:
                await duty(self._clock())
            except Exception:  # the clock must not stop because one duty failed
                log.exception("clock: %s failed", getattr(duty, "__name__", duty))

    async def _purge_inbox(self, now: datetime) -> None:
        async with self._database.begin() as session:
            await inbox.purge(session, now=now)

    async def _morning_list(self, now: datetime) -> None:
        await morning.run_due_lists(self._database, now=now, zone=self._zone)

    async def _openings(self, now: datetime) -> None:
        await library.run_due_openings(self._database, now=now)
