"""Meeting people, and losing them."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Language, Unreachable
from services import citizens
from tests.conftest import START

LATER = START + timedelta(days=1)


async def test_a_person_is_met_once(session: AsyncSession, bolot: Citizen) -> None:
    first = await citizens.meet(session, 1001, language_code="ru-RU", now=START)
    again = await citizens.meet(session, 1001, language_code=None, now=LATER, quiet_hours=(0, 0))
    assert first.id == again.id != bolot.id
    assert (again.language, again.language_code) == (None, "ru-RU")  # the last tag seen is the better guess
    assert (again.created_at, again.seen_at) == (START, LATER)
    assert (again.quiet_from, again.quiet_until) == citizens.QUIET_HOURS  # theirs, from the first time on
    elsewhere = await citizens.meet(session, 1002, language_code=None, now=LATER, quiet_hours=(0, 0))
    assert elsewhere.quiet_from == elsewhere.quiet_until


async def test_a_very_long_tag_is_cut(session: AsyncSession) -> None:
    assert (await citizens.meet(session, 1001, language_code="x" * 99, now=START)).language_code == "x" * 35


async def test_the_first_consent_counts_until_it_is_taken_back(session: AsyncSession, aizada: Citizen) -> None:
    citizens.consent(aizada, now=LATER)
    assert aizada.consented_at == START
    citizens.revoke_consent(aizada)
    assert aizada.consented_at is None


async def test_who_writes_can_be_reached_again(session: AsyncSession, aizada: Citizen, bolot: Citizen) -> None:
    await citizens.lose(session, 1001, Unreachable.BLOCKED, now=START)
    await citizens.lose(session, 1001, Unreachable.DEACTIVATED, now=LATER)  # the first reason stays
    await session.refresh(aizada)
    await session.refresh(bolot)
    assert (aizada.unreachable, aizada.unreachable_since) == (Unreachable.BLOCKED, START)
    assert bolot.unreachable is None
    back = await citizens.meet(session, 1001, language_code="ky", now=LATER)
    assert (back.unreachable, back.unreachable_since, back.language) == (None, None, Language.KY)


async def test_a_stranger_is_not_found(session: AsyncSession, aizada: Citizen) -> None:
    assert await citizens.find(session, 4711) is None
    found = await citizens.find(session, 1001)
    assert found is not None
    assert found.id == aizada.id
