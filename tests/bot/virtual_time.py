"""Time for tests of pacing: an event loop whose clock jumps to the next timer, so hours pass in no time."""

import asyncio
import selectors
from bisect import bisect_right
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.pacing import Lane, Pacing
from bot.request import FloodWait


class JumpingSelector(selectors.SelectSelector):
    """Instead of waiting for a timer, moves the clock to it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise AssertionError("everyone waits and no timer is set: a deadlock")
        self.now += timeout
        return super().select(0)


class JumpingLoop(asyncio.SelectorEventLoop):
    """An event loop that lives by the selector's clock."""

    def __init__(self) -> None:
        self._jumping = JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def in_virtual_time(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(main())


def now() -> float:
    return asyncio.get_running_loop().time()


def new_pacing(**options: Any) -> Pacing:
    return Pacing(clock=asyncio.get_running_loop().time, **options)


@dataclass
class Telegram:
    """The far end: notes who was sent what and when, and refuses whom it is told to refuse."""

    pacing: Pacing
    sent: list[tuple[float, int | None, Lane | None]] = field(default_factory=list)
    refuse: dict[int, float] = field(default_factory=dict)

    async def send(self, chat_id: int, lane: Any = None, endpoint: str = "sendMessage", **parameters: Any) -> Any:
        data = {"chat_id": chat_id, **parameters}

        async def deliver() -> bool:
            if chat_id in self.refuse:
                raise FloodWait(timedelta(seconds=self.refuse[chat_id]))
            self.sent.append((now(), chat_id, lane))
            return True

        return await self.pacing.process_request(deliver, (), {}, endpoint, data, lane)

    async def ask(self, endpoint: str, error: Exception | None = None, **data: Any) -> Any:
        async def deliver() -> bool:
            if error:
                raise error
            self.sent.append((now(), None, None))
            return True

        return await self.pacing.process_request(deliver, (), {}, endpoint, data, None)

    def times(self) -> list[float]:
        return [at for at, _, _ in self.sent]


def most_within(times: list[float], window: float) -> int:
    """The largest number of ``times`` that any half-open window of this length holds."""
    ordered = sorted(times)
    return max(
        (bisect_right(ordered, start + window - 1e-6) - index for index, start in enumerate(ordered)),
        default=0,
    )
