"""Running numbers such as KG-2026-00017."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models import Counter


async def draw(session: AsyncSession, series: str, *, now: datetime, zone: ZoneInfo) -> str:
    """The next number of a series: ``<series>-<year>-<5 digits>``, the year by the zone's clock.

    Drawn inside the unit of work that uses it: a rollback gives the number back, so there are no gaps.
    """
    year = now.astimezone(zone).year
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    # Two people may draw the first number of a year at the same instant.
    first = dialect.insert(Counter).values(series=series, year=year, value=0).on_conflict_do_nothing()
    await session.execute(first)
    counter = await session.get_one(Counter, (series, year), with_for_update=True, populate_existing=True)
    counter.value += 1
    await session.flush()
    return f"{series}-{year}-{counter.value:05}"
