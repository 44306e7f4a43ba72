"""Questions to the Secretariat: kept under a number, one's own only."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, QuestionState
from services import questions
from services.errors import LimitReached, NotFound, NotYours, TextTooLong, TextTooShort
from tests.conftest import START, ZONE

TEXT = "Кийинки семинар Ошто качан өтөт?"


async def test_a_question_is_kept_under_a_number(session: AsyncSession, aizada: Citizen) -> None:
    first = await questions.ask(session, aizada, f"  {TEXT}\n", now=START, zone=ZONE)
    second = await questions.ask(session, aizada, "Когда следующий форум?", now=START, zone=ZONE)
    assert (first.number, first.text, first.lang, first.state) == ("Q-2026-00001", TEXT, "ky", QuestionState.OPEN)
    assert (second.number, second.lang) == ("Q-2026-00002", "ru")


@pytest.mark.parametrize(("text", "refusal"), [("ө" * 9, TextTooShort), ("ө" * 2001, TextTooLong)])
async def test_lengths(session: AsyncSession, aizada: Citizen, text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        await questions.ask(session, aizada, text, now=START, zone=ZONE)


async def test_only_ones_own_is_listed_and_opened(session: AsyncSession, aizada: Citizen, bolot: Citizen) -> None:
    theirs = await questions.ask(session, bolot, TEXT, now=START, zone=ZONE)
    mine = [await questions.ask(session, aizada, f"{TEXT} {n}", now=START, zone=ZONE) for n in range(2)]
    assert [one.id for one in await questions.list_own(session, aizada)] == [mine[1].id, mine[0].id]
    assert (await questions.get_own(session, aizada, mine[0].id)).id == mine[0].id
    with pytest.raises(NotYours):
        await questions.get_own(session, aizada, theirs.id)
    with pytest.raises(NotFound):
        await questions.get_own(session, aizada, 999)


async def test_ten_a_day_by_bishkek_time(session: AsyncSession, aizada: Citizen, bolot: Citizen) -> None:
    evening = datetime(2026, 11, 23, 17, 59, tzinfo=UTC)
    await questions.ask(session, bolot, TEXT, now=evening, zone=ZONE)
    for _ in range(10):
        await questions.ask(session, aizada, TEXT, now=evening, zone=ZONE)
    with pytest.raises(LimitReached):
        await questions.ask(session, aizada, TEXT, now=evening, zone=ZONE)
    assert await questions.ask(session, aizada, TEXT, now=evening + timedelta(minutes=1), zone=ZONE)
