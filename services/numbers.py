"""Running numbers such as KG-2026-00017."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Counter


async def draw(session: AsyncSession, series: str, *, now: datetime, zone: ZoneInfo) -> str:
    """The next number of a series: ``<series>-<year>-<5 digits>``, the year by the zone's clock.

    Drawn inside the unit of work that uses it: a rollback gives the number back, so there are no gaps.
    """
    year = now.astimezone(zone).year
    counter = await session.scalar(
        select(Counter).where(Counter.series == series, Counter.year == year).with_for_update()
    )
    if counter is None:
        counter = Counter(series=series, year=year, value=0)
        session.add(counter)
    counter.value += 1
    await session.flush()
    return f"{series}-{year}-{counter.value:05}"
