"""What is due by the clock. Each tick looks in the database for due work; nothing is scheduled in memory."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from models.database import Database
from services import inbox, library, morning
from services.deadlines import run_due_deadlines
from services.sources.config import Source
from services.sources.fetch import fetch
from services.sources.reading import run_due_sources

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
        sources: Sequence[Source] = (),
        proxy: str | None = None,
        more: Sequence[Callable[[datetime], Awaitable[None]]] = (),
    ) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone
        self._sources = sources
        self._fetch = partial(fetch, proxy=proxy)
        self._reading: asyncio.Task[None] | None = None
        self._duties: list[Callable[[datetime], Awaitable[None]]] = [
            self._purge_inbox,
            self._read_sources,
            self._notice_silence,
            self._morning_list,
            self._openings,
            *more,
        ]

    async def run(self) -> None:
        try:
            while True:
                await self.tick()
                await asyncio.sleep(TICK_S)
        finally:
            if self._reading is not None:
                self._reading.cancel()

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

    async def _notice_silence(self, now: datetime) -> None:
        await run_due_deadlines(self._database, now=now, zone=self._zone)

    async def _read_sources(self, now: datetime) -> None:
        """Beside the other duties: a server that answers slowly must not hold up what is due here."""
        if self._sources and (self._reading is None or self._reading.done()):
            self._reading = asyncio.create_task(self._read_due(now), name="sources")

    async def _read_due(self, now: datetime) -> None:
        try:
            await run_due_sources(self._database, self._sources, now=now, fetching=self._fetch)
        except Exception:  # tried again at the next tick
            log.exception("clock: the sources could not be read")

    async def _morning_list(self, now: datetime) -> None:
        await morning.run_due_lists(self._database, now=now, zone=self._zone)

    async def _openings(self, now: datetime) -> None:
        await library.run_due_openings(self._database, now=now)
