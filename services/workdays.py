"""The desk's clock: working days, its own term, and when something is late. No legal term is stated anywhere."""

import enum
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, DeskRule, Holiday, Role
from services import audit, staff
from services.errors import NotFound

TERM = "term"
DEFAULT_TERM = 10  # working days; the desk's own aim until an administrator sets another
TERMS = (3, 5, 7, 10, 14, 20, 30)
# From this part of the term on an item is amber: there is still time to act.
_AMBER_FROM = 0.7
_SATURDAY = 5


class Mark(enum.StrEnum):
    """How a waiting item stands; every screen says it as a word, never by a colour alone."""

    IN_TIME = "in-time"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class Calendar:
    """The term in working days, and the days that are none."""

    zone: ZoneInfo
    term: int = DEFAULT_TERM
    holidays: frozenset[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and day not in self.holidays

    def days_between(self, since: datetime, until: datetime) -> int:
        """Working days that have begun after the day of ``since``, up to the day of ``until``."""
        first, last = since.astimezone(self.zone).date(), until.astimezone(self.zone).date()
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(self.is_working(day) for day in days)

    def mark(self, since: datetime, now: datetime) -> Mark:
        """Red when the term has passed, amber when most of it has."""
        days = self.days_between(since, now)
        if days > self.term:
            return Mark.RED
        return Mark.AMBER if days >= self.term * _AMBER_FROM else Mark.IN_TIME


async def calendar(session: AsyncSession, zone: ZoneInfo) -> Calendar:
    """The desk's calendar as it is set now."""
    term = await session.get(DeskRule, TERM)
    holidays = frozenset((await session.scalars(select(Holiday.day))).all())
    return Calendar(zone, term.value if term else DEFAULT_TERM, holidays)


async def set_term(session: AsyncSession, actor: Citizen, days: int, *, now: datetime) -> None:
    """Set the desk's own term in working days. Raises NotYours, or NotFound for a term that is not offered."""
    await staff.require(session, actor, Role.ADMINISTRATOR, action="desk.term", subject="desk:term", now=now)
    if days not in TERMS:
        raise NotFound
    await session.merge(DeskRule(key=TERM, value=days))
    audit.note(session, actor, "desk.term", "desk:term", now=now, fields=["term"])
    await session.flush()


async def toggle_holiday(session: AsyncSession, actor: Citizen, day: date, *, now: datetime) -> bool:
    """Make a day a holiday, or a working day again; True when it is a holiday now. Raises NotYours."""
    subject = f"holiday:{day.isoformat()}"
    await staff.require(session, actor, Role.ADMINISTRATOR, action="desk.holiday", subject=subject, now=now)
    known = await session.get(Holiday, day)
    if known is None:
        session.add(Holiday(day=day, noted_by_id=actor.id))
    else:
        await session.delete(known)
    audit.note(session, actor, "desk.holiday", subject, now=now)
    await session.flush()
    return known is None
