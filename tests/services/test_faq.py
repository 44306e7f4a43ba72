"""The published entries, and the facts that staff fill in."""

import re

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from locales import content as files
from models import Fact, FaqEntry, Language
from services import faq
from services.errors import NotFound
from tests.conftest import START

_FACT = re.compile(r"\{fact:([a-z_]+)\}")
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
    wording = files.fact_wordings()["kg_standing"]
    empty = faq.fill_in("{fact:kg_standing}", {}, language="ky", escape=str)
    assert empty == wording["empty"]["ky"]
    filled = faq.fill_in("А. {fact:kg_standing}", {"kg_standing": "<5>"}, language="ky", escape=lambda v: f"[{v}]")
    assert filled == f"А. {wording['filled']['ky'].replace('{value}', '[<5>]')}"


@pytest.mark.parametrize("language", Language)
async def test_whatever_is_not_announced_the_site_is_named_once_where_facts_stand_together(
    session: AsyncSession, language: Language
) -> None:
    """Each fact alone empty, each alone filled, and none at all; a value that names the site is not that sentence."""
    wordings, news = files.fact_wordings(), files.site()["news"][language]
    for entry in await faq.list_entries(session):
        answer = next(text.answer for text in entry.texts if text.lang == language)
        keys = _FACT.findall(answer)
        for empty in [keys, *([key] for key in keys), *([one for one in keys if one != key] for key in keys)]:
            values = {key: "www.ogp.el.kg/x" for key in keys if key not in empty}
            said = faq.fill_in(answer, values, language=language, escape=lambda _: "VALUE")
            assert all(wordings[key]["empty"][language] in said for key in empty), entry.id
            assert not empty or files.site()["address"] in said, (entry.id, empty)
            assert said.count(news) <= max(1, sum(news in wordings[key]["empty"][language] for key in empty)), entry.id
        assert faq.fill_in(answer, dict.fromkeys(keys, "x"), language=language, escape=str).count(news) == 0


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("key", ["data_holder", "retention", "review_procedure"])
def test_the_site_is_named_after_the_fact_that_is_lacking(language: Language, key: str) -> None:
    said = faq.fill_in(f"{{fact:{key}}}\n{{fact:review_time}}", {"review_time": "x"}, language=language, escape=str)
    expected = f"{files.fact_wordings()[key]['empty'][language]} {files.site()['news'][language]}"
    assert said.splitlines()[0] == expected
