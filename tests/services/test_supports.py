"""Support: one a person whatever happens, for published initiatives of others only."""

import asyncio

import pytest
from sqlalchemy.exc import IntegrityError

from models import Citizen, InitiativeState, Support
from models.database import Database
from services import privacy, supports
from services.errors import NotFound, OwnInitiative, SupportClosed
from tests.conftest import START
from tests.initiatives import initiative, somebody


@pytest.fixture
async def planted(database: Database) -> tuple[int, int]:
    """(a published initiative, a person who may support it)."""
    async with database.begin() as session:
        author = await somebody(session, 1)
        one = await initiative(session, "KG-2026-00001", author=author)
        return one.id, (await somebody(session, 2)).id


async def count(database: Database, initiative_id: int) -> int:
    async with database.read() as session:
        return (await supports.count(session, [initiative_id]))[initiative_id]


async def test_two_devices_at_once_count_as_one_person(database: Database, planted: tuple[int, int]) -> None:
    initiative_id, person = planted

    async def press() -> bool:
        async with database.begin() as session:
            citizen = await session.get_one(Citizen, person)
            return await supports.support(session, citizen, initiative_id, now=START)

    assert sorted(await asyncio.gather(*(press() for _ in range(5)))) == [False] * 4 + [True]
    assert await count(database, initiative_id) == 1


async def test_the_database_itself_refuses_a_second_support(database: Database, planted: tuple[int, int]) -> None:
    initiative_id, person = planted

    async def twice() -> None:
        async with database.begin() as session:
            for _ in range(2):
                await session.execute(
                    Support.__table__.insert().values(  # type: ignore[attr-defined]
                        initiative_id=initiative_id, citizen_id=person, supported_at=START
                    )
                )

    with pytest.raises(IntegrityError):
        await twice()


async def test_support_is_taken_back_and_given_again(database: Database, planted: tuple[int, int]) -> None:
    initiative_id, person = planted
    async with database.begin() as session:
        citizen = await session.get_one(Citizen, person)
        await supports.support(session, citizen, initiative_id, now=START)
        await supports.withdraw(session, citizen, initiative_id)
        await supports.withdraw(session, citizen, initiative_id)
        assert await supports.count(session, [initiative_id]) == {initiative_id: 0}
        assert await supports.support(session, citizen, initiative_id, now=START)


async def test_nobody_supports_their_own_nor_what_is_not_published_nor_what_is_decided(database: Database) -> None:
    async with database.begin() as session:
        author, other = await somebody(session, 1), await somebody(session, 2)
        own = await initiative(session, "KG-2026-00001", author=author)
        hidden = await initiative(session, "KG-2026-00002", author=author, published_at=None)
        decided = await initiative(session, "KG-2026-00003", author=author, state=InitiativeState.REJECTED)
        decided.decision_published_at = START
        with pytest.raises(OwnInitiative):
            await supports.support(session, author, own.id, now=START)
        with pytest.raises(NotFound):
            await supports.support(session, other, hidden.id, now=START)
        with pytest.raises(SupportClosed):
            await supports.support(session, other, decided.id, now=START)


async def test_the_supporters_of_a_merged_initiative_move_and_count_once(database: Database) -> None:
    async with database.begin() as session:
        author, both, one = [await somebody(session, number) for number in (1, 2, 3)]
        into = await initiative(session, "KG-2026-00001", author=author)
        merged = await initiative(session, "KG-2026-00002")
        for citizen, what in ((both, into), (both, merged), (one, merged), (author, merged)):
            await supports.support(session, citizen, what.id, now=START)
        await supports.carry_over(session, merged.id, into.id)
        found = set(await session.scalars(supports.supporters(into.id)))
        assert found == {both.id, one.id}
        assert (await supports.count(session, [merged.id]))[merged.id] == 0


async def test_an_erased_person_no_longer_counts(database: Database, planted: tuple[int, int]) -> None:
    initiative_id, person = planted
    async with database.begin() as session:
        citizen = await session.get_one(Citizen, person)
        await supports.support(session, citizen, initiative_id, now=START)
        exported = await privacy.export(session, citizen)
        assert exported["supported_initiatives"][0]["number"] == "KG-2026-00001"
        await privacy.erase(session, citizen, inbox_id=0, now=START)
    assert await count(database, initiative_id) == 0
