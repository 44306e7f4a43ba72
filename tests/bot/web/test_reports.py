"""The HTTP API for agencies and for everybody: what it takes, refuses and shows."""

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import httpx
import pytest
from sqlalchemy import select, update

from bot.settings import Settings
from bot.web.reports import MOST_BYTES
from bot.web.server import build_web
from models import Completion, Report, ReportState, Verdict
from models.database import Database
from services import agency_tokens, assessments
from tests.conftest import START, Clock
from tests.reporting import person, published

BODY: dict[str, Any] = {
    "external_id": "2026-q3",
    "commitment": "4",
    "period_from": "2026-07-01",
    "period_to": "2026-09-30",
    "status": "substantial",
    "texts": {"ru": {"title": "Третий квартал", "done": "Реестр испытан в пяти судах."}},
    "evidence_url": "https://act.sot.kg/",
}


@pytest.fixture
async def web(database: Database, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    app = build_web(Settings(_env_file=None, watch_minimum=2), database, None, clock=clock)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as client:
        yield client


async def token(database: Database, agency: str = "adilet-sot", *, is_trusted: bool = False) -> dict[str, str]:
    async with database.begin() as session:
        _, secret = await agency_tokens.create(session, agency, label="test", now=START, is_trusted=is_trusted)
    return {"Authorization": f"Bearer {secret}"}


async def test_the_same_report_twice_is_one_and_a_changed_one_waits(database: Database, web: httpx.AsyncClient) -> None:
    key = await token(database)
    first = await web.post("/api/v1/reports", json=BODY, headers=key)
    assert first.status_code == 201
    assert first.json() == {
        "id": first.json()["id"],
        "external_id": "2026-q3",
        "result": "new",
        "state": "received",
        "waits_for_approval": True,
        "commitment": "judicial-acts-register",
        "version": 1,
    }
    again = await web.post("/api/v1/reports", json=BODY, headers=key)
    assert (again.status_code, again.json()["result"]) == (200, "unchanged")
    changed = await web.post("/api/v1/reports", json=BODY | {"status": "completed"}, headers=key)
    assert (changed.status_code, changed.json()["result"], changed.json()["id"]) == (200, "changed", first.json()["id"])
    async with database.read() as session:
        assert (await session.scalars(select(Report))).one().status is Completion.COMPLETED


async def test_a_trusted_token_publishes_at_once_and_everybody_can_read_it(
    database: Database, web: httpx.AsyncClient
) -> None:
    key = await token(database, is_trusted=True)
    posted = (await web.post("/api/v1/reports", json=BODY, headers=key)).json()
    assert posted["state"] == "published"
    (report,) = (await web.get("/api/v1/reports")).json()["reports"]
    assert report["id"] == posted["id"]
    assert report["texts"]["ru"]["done"] == "Реестр испытан в пяти судах."
    (commitment,) = [one for one in (await web.get("/api/v1/commitments")).json()["commitments"] if one["number"] == 4]
    assert (commitment["status"], commitment["reports"]) == ("substantial", 1)


async def test_equal_reports_at_the_same_moment_are_one(database: Database, web: httpx.AsyncClient) -> None:
    key = await token(database)
    answers = await asyncio.gather(*(web.post("/api/v1/reports", json=BODY, headers=key) for _ in range(6)))
    assert sorted(one.status_code for one in answers) == [200] * 5 + [201]
    assert len({one.json()["id"] for one in answers}) == 1


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer achyk_wrong", "Basic YTpi", "Bearer \u00ff"],
)
async def test_without_a_valid_token_nothing_is_taken(
    database: Database, web: httpx.AsyncClient, authorization: str
) -> None:
    await token(database)
    headers = {"Authorization": authorization.encode("latin-1")}
    answer = await web.post("/api/v1/reports", json=BODY, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


async def test_a_revoked_token_is_worth_nothing(database: Database, web: httpx.AsyncClient) -> None:
    key = await token(database)
    async with database.begin() as session:
        await agency_tokens.revoke(session, (await agency_tokens.list_all(session))[0].id, now=START)
    assert (await web.post("/api/v1/reports", json=BODY, headers=key)).status_code == 401


async def test_the_secret_is_not_in_the_database(database: Database) -> None:
    secret = (await token(database))["Authorization"].removeprefix("Bearer ")
    async with database.read() as session:
        (kept,) = await agency_tokens.list_all(session)
        assert secret not in json.dumps({name: str(value) for name, value in vars(kept).items()})
        assert await agency_tokens.find_by_secret(session, secret) is not None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"commitment": "budget-process"}, "commitment"),
        ({"commitment": "99"}, "commitment"),
        ({"status": "nearly"}, "status"),
        ({"status": "limited"}, "texts"),
        ({"texts": {}}, "texts"),
        ({"texts": {"ru": {"done": " "}}}, "texts.ru.done"),
        ({"texts": {"de": {"done": "x"}}}, "texts.de.[key]"),
        ({"external_id": ""}, "external_id"),
        ({"external_id": 7}, "external_id"),
        ({"evidence_url": "javascript:alert(1)"}, "evidence_url"),
        ({"period_to": "2026-01-01"}, "period_to"),
        ({"period_to": "soon"}, "period_to"),
        ({"surprise": 1}, "surprise"),
    ],
)
async def test_a_refusal_names_the_field(
    database: Database, web: httpx.AsyncClient, change: dict[str, Any], field: str
) -> None:
    answer = await web.post("/api/v1/reports", json=BODY | change, headers=await token(database))
    assert answer.status_code == 422
    assert field in [one["field"] for one in answer.json()["errors"]]


async def test_what_is_no_json_or_too_much_is_refused(database: Database, web: httpx.AsyncClient) -> None:
    key = await token(database) | {"Content-Type": "application/json"}
    for body in (b"{", b"", b"\xff\xfe", b'{"external_id": "\\ud800"}', b"[" * 100_000):
        assert (await web.post("/api/v1/reports", content=body, headers=key)).status_code == 400
    large = json.dumps(BODY | {"external_id": "x" * MOST_BYTES}).encode()
    assert (await web.post("/api/v1/reports", content=large, headers=key)).status_code == 413

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1_000):
            yield b" " * 1_024

    assert (await web.post("/api/v1/reports", content=endless(), headers=key)).status_code == 413
    plain = key | {"Content-Type": "text/plain"}
    assert (await web.post("/api/v1/reports", content=b"{}", headers=plain)).status_code == 415


async def test_open_data_holds_published_reports_and_nothing_about_persons(
    database: Database, web: httpx.AsyncClient
) -> None:
    async with database.begin() as session:
        report = await published(session, done="=HYPERLINK(1)")
        for number, verdict in enumerate((Verdict.DONE, Verdict.NOT_DONE)):
            citizen = await person(session, 880_000_101 + number)
            own = await assessments.judge(session, citizen, report.id, verdict, now=START)
            await assessments.comment(session, own, "Жашыруун комментарий", now=START)
        hidden = await published(session, external_id="hidden")
        await session.execute(update(Report).where(Report.id == hidden.id).values(state=ReportState.WITHDRAWN))
    for path in (
        "/api/v1/reports",
        "/api/v1/reports?format=csv",
        "/api/v1/reports.atom",
        f"/api/v1/reports/{report.id}",
    ):
        answer = await web.get(path)
        assert answer.status_code == 200
        assert "880000101" not in answer.text
        assert "Жашыруун" not in answer.text
        assert "author" not in answer.text or "atom" in path
    (row,) = csv.DictReader(io.StringIO((await web.get("/api/v1/reports?format=csv")).text.removeprefix("\ufeff")))
    assert row["texts_ru_done"] == "'=HYPERLINK(1)"  # a spreadsheet does not run it
    assert (row["citizens_view_answers"], row["citizens_view_not_done"]) == ("2", "1")
    assert (await web.get(f"/api/v1/reports/{hidden.id}")).status_code == 404


async def test_pages_lead_to_each_other_and_filters_narrow(database: Database, web: httpx.AsyncClient) -> None:
    async with database.begin() as session:
        for number in range(3):
            await published(session, external_id=str(number))
    seen, path = [], "/api/v1/reports?per_page=2"
    for _ in range(2):
        answer = await web.get(path)
        seen += [one["id"] for one in answer.json()["reports"]]
        path = answer.links.get("next", {}).get("url", "")
    assert (len(set(seen)), path) == (3, "")
    assert (await web.get("/api/v1/reports?commitment=budget-process")).json()["total"] == 0
    for wrong in ("page=0", "per_page=501", "format=xml", "pages=2", "page=1&page=2"):
        answer = await web.get(f"/api/v1/reports?{wrong}")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"]


async def test_the_atom_feed_is_read_by_a_feed_reader_in_the_wanted_language(
    database: Database, web: httpx.AsyncClient
) -> None:
    async with database.begin() as session:
        await published(session, evidence_url="https://act.sot.kg/?a=1&b=<2>".replace("<2>", "2"), done="Ө < Ү & Ң")
    answer = await web.get("/api/v1/reports.atom?lang=ky")
    ET.fromstring(answer.content)
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    (entry,) = feed.entries
    assert entry.title == "Сот актыларынын мамлекеттик реестрин модернизациялоо"
    assert entry.content[0].value == "Ө < Ү & Ң"
    assert (await web.get("/api/v1/reports.atom?lang=de")).status_code == 422


async def test_what_has_not_changed_is_not_sent_again(database: Database, web: httpx.AsyncClient) -> None:
    async with database.begin() as session:
        await published(session)
    paths = ("reports", "reports?format=csv", "reports.atom", "reports/1", "commitments", "initiatives?per_page=1")
    for path in paths:
        first = await web.get(f"/api/v1/{path}")
        tag = first.headers["ETag"]
        for known in (tag, f'W/{tag}, "other"', "*"):
            again = await web.get(f"/api/v1/{path}", headers={"If-None-Match": known})
            assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
        assert (await web.get(f"/api/v1/{path}", headers={"If-None-Match": '"other"'})).content == first.content
        assert (await web.head(f"/api/v1/{path}")).headers["ETag"] == tag
    before = (await web.get("/api/v1/reports.atom")).headers["ETag"]
    async with database.begin() as session:
        await published(session, external_id="2026-q4")
    answer = await web.get("/api/v1/reports.atom", headers={"If-None-Match": before})
    assert len(feedparser.parse(answer.content).entries) == 2
    assert "ETag" not in (await web.get("/api/v1/reports/99")).headers
