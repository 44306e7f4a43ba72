"""The queue of bulk sends: notifications before broadcasts, within a lane first come first served."""

import asyncio
import heapq
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.pacing.budget import EPSILON, Budget
from bot.pacing.courtesy import GLANCE_S, Courtesy
from bot.pacing.lanes import Lane
from bot.pacing.pauses import Paused


@dataclass(order=True, slots=True)
class _Waiter:
    priority: int
    ticket: int
    messages: int = field(compare=False)
    granted: asyncio.Future[None] = field(compare=False)


class Turns:
    """Grants turns as the budget allows. One task runs while anyone waits, none when nobody does."""

    def __init__(
        self,
        budget: Budget,
        courtesy: Courtesy,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._budget = budget
        self._courtesy = courtesy
        self._clock = clock
        self._sleep = sleep
        self._waiters: list[_Waiter] = []
        self._pump: asyncio.Task[None] | None = None

    async def turn(self, lane: Lane, ticket: int, messages: int = 1) -> None:
        """Wait until a send of ``lane`` may go; the budget is then charged. Cancelled, it costs nothing.

        ``ticket`` orders those of one lane. Raises Paused when the queue is sent home.
        """
        granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if not self._waiters:
            self._budget.wake(self._clock())
        heapq.heappush(self._waiters, _Waiter(lane.value, ticket, messages, granted))
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._grant_turns(), name="pacing")
        try:
            await granted
        except asyncio.CancelledError:
            # The turn may have come in the same instant as the cancellation.
            if granted.done() and not granted.cancelled() and granted.exception() is None:
                self._budget.give_back(self._clock(), messages)
            raise

    def queued(self) -> Counter[Lane]:
        """How many wait, by lane."""
        return Counter(Lane(waiter.priority) for waiter in self._waiters if not waiter.granted.done())

    def send_home(self, seconds: float) -> None:
        """End every wait with Paused(``seconds``)."""
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.granted.done():
                waiter.granted.set_exception(Paused(seconds))

    async def close(self) -> None:
        """Send everyone home and stop."""
        self.send_home(1.0)
        if self._pump is not None:
            self._pump.cancel()
            await asyncio.gather(self._pump, return_exceptions=True)
            self._pump = None

    async def _grant_turns(self) -> None:
        try:
            while self._waiters:
                wait = self._budget.wait(self._clock())
                # Not the waiter's own wait: while this one sleeps, a reply may have been charged.
                if wait > EPSILON:
                    await self._sleep(wait)
                    continue
                if self._courtesy.stands_aside(self._clock()):
                    await self._sleep(GLANCE_S)
                    continue
                waiter = heapq.heappop(self._waiters)
                if not waiter.granted.done():
                    self._budget.take(self._clock(), waiter.messages)
                    waiter.granted.set_result(None)
        finally:
            self.send_home(1.0)  # nobody is left waiting for a pump that has stopped
