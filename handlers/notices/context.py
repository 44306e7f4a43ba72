"""What a renderer of notices works with."""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from locales.translator import Translator, Voices
from models import Citizen

T = TypeVar("T")


class Held(Exception):
    """A renderer's answer: not now; what holds it back will let it go."""


class Later(Exception):
    """A renderer's answer: not yet; to be asked again after ``wait``."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


@dataclass
class NoticeContext:
    """One reader, right before sending. ``session`` only looks: what it changes is thrown away.

    ``fellows`` are the ids of all who are being written to in the same round, this reader among them, and ``memo`` is
    theirs together: what concerns many of them is looked up once, not once a person.
    """

    session: AsyncSession
    citizen: Citizen
    t: Translator
    voices: Voices
    now: datetime
    zone: ZoneInfo
    fellows: frozenset[int] = frozenset()
    memo: dict[Hashable, Any] = field(default_factory=dict)

    async def once(self, key: Hashable, look: Callable[[], Awaitable[T]]) -> T:
        """What ``look`` finds, looked up at most once a round."""
        if key not in self.memo:
            self.memo[key] = await look()
        found: T = self.memo[key]
        return found
