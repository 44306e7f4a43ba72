"""The demonstration's source of reports."""

from pathlib import Path

from rich.progress import Progress
from sqlalchemy import func, select

from bot.importing import import_reports
from bot.playground import source
from models import Notice, Report, ReportState, Subscription, Topic
from models.database import Database
from services.sources.config import read
from services.sources.reading import check_names, run_due_sources
from tests.conftest import Clock
from tests.reporting import person

COMMAND = ("reports", "import", "--agency", "scitc", "--source", "samples", "--publish")


async def publish(database: Database, data: Path, clock: Clock) -> None:
    """What the page's button orders, without a process of its own."""
    words = source.publishing(data)
    assert (*words[:2], *words[3:]) == COMMAND
    done = await import_reports(
        database,
        Path(words[2]),
        source="samples",
        agency="scitc",
        is_trusted=True,
        is_whole=False,
        is_dry=False,
        progress=Progress(disable=True),
        now=clock(),
    )
    assert not done.faults


async def test_the_archive_is_no_news_and_each_sample_reaches_whoever_subscribed(
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
    for samples in (1, 2):
        await publish(database, tmp_path, clock)
        async with database.read() as session:
            states = (await session.scalars(select(Report.state))).all()
            assert states == [ReportState.PUBLISHED] * (1 + samples)
            assert await session.scalar(select(func.count()).select_from(Notice)) == samples


def test_the_samples_begin_anew_when_everything_does(tmp_path: Path) -> None:
    first, _ = source.publishing(tmp_path), source.publishing(tmp_path)
    source.forget(tmp_path)
    assert source.publishing(tmp_path) == first


def test_what_is_in_the_folder_is_kept_at_the_next_start(tmp_path: Path) -> None:
    source.prepare(tmp_path)
    (tmp_path / "reports" / source.ARCHIVE).unlink()
    (tmp_path / "reports" / "own.csv").write_text("external_id,done\n")
    source.prepare(tmp_path)
    assert [path.name for path in (tmp_path / "reports").iterdir()] == ["own.csv"]
