"""Initiatives as open data: what their authors agreed to make public, and nothing else."""

import csv
import io
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.settings import Settings
from bot.web.server import build_web
from models import Decision, DecisionText, Initiative, InitiativeState, Language, Outcome, Support
from models.database import Database
from tests.conftest import START
from tests.initiatives import initiative, somebody

TITLE = "Мектептердин бюджетин ачык жарыялоо"


@pytest.fixture
async def web(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    app = build_web(Settings(_env_file=None), database, None)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as client:
        yield client


async def decided(database: Database, outcome: Outcome, *, is_published: bool) -> Initiative:
    """An initiative with a name and a body, supported twice, and a decision on it."""
    async with database.begin() as session:
        author = await somebody(session, 880_000_500)
        one = await initiative(session, "KG-2026-00007", author=author, name="Айзада Асанова", contact="+996555123456")
        one.agency_id, one.region_id, one.decided_at = "mof", "talas", START
        for number in (1, 2):
            supporter = await somebody(session, number)
            session.add(Support(citizen_id=supporter.id, initiative_id=one.id, supported_at=START))
        published_at = START if is_published else None
        if is_published:
            one.state, one.decision_published_at = InitiativeState(outcome), START
        reasons = [DecisionText(lang=Language.KY, reason="Мыйзамда каралган эмес.")]
        facts = {"initiative_id": one.id, "position": 1, "decided_at": START, "published_at": published_at}
        session.add(Decision(outcome=outcome, texts=reasons, **facts))
    return one


async def test_a_published_decision_shows_with_its_reason_and_the_author_does_not(
    database: Database, web: httpx.AsyncClient
) -> None:
    await decided(database, Outcome.REJECTED, is_published=True)
    answer = await web.get("/api/v1/initiatives")
    (one,) = answer.json()["initiatives"]
    assert (one["title"], one["state"], one["region"], one["supporters"]) == (TITLE, "rejected", "talas", 2)
    assert one["decision"] == {
        "outcome": "rejected",
        "commitment": None,
        "published_at": "2026-11-23T04:00:00Z",
        "reasons": {"ky": "Мыйзамда каралган эмес."},
    }
    table = (await web.get("/api/v1/initiatives?format=csv")).text
    (row,) = csv.DictReader(io.StringIO(table.removeprefix("\ufeff")))
    assert (row["decision_outcome"], row["decision_reasons_ky"]) == ("rejected", "Мыйзамда каралган эмес.")
    for text in (answer.text, table):
        for private in ("Айзада", "996555", "880000500", "mof"):  # nor the body that the author named
            assert private not in text


async def test_a_decision_that_is_only_written_shows_nowhere(database: Database, web: httpx.AsyncClient) -> None:
    await decided(database, Outcome.REJECTED, is_published=False)
    answer = await web.get("/api/v1/initiatives")
    (one,) = answer.json()["initiatives"]
    assert (one["state"], one["decision"]) == ("under-review", None)
    assert "каралган" not in answer.text


@pytest.mark.parametrize("gone", ["unpublished", "withdrawn", "merged"])
async def test_what_left_the_public_list_left_the_open_data(
    database: Database, web: httpx.AsyncClient, gone: str
) -> None:
    async with database.begin() as session:
        stays = await initiative(session, "KG-2026-00001", title="Башка демилге")
        one = await initiative(session, "KG-2026-00002", published_at=None if gone == "unpublished" else START)
        if gone == "withdrawn":
            one.state = InitiativeState.WITHDRAWN
        if gone == "merged":
            one.state, one.merged_into_id, one.decision_published_at = InitiativeState.MERGED, stays.id, START
    answer = (await web.get("/api/v1/initiatives")).json()
    assert [found["number"] for found in answer["initiatives"]] == ["KG-2026-00001"]
    assert answer["total"] == 1
