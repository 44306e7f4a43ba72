"""How often a bot may send: Telegram's published rates, with the short bursts it tolerates."""

import math
from collections import defaultdict
from dataclasses import dataclass, field

from bot.playground.errors import too_many


@dataclass
class Bucket:
    """``burst`` sends at once, then ``per_second``."""

    burst: float
    per_second: float
    left: float = field(init=False)
    seen: float = 0.0

    def __post_init__(self) -> None:
        self.left = self.burst

    def wait(self, now: float) -> float:
        """Seconds until one more send is allowed; 0 when it is allowed now."""
        self.left = min(self.burst, self.left + max(0.0, now - self.seen) * self.per_second)
        self.seen = now
        return 0.0 if self.left >= 1 else (1 - self.left) / self.per_second


@dataclass
class Rates:
    """Per private chat, per group (a minute's allowance) and overall [Telegram's bots FAQ].

    The overall allowance of 30 a second holds for bulk sending; the burst in a private chat is our guess of
    what Telegram tolerates: its real limits are unpublished. ``limited=False`` lifts them all.
    """

    chat_burst: float = 20
    chat_per_second: float = 1
    group_burst: float = 20
    group_per_minute: float = 20
    overall_burst: float = 30
    overall_per_second: float = 30
    limited: bool = True

    def __post_init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self._overall = Bucket(self.overall_burst, self.overall_per_second)
        self._people: defaultdict[int, Bucket] = defaultdict(lambda: Bucket(self.chat_burst, self.chat_per_second))
        self._groups: defaultdict[int, Bucket] = defaultdict(
            lambda: Bucket(self.group_burst, self.group_per_minute / 60)
        )

    def charge(self, chat_id: int, now: float, count: int = 1) -> None:
        """Count ``count`` sends to a chat. Raises the 429 refusal, charging nothing, when one is too many."""
        if not self.limited:
            return
        chat = self._groups[chat_id] if chat_id < 0 else self._people[chat_id]
        wait = max(chat.wait(now), self._overall.wait(now))
        if wait > 0:
            raise too_many(max(1, math.ceil(wait)))
        chat.left -= count
        self._overall.left -= count
