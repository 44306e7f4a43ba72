"""The demonstration's source of reports."""

import asyncio
import contextlib
from pathlib import Path

from sqlalchemy import func, select

from bot.playground import source
from bot.playground.world import World
from models import Notice, Report, ReportState, Subscription, Topic
from models.database import Database
from services.sources.config import read
from services.sources.reading import check_names, run_due_sources
from tests.conftest import Clock
from tests.reporting import person


async def test_the_archive_is_no_news_and_the_sample_reaches_whoever_subscribed(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    sources = read(source.prepare(tmp_path)).source
    await check_names(database, sources)
    await run_due_sources(database, sources, now=clock())
    async with database.begin() as session:
        aizada = await person(session, 50)
        session.add(
            Subscription(citizen_id=aizada.id, topic=Topic.COMMITMENT, target="open-data-policy", created_at=clock())
        )
        assert await session.scalar(select(func.count()).select_from(Report)) == 1
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(source.publish_sample(World(), tmp_path, after_s=0), 0.2)
    clock.move(minutes=1)
    await run_due_sources(database, sources, now=clock())
    async with database.read() as session:
        states = (await session.scalars(select(Report.state))).all()
        assert states == [ReportState.PUBLISHED, ReportState.PUBLISHED]
        assert await session.scalar(select(func.count()).select_from(Notice)) == 1


def test_what_is_in_the_folder_is_kept_at_the_next_start(tmp_path: Path) -> None:
    source.prepare(tmp_path)
    (tmp_path / "reports" / source.ARCHIVE).unlink()
    (tmp_path / "reports" / "own.csv").write_text("external_id,done\n")
    source.prepare(tmp_path)
    assert [path.name for path in (tmp_path / "reports").iterdir()] == ["own.csv"]
