"""Running numbers: without gaps, without doubles, also when many are drawn at once."""

import asyncio

import pytest

from models.database import Database
from services import numbers
from tests.conftest import START, ZONE


async def test_a_rollback_gives_the_number_back(database: Database) -> None:
    async with database.begin() as session:
        assert await numbers.draw(session, "KG", now=START, zone=ZONE) == "KG-2026-00001"
    with pytest.raises(ZeroDivisionError):
        await _draw_in_vain(database)
    async with database.begin() as session:
        assert await numbers.draw(session, "Q", now=START, zone=ZONE) == "Q-2026-00001"
        assert await numbers.draw(session, "KG", now=START, zone=ZONE) == "KG-2026-00002"


async def _draw_in_vain(database: Database) -> None:
    async with database.begin() as session:
        await numbers.draw(session, "KG", now=START, zone=ZONE)
        raise ZeroDivisionError


async def test_many_at_once_are_all_different(database: Database) -> None:
    async def draw() -> str:
        async with database.begin() as session:
            return await numbers.draw(session, "KG", now=START, zone=ZONE)

    await draw()  # the year's row is there; its first moment is another test
    drawn = await asyncio.gather(*(draw() for _ in range(20)))
    assert sorted(drawn) == [f"KG-2026-{n:05}" for n in range(2, 22)]


async def test_the_first_of_a_year_drawn_twice_at_once_is_two_numbers(database: Database) -> None:
    async def draw() -> str:
        async with database.begin() as session:
            return await numbers.draw(session, "KG", now=START, zone=ZONE)

    assert sorted(await asyncio.gather(*(draw() for _ in range(5)))) == [f"KG-2026-{n:05}" for n in range(1, 6)]
