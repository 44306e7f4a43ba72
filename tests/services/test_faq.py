"""The published entries, and the facts that staff fill in."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from locales import content as files
from models import Fact, FaqEntry, Language
from services import faq
from services.errors import NotFound
from tests.conftest import START

TOPICS = files.topics()
FIRST = next(iter(TOPICS))


async def test_every_topic_stands_in_its_category(session: AsyncSession) -> None:
    found = []
    for category in await faq.list_categories(session):
        entries = await faq.list_entries(session, category=category.id)
        assert [TOPICS[entry.id]["category"] for entry in entries] == [category.id] * len(entries)
        found += [entry.id for entry in entries]
    assert sorted(found) == sorted(TOPICS)


async def test_what_is_not_published_is_not_there(session: AsyncSession) -> None:
    (await session.get_one(FaqEntry, FIRST)).published_at = None
    await session.flush()
    assert FIRST not in [entry.id for entry in await faq.list_entries(session)]
    with pytest.raises(NotFound):
        await faq.get(session, FIRST)


async def test_named_entries_come_in_the_order_named(session: AsyncSession) -> None:
    wanted = list(TOPICS)[5:2:-1]
    assert [entry.id for entry in await faq.list_entries(session, ids=[*wanted, "bogus"])] == wanted


async def test_a_fact_is_said_in_ones_language_or_in_any(session: AsyncSession) -> None:
    session.add_all(
        [
            Fact(key="data_holder", lang=Language.RU, value="Секретариат", updated_at=START),
            Fact(key="retention", lang=Language.RU, value="5 лет", updated_at=START),
            Fact(key="retention", lang=Language.KY, value="5 жыл", updated_at=START),
        ]
    )
    await session.flush()
    assert await faq.facts(session, "ky") == {"data_holder": "Секретариат", "retention": "5 жыл"}


def test_an_answer_is_filled_with_the_fact_or_an_honest_sentence() -> None:
    wording = files.fact_wordings()["retention"]
    empty = faq.fill_in("{fact:retention}", {}, language="ky", escape=str)
    assert empty == wording["empty"]["ky"]
    filled = faq.fill_in("А. {fact:retention}", {"retention": "<5>"}, language="ky", escape=lambda v: f"[{v}]")
    assert filled == f"А. {wording['filled']['ky'].replace('{value}', '[<5>]')}"
