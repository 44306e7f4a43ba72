"""Delivery: notices → messages → Telegram, each outcome recorded. The states are drawn in ``services.outbox``.

One loop, a few times a second: one transaction records what has become known and says what is sent next; then those
calls are made, each at the time that pacing gives it. So one commit serves many sends, and when the process dies no
more than the sends of a fraction of a second, and those in flight, are of unknown outcome.

    Supply (bot/supply.py)      due notices → messages → claimed, rendered, ready
    Delivery (here)             one commit: what is known, what is begun
    Flight (bot/flight.py)      the calls under way → what is known
"""

import asyncio
import logging
import math
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError
from telegram.ext import ExtBot

from bot.election import StillElected, elected
from bot.flight import Flight
from bot.outcomes import Known
from bot.pacing import Pacing
from bot.rounds import Ready, Rounds
from bot.sending import Sender
from bot.supply import Supply
from locales.translator import Voices
from models import Unreachable
from models.database import Database
from services import outbox

log = logging.getLogger(__name__)

AT_ONCE = 128  # sends between their commit and their record: rate × round trip, with room for slow answers
IDLE_S = 0.5
# A turn of the loop: a quarter of what may be on its way, so that one commit serves many.
_LONGEST_TURN_S = 0.1
# Sends are begun for the time until the next turn has committed, and little more: what is begun at a kill is unknown.
_LONGEST_AHEAD_S = 0.5
_FORGETTING = 0.9  # a turn that took long is reckoned with for a while
_ASK_OFFICE_S = 5.0


class Delivery:
    """Sends what is due, until stopped."""

    def __init__(
        self,
        *,
        bot: ExtBot[Any],
        database: Database,
        pacing: Pacing,
        voices: Voices,
        clock: Callable[[], datetime],
        zone: ZoneInfo,
        weekly_cap: int,
        at_once: int = AT_ONCE,
    ) -> None:
        self._database = database
        self._pacing = pacing
        self._clock = clock
        self._at_once = at_once
        self._known: list[Known] = []
        rounds = Rounds(database, voices, clock, zone, pause=pacing.stand_aside)
        self._supply = Supply(database, rounds, pacing, clock, zone, weekly_cap=weekly_cap, learn=self._known.append)
        self._flight = Flight(Sender(bot, pacing, database, clock), clock, self._known.append)
        self._asked_at = float("-inf")
        self._turn_takes = 0.01  # seconds, lately
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Begin nothing more; ``run`` returns when what is in flight has been recorded."""
        self._stopping.set()

    def look_again(self) -> None:
        """Something may be due now: the next turn looks, not only the one in a second."""
        self._supply.look_again()

    async def run(self) -> None:
        """Deliver until ``stop``; another process may be doing it, then wait for its end. Raises InvalidToken."""
        async with elected(self._database, "delivery", give_up=self._stopping) as still_elected:
            if still_elected is None:
                return
            await self._recover()
            try:
                while not self._stopping.is_set() and self._flight.fatal is None:
                    await self._ask_office(still_elected)
                    await self._pacing.stand_aside()  # a commit now would hold up those of whoever is being answered
                    began = time.monotonic()
                    try:
                        is_busy = await self.step()
                    except SQLAlchemyError as error:
                        # What is known is kept and recorded later; a locked or restarted database comes back.
                        log.error("delivery: the database does not answer (%s); trying again", type(error).__name__)
                        is_busy = False
                    # A commit that took long leaves less to rest: those committed before must not run out.
                    spent = time.monotonic() - began
                    self._turn_takes = max(spent, self._turn_takes * _FORGETTING)
                    await self._rest(max(0.0, self._turn_s() - spent) if is_busy else IDLE_S)
            finally:
                await self.finish()
        if self._flight.fatal:
            raise self._flight.fatal

    async def _recover(self) -> None:
        async with self._database.begin() as session:
            back, unknown = await outbox.recover(session, now=self._clock())
        if back or unknown:
            log.warning("delivery: the last process left %d begun by nobody and %d of unknown outcome", back, unknown)

    async def _ask_office(self, still_elected: StillElected) -> None:
        if time.monotonic() - self._asked_at > _ASK_OFFICE_S:
            await still_elected()
            self._asked_at = time.monotonic()

    async def _rest(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    async def step(self) -> bool:
        """One turn: record, commit, send, while the next ones are made ready. True while something is in hand."""
        await self._supply.look_ahead(self._room(), is_idle=not len(self._flight))
        batch = self._supply.take(self._room())
        if batch or self._known:
            try:
                begun = await self._commit(batch)
            except SQLAlchemyError:
                self._supply.put_back(batch)
                raise
            for one in begun:
                self._flight.launch(one)
        return bool(len(self._flight) or len(self._supply) or self._known)

    async def finish(self) -> None:
        """Hand back what nobody began, wait for what is in flight, record all of it."""
        await self._supply.end()
        await self._flight.land()
        if self._known:
            await self._commit([])

    def _room(self) -> int:
        """How many may be committed now."""
        rate = self._pacing.allowed()
        if not rate:
            return 0
        most = self._flight.most()
        if most is not None:
            return most
        ahead = max(1, math.ceil(rate * min(_LONGEST_AHEAD_S, self._turn_s() + 2 * self._turn_takes)))
        return max(0, min(self._at_once - len(self._flight), ahead - self._flight.waiting()))

    def _turn_s(self) -> float:
        rate = self._pacing.allowed()
        return min(_LONGEST_TURN_S, self._at_once / 4 / rate) if rate else _LONGEST_TURN_S

    async def _commit(self, batch: list[Ready]) -> list[Ready]:
        known = list(self._known)
        now = self._clock()
        async with self._database.begin() as session:
            await outbox.record(session, [one.outcome for one in known], now=now)
            for why in Unreachable:
                if lost := [one.citizen_id for one in known if one.citizen_id and one.lost is why]:
                    await outbox.lose(session, lost, why, now=now)
            for one in known:
                if one.citizen_id and one.moved_to:
                    await outbox.move(session, one.citizen_id, one.moved_to)
            begun = await outbox.begin(session, [one.message.id for one in batch]) if batch else frozenset()
        del self._known[: len(known)]  # what came meanwhile stays for the next time
        return [one for one in batch if one.message.id in begun]
