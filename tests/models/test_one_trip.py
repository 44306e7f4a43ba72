"""What a statement costs on SQLite, and that nothing of a result is lost on the shorter way."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from models import Counter
from models.database import Database
from models.one_trip import OneTripConnection


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line for each call that the thread of a connection is given."""
    made: list[str] = []
    whole = OneTripConnection._execute

    async def counted(self: OneTripConnection, fn: Any, *args: Any, **kwargs: Any) -> Any:
        made.append(getattr(fn, "__name__", str(fn)))
        return await whole(self, fn, *args, **kwargs)

    monkeypatch.setattr(OneTripConnection, "_execute", counted)
    return made


async def test_a_statement_is_one_trip_and_so_are_begin_and_commit(database: Database, trips: list[str]) -> None:
    if not database.is_sqlite:
        pytest.skip("asyncpg has no thread to travel to")
    async with database.begin() as session:
        await session.execute(select(Counter))
        trips.clear()
    assert trips == ["commit"]
    async with database.begin() as session:
        trips.clear()
        await session.execute(insert(Counter).values(series="a", year=2026, value=1))
        await session.execute(select(Counter))
        assert len(trips) == 3  # BEGIN IMMEDIATE and the two
        trips.clear()
        await session.rollback()
    assert trips == ["rollback"]
    async with database.read() as session:
        assert (await session.scalars(select(Counter))).all() == []


async def test_rows_counts_and_what_returning_gives_come_back(database: Database) -> None:
    async with database.begin() as session:
        await session.execute(insert(Counter), [{"series": "n", "year": n, "value": n} for n in range(300)])
        changed: Any = await session.execute(update(Counter).where(Counter.value < 250).values(value=1000))
        assert changed.rowcount == 250
        given = await session.scalars(
            update(Counter).where(Counter.value == 1000).values(value=7).returning(Counter.year)
        )
        assert len(given.all()) == 250
        assert (await session.execute(text("SELECT count(*), max(value) FROM counters WHERE series = 'n'"))).one() == (
            300,
            299,
        )
        assert (await session.scalars(select(Counter.year).where(Counter.value == -1))).all() == []


async def test_errors_are_what_they_are_elsewhere(database: Database) -> None:
    async with database.begin() as session:
        session.add(Counter(series="once", year=2026, value=1))
    with pytest.raises(IntegrityError):
        async with database.begin() as session:
            await session.execute(insert(Counter).values(series="once", year=2026, value=2))
    if database.is_sqlite:
        with pytest.raises(OperationalError):
            async with database.read() as session:
                await session.execute(text("SELECT 1 FROM nowhere"))
    async with database.read() as session:
        assert (await session.scalars(select(Counter.value).where(Counter.series == "once"))).one() == 1


async def test_a_unit_of_work_that_is_cancelled_as_it_begins_holds_no_lock(database: Database) -> None:
    async def work() -> None:
        async with database.begin() as session:
            await session.execute(select(Counter))

    for turns in range(12):  # cancelled at each of its awaits
        task = asyncio.create_task(work())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        async with asyncio.timeout(5), database.begin() as session:
            session.add(Counter(series="after", year=turns, value=1))
    async with database.read() as session:
        assert len((await session.scalars(select(Counter))).all()) == 12


def test_the_thread_of_a_database_that_cannot_be_opened_ends_before_the_event_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken: list[object] = []
    monkeypatch.setattr(threading, "excepthook", broken.append)

    async def tried() -> None:
        database = Database(f"sqlite+aiosqlite:///{tmp_path}")  # a folder
        with pytest.raises(OperationalError):
            async with database.read() as session:
                await session.execute(text("SELECT 1"))
        await database.close()
        assert threading.active_count() == before

    before = threading.active_count()
    for _ in range(50):
        asyncio.run(tried())
    assert not broken
