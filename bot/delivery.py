"""Delivery: notices → messages → Telegram, each outcome recorded. The states are drawn in ``services.outbox``.

One loop, a few times a second: one transaction records what has become known and says what is sent next; then those
calls are made, each at the time that pacing gives it. So one commit serves many sends, and when the process dies no
more than the sends of a fraction of a second, and those in flight, are of unknown outcome.
"""

import asyncio
import logging
import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError
from telegram.error import InvalidToken
from telegram.ext import ExtBot

from bot.election import StillElected, elected
from bot.outcomes import Known, handed_back, judged
from bot.pacing import Lane, Pacing
from bot.rounds import Ready, Rounds
from bot.sending import Sender
from locales.translator import Voices
from models import MessageState, Unreachable
from models.database import Database
from services import broadcasting, making, notifications, outbox
from services.hours import Moment
from services.outbox import Outcome

log = logging.getLogger(__name__)

AT_ONCE = 128  # sends between their commit and their record: rate × round trip, with room for slow answers
IDLE_S = 0.5
# A turn of the loop: a quarter of what may be on its way, so that a commit serves many and is over before they run out.
_LONGEST_TURN_S = 0.2
_TURNS_AHEAD = 3  # how far ahead of its time a send may be committed
_MOST_PREPARED = 256
_MAKE_EVERY_S = 1.0
_ASK_OFFICE_S = 5.0
_LONGEST_BREATHER_S = 30.0
_LAST_ANSWERS_S = 25.0  # at the end: longer than a call may wait for its answer


@dataclass
class _Going:
    """A message whose call is being made, or waits for its turn."""

    ready: Ready
    is_called: bool = False


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
        self._zone = zone
        self._weekly_cap = weekly_cap
        self._at_once = at_once
        self._sender = Sender(bot, pacing, database, clock)
        self._rounds = Rounds(database, voices, clock, zone)
        self._ready: dict[Lane, deque[Ready]] = {Lane.NOTIFICATION: deque(), Lane.BROADCAST: deque()}
        self._going: dict[asyncio.Task[None], _Going] = {}
        self._known: list[Known] = []
        self._ahead: asyncio.Task[None] | None = None  # the next ones are being made and claimed
        self._made_at = self._asked_at = float("-inf")
        self._resumes_at = 0.0
        self._unreached = 0  # calls in a row that did not reach the server
        self._stopping = asyncio.Event()
        self._fatal: InvalidToken | None = None

    def stop(self) -> None:
        """Begin nothing more; ``run`` returns when what is in flight has been recorded."""
        self._stopping.set()

    async def run(self) -> None:
        """Deliver until ``stop``; another process may be doing it, then wait for its end. Raises InvalidToken."""
        async with elected(self._database, "delivery", give_up=self._stopping) as still_elected:
            if still_elected is None:
                return
            await self._recover()
            try:
                while not self._stopping.is_set():
                    await self._ask_office(still_elected)
                    began = time.monotonic()
                    try:
                        is_busy = await self.step()
                    except SQLAlchemyError as error:
                        # What is known is kept and recorded later; a locked or restarted database comes back.
                        log.error("delivery: the database does not answer (%s); trying again", type(error).__name__)
                        is_busy = False
                    # A commit that took long leaves less to rest: those committed before must not run out.
                    spent = time.monotonic() - began
                    await self._rest(max(0.0, self._turn_s() - spent) if is_busy else IDLE_S)
            finally:
                await self._finish()
        if self._fatal:
            raise self._fatal

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

    # --- one turn of the loop --------------------------------------------------------------------------------

    async def step(self) -> bool:
        """Record, commit, send, while the next ones are made ready. True while there is something in hand."""
        await self._look_ahead()
        batch = self._take(self._room())
        if batch or self._known:
            try:
                begun = await self._commit(batch)
            except SQLAlchemyError:
                for one in reversed(batch):
                    self._ready[one.lane].appendleft(one)
                raise
            for one in begun:
                self._launch(one)
        return bool(self._going or self._stock() or self._known)

    async def _look_ahead(self) -> None:
        """Have the next ones made and claimed beside the sends; waited for only when there is nothing to send."""
        if self._ahead is None or self._ahead.done():
            done, self._ahead = self._ahead, None
            if done is not None:
                done.result()  # raises what it met
            self._ahead = asyncio.create_task(self._provide(), name="delivery ahead")
        if not (self._going or self._stock()):
            await asyncio.wait([self._ahead])
            done, self._ahead = self._ahead, None
            done.result()

    async def _provide(self) -> None:
        await self._make_messages()
        if self._room() > 0 and self._stock() <= self._round() // 2:
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

    def _room(self) -> int:
        """How many may be committed now."""
        figures = self._pacing.figures()
        if figures.bulk_paused_for > 0 or time.monotonic() < self._resumes_at:
            return 0
        if self._unreached:
            return 0 if self._going else 1  # the server was not there: one message asks whether it is back
        ahead = max(1, math.ceil(figures.rate * self._turn_s() * _TURNS_AHEAD))
        waiting = sum(not going.is_called for going in self._going.values())
        return max(0, min(self._at_once - len(self._going), ahead - waiting))

    def _turn_s(self) -> float:
        return min(_LONGEST_TURN_S, self._at_once / 4 / self._pacing.figures().rate)

    def _round(self) -> int:
        """How many are claimed and rendered at a time: a second's sends."""
        return min(_MOST_PREPARED, max(16, math.ceil(self._pacing.figures().rate)))

    def _stock(self) -> int:
        return sum(len(queue) for queue in self._ready.values())

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
            self._known += [Known(outcome) for outcome in settled]
            if queue:
                return  # the lower lane's turn comes when this one is empty

    def _take(self, room: int) -> list[Ready]:
        batch: list[Ready] = []
        for queue in self._ready.values():
            while queue and len(batch) < room:
                batch.append(queue.popleft())
        return batch

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

    def _launch(self, ready: Ready) -> None:
        going = _Going(ready)
        task = asyncio.create_task(self._deliver(going), name=f"message {ready.message.id}")
        self._going[task] = going
        task.add_done_callback(lambda done: self._going.pop(done, None))

    async def _deliver(self, going: _Going) -> None:
        ready, message = going.ready, going.ready.message

        def calling() -> None:
            going.is_called = True

        try:
            sent = await self._sender.send(ready.chat_id, ready.screen, ready.lane, calling=calling)
        except asyncio.CancelledError:
            if going.is_called:
                self._known.append(Known(Outcome(message.id, MessageState.UNKNOWN, "stopped while it was being sent")))
            else:
                self._known.append(Known(handed_back(message, is_begun=True)))
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, the message must not stay "sending"
            known = judged(error, message, is_called=going.is_called, now=self._clock())
            self._known.append(known)
            self._heed(known, error)
        else:
            self._unreached = 0
            self._known.append(
                Known(Outcome(message.id, MessageState.SENT, telegram_message_id=sent), message.citizen_id)
            )

    def _heed(self, known: Known, error: Exception) -> None:
        """What one message's failure means for the others."""
        if isinstance(error, InvalidToken):
            self._fatal = error
            self._stopping.set()
        if known.is_unreached:
            self._unreached += 1
            pause = min(_LONGEST_BREATHER_S, 0.25 * 2 ** min(self._unreached, 10))
            self._resumes_at = time.monotonic() + pause
        else:
            self._unreached = 0

    # --- the end ---------------------------------------------------------------------------------------------

    async def _finish(self) -> None:
        """Hand back what nobody began, wait for what is in flight, record all of it."""
        if self._ahead is not None:
            ahead, self._ahead = self._ahead, None
            await asyncio.gather(ahead, return_exceptions=True)  # what it claims is handed back below
        for task, going in list(self._going.items()):
            if not going.is_called:
                task.cancel()
        if self._going:
            _, late = await asyncio.wait(set(self._going), timeout=_LAST_ANSWERS_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        for queue in self._ready.values():
            self._known += [Known(handed_back(one.message, is_begun=False)) for one in queue]
            queue.clear()
        if self._known:
            await self._commit([])
