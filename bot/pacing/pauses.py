"""What Telegram has told the bot to leave alone, and until when: deadlines, never sleeps."""

import math
from collections import deque
from collections.abc import Hashable
from datetime import timedelta

from bot.request import FloodWait

_CHATS_FOR_ALL = 3
_TOGETHER = 1.0


class Paused(FloodWait):
    """Nothing was sent: this chat, or everything, must wait ``seconds`` more. Try again then, not before."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(0.001, seconds)
        super().__init__(timedelta(seconds=self.seconds))
        self.message = f"Paused by pacing for {math.ceil(self.seconds)} s"


class Pauses:
    """Deadlines by subject (a chat, an endpoint's query) and by scope (all bulk, all replies, an endpoint).

    One chat's 429 pauses that chat. When three of a scope are refused together the limit is not theirs but
    the bot's: then the scope is paused, for the longest wait that three of them were given.
    """

    def __init__(self) -> None:
        self._deadlines: dict[Hashable, float] = {}
        self._refusals: dict[Hashable, deque[tuple[float, Hashable, float]]] = {}

    def remaining(self, now: float, *keys: Hashable) -> float:
        """Seconds until every one of ``keys`` is free again; 0 when they are."""
        if not self._deadlines:  # nearly always, and asked several times a call
            return 0.0
        return max((self._deadlines.get(key, now) - now for key in keys), default=0.0)

    def refused(
        self, now: float, subject: Hashable, scope: Hashable, seconds: float, together: float = _TOGETHER
    ) -> bool:
        """Note a 429. True when it has just now paused the whole ``scope``.

        ``together`` seconds is how close to each other refusals must be to count as one.
        """
        self._forget_past(now)
        deadline = now + seconds
        self._extend(subject, deadline)
        refusals = self._refusals.setdefault(scope, deque())
        refusals.append((now, subject, deadline))
        while refusals[0][0] < now - together:
            refusals.popleft()
        waits = sorted({about: until for _, about, until in refusals}.values(), reverse=True)
        if len(waits) < _CHATS_FOR_ALL:
            return False
        is_new = self.remaining(now, scope) <= 0
        self._extend(scope, waits[_CHATS_FOR_ALL - 1])
        return is_new

    def count(self, now: float, kind: str) -> int:
        """How many subjects of this kind (the first word of their name) are paused."""
        return sum(until > now for key, until in self._deadlines.items() if isinstance(key, tuple) and key[0] == kind)

    def _extend(self, key: Hashable, deadline: float) -> None:
        self._deadlines[key] = max(self._deadlines.get(key, deadline), deadline)

    def _forget_past(self, now: float) -> None:
        self._deadlines = {key: until for key, until in self._deadlines.items() if until > now}
