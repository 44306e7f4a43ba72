"""What happened, told to whoever listens: open pages and waiting tests."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from typing import Any

BACKLOG = 1000


class Hub:
    """Numbered events. A listener that falls far behind is told ``reset`` and reads the whole state anew."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[dict[str, Any] | None]] = set()
        self._changed = asyncio.Event()
        self.last = 0
        # Told with every greeting: after a restart equal numbers would mean different events.
        self.life = secrets.token_hex(8)

    def tell(self, kind: str, **facts: Any) -> None:
        self.last += 1
        event = {"seq": self.last, "kind": kind, **facts}
        for queue in self._listeners:
            if queue.qsize() >= BACKLOG:
                while not queue.empty():
                    queue.get_nowait()
                event = {"seq": self.last, "kind": "reset"}
            queue.put_nowait(event)
        # Everyone who waits is woken once; who waits next waits on a fresh event.
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self, within: float) -> bool:
        """Wait until something happens, at most ``within`` seconds. True if it did."""
        try:
            await asyncio.wait_for(self._changed.wait(), within)
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        """Let every listener go: the stand-in is ending."""
        for queue in self._listeners:
            queue.put_nowait(None)

    async def listen(self) -> AsyncIterator[dict[str, Any]]:
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            while (event := await queue.get()) is not None:
                yield event
        finally:
            self._listeners.discard(queue)
