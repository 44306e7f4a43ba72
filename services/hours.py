"""When somebody may be written to: quiet hours, the digest's hour, the week that the cap counts.

Each rule stands twice, side by side: as a function for one person and as an SQL expression for a thousand at once.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, literal, or_

from models import Citizen
from models.base import UtcDateTime

_HOURS = range(24)


@dataclass(frozen=True)
class Moment:
    """An instant and what the clocks on the walls of the installation say then."""

    now: datetime
    zone: ZoneInfo

    @property
    def hour(self) -> int:
        return self.now.astimezone(self.zone).hour

    @property
    def hour_began(self) -> datetime:
        """When the clocks struck last."""
        on_the_wall = self.now.astimezone(self.zone)
        return self.now - timedelta(
            minutes=on_the_wall.minute, seconds=on_the_wall.second, microseconds=on_the_wall.microsecond
        )

    def next_at(self, hour: int, *, weekday: int | None = None) -> datetime:
        """The next time after now that it is ``hour`` o'clock, perhaps on a certain ``weekday`` (0: Monday)."""
        day = self.now.astimezone(self.zone).date()
        while True:
            at = datetime.combine(day, time(hour), self.zone)
            if at > self.now and weekday in {None, day.weekday()}:
                return at
            day += timedelta(days=1)

    def last_at(self, hour: int, *, weekday: int | None = None) -> datetime:
        """The last time, now included, that it was ``hour`` o'clock."""
        day = self.now.astimezone(self.zone).date()
        while True:
            at = datetime.combine(day, time(hour), self.zone)
            if at <= self.now and weekday in {None, day.weekday()}:
                return at
            day -= timedelta(days=1)

    @property
    def week_began(self) -> datetime:
        """Midnight at the beginning of Monday."""
        return self.last_at(0, weekday=0)


def is_quiet(citizen: Citizen, hour: int) -> bool:
    """Whether the person wants silence at this hour. The same hour twice: never."""
    start, end = citizen.quiet_from, citizen.quiet_until
    return start <= hour < end if start <= end else hour >= start or hour < end


def quiet_at(hour: Any) -> ColumnElement[bool]:
    """As ``is_quiet``, for every person of a query."""
    start, end = Citizen.quiet_from, Citizen.quiet_until
    return or_(
        and_(start <= end, start <= hour, end > hour),
        and_(start > end, or_(start <= hour, end > hour)),
    )


def digest_hour_of() -> ColumnElement[int]:
    """The hour of somebody's digest; one inside the quiet hours waits for their end."""
    return case((quiet_at(Citizen.digest_hour), Citizen.quiet_until), else_=Citizen.digest_hour)


def next_time(moment: Moment, hour: Any, *, weekday: int | None = None) -> ColumnElement[datetime]:
    """As ``Moment.next_at``, where the hour is a column."""
    return _by_hour(hour, {each: moment.next_at(each, weekday=weekday) for each in _HOURS})


def last_time(moment: Moment, hour: Any, *, weekday: int | None = None) -> ColumnElement[datetime]:
    """As ``Moment.last_at``, where the hour is a column."""
    return _by_hour(hour, {each: moment.last_at(each, weekday=weekday) for each in _HOURS})


def _by_hour(hour: Any, times: dict[int, datetime]) -> ColumnElement[datetime]:
    return case({each: literal(at, UtcDateTime()) for each, at in times.items()}, value=hour)
