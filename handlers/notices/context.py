"""What a renderer of notices gets: whose they are, and the moment at which they are sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.screens.screen import Screen
from locales.translator import Translator, Voices
from models import Citizen, Notice


@dataclass(frozen=True)
class NoticeContext:
    """The reader, in their language, now."""

    session: AsyncSession
    citizen: Citizen
    t: Translator
    voices: Voices
    now: datetime
    zone: ZoneInfo


Renderer: TypeAlias = Callable[[NoticeContext, list[Notice]], Awaitable[Screen | None]]
