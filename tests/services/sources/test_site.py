"""A state site over HTTP, read by the clock as it lives: unchanged, changed, broken, away, well again."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from sqlalchemy import select

from handlers.notices.context import NoticeContext
from handlers.notices.sources import failing, well
from locales.translator import Voices
from models import Citizen, Notice, Report, ReportState, Role, SourceReading
from models.database import Database
from services.sources.config import Page
from services.sources.reading import run_due_sources
from tests.conftest import ZONE, Clock
from tests.reporting import member

ROW = """<tr class="npd"><td>{number}</td><td><a href="{link}">{title}</a></td><td class="d">{day}</td></tr>"""
ROWS = (
    ROW.format(number=1, link="/ru/npd/41?lang=ru", title="Верховный суд: реестр актов", day="23.11.26"),
    ROW.format(number=2, link="npd/%D0%BE" + "%D1%82" * 60 + "1", title="Минфин: портал бюджета", day="5 окт. 2026 г."),
    ROW.format(number=3, link="npd/%D0%BE" + "%D1%82" * 60 + "2", title="Минздрав: открытые данные", day=""),
)


@dataclass
class Site:
    """A page of the site; ``fault`` is the status it answers instead."""

    rows: tuple[str, ...] = ROWS
    encoding: str = "windows-1251"
    content_type: str = "text/html; charset=ISO-8859-1"  # as Apache labels everything by default
    fault: int | None = None
    tag: str = '"1"'
    asked: list[tuple[str | None, int]] = field(default_factory=list)
    url: str = ""

    async def __call__(self, request: web.Request) -> web.Response:
        known = request.headers.get("If-None-Match")
        status = self.fault or (304 if known == self.tag else 200)
        self.asked.append((known, status))
        if status != 200:
            return web.Response(status=status)
        body = f"<html><body><table>{''.join(self.rows)}</table></body></html>".encode(self.encoding)
        return web.Response(body=body, headers={"Content-Type": self.content_type, "ETag": self.tag})


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    answering = Site()
    app = web.Application()

    async def answer(request: web.Request) -> web.Response:
        return await answering(request)

    app.router.add_get("/{any:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    answering.url = f"http://127.0.0.1:{runner.addresses[0][1]}/ru/"
    yield answering
    await runner.cleanup()


def page(site: Site, **other: object) -> Page:
    facts = {"name": "npd", "kind": "page", "url": site.url, "private_network": True, "commitment": "4"}
    select_ = {"item": "tr.npd", "title": "a", "link": "a", "date": ".d"}
    return Page.model_validate(facts | {"trusted": True, "select": select_} | other)


async def states(database: Database) -> dict[str, ReportState]:
    async with database.read() as session:
        return {one.external_id: one.state for one in await session.scalars(select(Report).order_by(Report.id))}


async def read(database: Database, clock: Clock, source: Page) -> SourceReading:
    clock.move(days=1)
    await run_due_sources(database, [source], now=clock())
    async with database.read() as session:
        return await session.get_one(SourceReading, source.name)


async def test_a_page_under_a_wrong_label_is_read_once_and_then_only_asked_after(
    database: Database, clock: Clock, site: Site
) -> None:
    for _ in range(3):
        reading = await read(database, clock, page(site))
        assert reading.fault is None
    assert site.asked == [(None, 200), ('"1"', 304), ('"1"', 304)]
    async with database.read() as session:
        found = {one.evidence_url: one for one in await session.scalars(select(Report))}
    assert len(found) == 3  # two addresses are alike for more than an id holds
    assert found[f"{site.url[:-4]}/ru/npd/41?lang=ru"].reported_on.isoformat() == "2026-11-23"
    assert sorted(str(one.reported_on) for one in found.values()) == ["2026-10-05", "2026-11-23", "None"]


async def test_new_changed_and_withdrawn_are_told_apart(database: Database, clock: Clock, site: Site) -> None:
    whole = page(site, complete=True)
    await read(database, clock, whole)
    new = ROW.format(number=4, link="/ru/npd/42", title="Минюст: план законопроектных работ", day="24.11.2026")
    site.rows, site.tag = (new, ROWS[0].replace("реестр актов", "реестр судебных актов"), ROWS[2]), '"2"'
    await read(database, clock, whole)
    assert sorted(state.value for state in (await states(database)).values()) == [*["published"] * 3, "withdrawn"]
    async with database.read() as session:
        versions = {one.external_id: one.version for one in await session.scalars(select(Report))}
    assert sorted(versions.values()) == [1, 1, 1, 2]


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ((), "nothing on the page matches"),
        (tuple(row.replace("<a ", "<b ") for row in ROWS), "cannot be read"),
        (tuple(row.replace('href="', 'href="#" data-href="') for row in ROWS), "leads nowhere"),
    ],
)
async def test_a_page_that_changed_shape_is_a_fault_and_withdraws_nothing(
    database: Database, clock: Clock, site: Site, rows: tuple[str, ...], complaint: str
) -> None:
    await read(database, clock, page(site, complete=True))
    site.rows, site.tag = rows, '"2"'
    reading = await read(database, clock, page(site, complete=True))
    assert complaint in (reading.fault or "")
    assert set((await states(database)).values()) == {ReportState.PUBLISHED}


async def test_what_is_read_elsewhere_or_otherwise_is_asked_for_anew(
    database: Database, clock: Clock, site: Site
) -> None:
    await read(database, clock, page(site))
    await read(database, clock, page(site, url=f"{site.url}archive"))
    await read(database, clock, page(site, url=f"{site.url}archive", select={"item": "tr", "title": "a"}))
    assert site.asked == [(None, 200)] * 3


async def test_not_modified_without_anything_known_is_a_fault(database: Database, clock: Clock, site: Site) -> None:
    site.fault = 304
    reading = await read(database, clock, page(site))
    assert (reading.read_at, reading.failures) == (None, 1)


async def test_one_odd_source_keeps_no_other_from_being_read(database: Database, clock: Clock, site: Site) -> None:
    async def odd(*_: object, **__: object) -> object:
        raise RecursionError

    await run_due_sources(database, [page(site, name="odd")], now=clock(), fetching=odd)
    await read(database, clock, page(site))
    async with database.read() as session:
        assert (await session.get_one(SourceReading, "odd")).fault == "RecursionError: "
    assert len(await states(database)) == 3


async def test_entries_that_cannot_be_read_are_told_once(
    database: Database, clock: Clock, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    site.rows = (*ROWS, "<tr class=npd><td>Итого: 3</td></tr>")
    with caplog.at_level(logging.WARNING, logger="services.sources.reading"):
        for number in range(4):
            site.tag = f'"{number}"'  # the page says the time of day somewhere
            reading = await read(database, clock, page(site))
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "item 4" in (reading.fault or "")
    assert reading.failures == 0


async def test_administrators_hear_once_that_it_fails_and_once_that_it_is_well(
    database: Database, clock: Clock, site: Site
) -> None:
    async with database.begin() as session:
        chief = await member(session, 1, Role.ADMINISTRATOR)
        await member(session, 2, Role.MODERATOR)
    for fault in (502, 503, 404, 500):
        site.fault = fault
        await read(database, clock, page(site))
    assert await told(database, clock, chief) == ["npd FetchFault: the server answers 500"]
    site.fault = None
    for _ in range(3):
        await read(database, clock, page(site))
    assert await told(database, clock, chief) == ["", "npd"]  # what is over is no longer told
    async with database.read() as session:
        assert {one.citizen_id for one in await session.scalars(select(Notice))} == {chief.id}


async def told(database: Database, clock: Clock, reader: Citizen) -> list[str]:
    """What the notices so far would say now, without their sentences."""
    said = []
    async with database.read() as session:
        for notice in await session.scalars(select(Notice).order_by(Notice.id)):
            context = NoticeContext(session, reader, Voices(ZONE)["ru"], Voices(ZONE), clock(), ZONE)
            screen = await {"source-failing": failing, "source-well": well}[notice.kind](context, [notice])
            words = str(screen.text).replace("<b>", "").replace("</b>", "") if screen else ""
            lines = [line.removeprefix("Источник отчётов снова читается: ") for line in words.splitlines()]
            said.append(" ".join(line for line in lines if "npd" in line or "server" in line))
    return said
