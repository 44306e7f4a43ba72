"""The clock reads what is due: publishes, waits, takes back, and tells the operator of a fault once."""

import logging
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models import Notice, Report, ReportState, SourceReading, Subscription, Topic
from models.database import Database
from services.sources.config import Feed, Folder, SourcesFault, read
from services.sources.fetch import Fetched, FetchFault
from services.sources.reading import AT_ONCE, check_names, run_due_sources
from tests.conftest import Clock
from tests.reporting import person
from tests.services.sources.test_feeds import item, rss

EXAMPLE = Path(__file__).parents[3] / "examples" / "sources.toml"


class Site:
    """A server that answers what it is told to."""

    def __init__(self, *items: str) -> None:
        self.text = rss(*items)
        self.fault: FetchFault | None = None
        self.asked: list[str | None] = []

    async def __call__(self, source: Feed, *, etag: str | None, last_modified: str | None) -> Fetched:
        self.asked.append(etag)
        if self.fault:
            raise self.fault
        tag = f'"{hash(self.text)}"'
        return Fetched(source.url, None if etag == tag else self.text.encode(), "text/xml", tag)


def feed(**other) -> Feed:
    facts = {"name": "ogp-news", "kind": "feed", "url": "https://www.ogp.el.kg/rss", "agency": "adilet-sot"}
    return Feed.model_validate(facts | {"commitment": "4", "every_minutes": 60} | other)


async def states(database: Database) -> dict[str, ReportState]:
    async with database.read() as session:
        return {row.external_id: row.state for row in await session.scalars(select(Report))}


async def notices(database: Database) -> int:
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(Notice)) or 0


async def follow_everything(database: Database, clock: Clock) -> None:
    async with database.begin() as session:
        citizen = await person(session, 50)
        session.add(Subscription(citizen_id=citizen.id, topic=Topic.EVERYTHING, target="", created_at=clock()))


async def test_an_untrusted_source_waits_for_approval(database: Database, clock: Clock) -> None:
    await run_due_sources(database, [feed()], now=clock(), fetching=Site(item(1), item(2)))
    assert await states(database) == {"ogp-1": ReportState.RECEIVED, "ogp-2": ReportState.RECEIVED}


async def test_a_trusted_source_publishes_at_once_but_its_archive_is_no_news(database: Database, clock: Clock) -> None:
    await follow_everything(database, clock)
    site = Site(item(1))
    await run_due_sources(database, [feed(trusted=True)], now=clock(), fetching=site)
    assert await states(database) == {"ogp-1": ReportState.PUBLISHED}
    assert await notices(database) == 0
    site.text = rss(item(2), item(1))
    clock.move(minutes=61)
    await run_due_sources(database, [feed(trusted=True)], now=clock(), fetching=site)
    assert await states(database) == {"ogp-1": ReportState.PUBLISHED, "ogp-2": ReportState.PUBLISHED}
    assert await notices(database) == 1
    site.text = rss(item(2, title="Исправленный отчёт"), item(1))
    clock.move(minutes=61)
    await run_due_sources(database, [feed(trusted=True)], now=clock(), fetching=site)
    assert await notices(database) == 2  # each version once


async def test_nothing_is_read_before_its_time_and_an_unchanged_feed_changes_nothing(
    database: Database, clock: Clock
) -> None:
    site = Site(item(1))
    for _ in range(3):
        await run_due_sources(database, [feed()], now=clock(), fetching=site)
    assert len(site.asked) == 1
    clock.move(minutes=60)
    await run_due_sources(database, [feed()], now=clock(), fetching=site)
    assert site.asked[0] is None
    assert site.asked[1] is not None  # the ETag of the first answer, kept in the database
    assert len(await states(database)) == 1


async def test_a_fault_is_told_once_the_waits_grow_and_the_recovery_is_told(
    database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    site = Site(item(1))
    site.fault = FetchFault("the server answers 502")
    waits = []
    with caplog.at_level(logging.WARNING, logger="services.sources.reading"):
        for _ in range(5):
            await run_due_sources(database, [feed()], now=clock(), fetching=site)
            async with database.read() as session:
                reading = await session.get_one(SourceReading, "ogp-news")
            waits.append((reading.next_at - clock()).total_seconds() / 3600)
            clock.now = reading.next_at
        assert [record.levelname for record in caplog.records] == ["ERROR"]
        assert waits == [1, 2, 4, 8, 16]
        site.fault = None
        await run_due_sources(database, [feed()], now=clock(), fetching=site)
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
    async with database.read() as session:
        reading = await session.get_one(SourceReading, "ogp-news")
    assert (reading.failures, reading.fault, reading.failing_since) == (0, None, None)


async def test_a_page_error_withdraws_nothing(database: Database, clock: Clock) -> None:
    site = Site(item(1))
    whole = feed(trusted=True, complete=True)
    await run_due_sources(database, [whole], now=clock(), fetching=site)
    site.text = "<html><body>502 Bad Gateway</body></html>"
    clock.move(hours=2)
    await run_due_sources(database, [whole], now=clock(), fetching=site)
    assert await states(database) == {"ogp-1": ReportState.PUBLISHED}


async def test_what_a_complete_source_lacks_is_withdrawn(database: Database, clock: Clock) -> None:
    site = Site(item(1), item(2))
    for trusted, expected in ((True, ReportState.WITHDRAWN), (False, ReportState.WITHDRAWN)):
        await run_due_sources(database, [feed(trusted=trusted, complete=True)], now=clock(), fetching=site)
        site.text = rss(item(2))
        clock.move(hours=2)
        await run_due_sources(database, [feed(trusted=trusted, complete=True)], now=clock(), fetching=site)
        assert (await states(database))["ogp-1"] is expected
        site.text = rss(item(1), item(2))
        clock.move(hours=2)


async def test_a_published_report_of_an_untrusted_source_is_not_taken_away_by_its_silence(
    database: Database, clock: Clock
) -> None:
    site = Site(item(1), item(2))
    await run_due_sources(database, [feed(trusted=True)], now=clock(), fetching=site)
    site.text = rss(item(2))
    clock.move(hours=2)
    await run_due_sources(database, [feed(complete=True)], now=clock(), fetching=site)
    async with database.read() as session:
        gone = await session.scalar(select(Report).where(Report.external_id == "ogp-1"))
    assert gone.state is ReportState.PUBLISHED
    assert gone.pending == {"withdrawn": True}


async def test_a_folder_is_read_again_only_when_a_file_changes(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    (tmp_path / "q3.csv").write_text("external_id,commitment,status,done\n1,4,completed,All acts are published.\n")
    (tmp_path / "notes.txt").write_text("not a report")
    source = Folder(name="adilet", kind="folder", path=tmp_path, agency="adilet-sot", every_minutes=5)
    await run_due_sources(database, [source], now=clock())
    async with database.read() as session:
        first = (await session.get_one(SourceReading, "adilet")).content_hash
    (tmp_path / "q4.json").write_text('[{"external_id": "2", "done": "Five more courts were connected."}]')
    clock.move(minutes=5)
    await run_due_sources(database, [source], now=clock())
    async with database.read() as session:
        assert (await session.get_one(SourceReading, "adilet")).content_hash != first
    assert set(await states(database)) == {"1", "2"}


async def test_many_entries_come_in_by_parts(database: Database, clock: Clock) -> None:
    many = 3 * AT_ONCE + 1
    site = Site(*(item(number) for number in range(many)))
    await run_due_sources(database, [feed()], now=clock(), fetching=site)
    assert len(await states(database)) == many


async def test_a_complete_feed_that_is_suddenly_empty_takes_nothing_away(database: Database, clock: Clock) -> None:
    site, whole = Site(item(1), item(2)), feed(trusted=True, complete=True)
    await run_due_sources(database, [whole], now=clock(), fetching=site)
    site.text = rss()
    clock.move(hours=2)
    await run_due_sources(database, [whole], now=clock(), fetching=site)
    assert set((await states(database)).values()) == {ReportState.PUBLISHED}
    async with database.read() as session:
        assert "lists nothing any more" in ((await session.get_one(SourceReading, "ogp-news")).fault or "")


async def test_half_a_feed_takes_nothing_away(database: Database, clock: Clock) -> None:
    site, whole = Site(item(1), item(2), item(3)), feed(trusted=True, complete=True)
    await run_due_sources(database, [whole], now=clock(), fetching=site)
    site.text = site.text[: site.text.index("Отчёт № 2")]
    clock.move(hours=2)
    await run_due_sources(database, [whole], now=clock(), fetching=site)
    assert set((await states(database)).values()) == {ReportState.PUBLISHED}


async def test_names_that_are_not_there_are_told_before_anything_is_read(database: Database) -> None:
    await check_names(database, [feed()])
    with pytest.raises(SourcesFault) as caught:
        await check_names(database, [feed(agency="nobody"), feed(name="b", commitment="99")])
    assert caught.value.faults == ["source ogp-news: no agency nobody", "source b: no commitment 99"]


async def test_the_documented_example_is_a_sources_file(database: Database) -> None:
    sources = read(EXAMPLE).source
    assert {one.kind for one in sources} == {"feed", "page", "folder"}
    await check_names(database, sources)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[source]]\nname = 'a'\nkind = 'feed'\n", "url"),
        ("[[source]]\nname = 'a'\nkind = 'feed'\nurl = 'ftp://x'\n", "web address"),
        ("[[source]]\nname = 'a'\nkind = 'web'\n", "kind"),
        ("[[source]]\nname = 'a'\nkind = 'folder'\npath = 'x'\ntrustd = true\n", "trustd"),
        ("[[source]]\nname = 'a'\nkind = 'folder'\npath = 'x'\n" * 2, "two sources"),
        ("[[source]]\nname = 'chat'\nkind = 'folder'\npath = 'x'\n", "in the chat"),
        (
            "[[source]]\nname = 'a'\nkind = 'feed'\nurl = 'https://a.kg'\nhosts = ['https://b.kg/']\n",
            "such as ogp.el.kg",
        ),
        ("[[source", "sources.toml"),
    ],
)
def test_a_faulty_sources_file_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(text)
    with pytest.raises(SourcesFault, match=said):
        read(path)
