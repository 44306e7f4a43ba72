"""The clock reads the sources beside its other duties."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clockwork import Clockwork
from models import Report
from models.database import Database
from services.sources.config import Folder
from tests.conftest import ZONE, Clock


async def test_a_tick_begins_the_reading_and_does_not_wait_for_it(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    (tmp_path / "q3.csv").write_text("external_id,commitment,status,done\n1,4,completed,All acts are published.\n")
    source = Folder(name="adilet", kind="folder", path=tmp_path, agency="adilet-sot")
    clockwork = Clockwork(database, clock, zone=ZONE, sources=[source])
    await clockwork.tick()
    assert clockwork._reading is not None
    await clockwork._reading
    async with database.read() as session:
        assert (await session.scalars(select(Report.external_id))).all() == ["1"]


async def test_a_reading_that_takes_long_is_not_begun_twice(
    database: Database, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = 0
    answered = asyncio.Event()

    async def slow(*_: object, **__: object) -> None:
        nonlocal begun
        begun += 1
        await answered.wait()

    monkeypatch.setattr("bot.clockwork.run_due_sources", slow)
    source = Folder(name="adilet", kind="folder", path=tmp_path, agency="adilet-sot")
    clockwork = Clockwork(database, clock, zone=ZONE, sources=[source])
    await clockwork.tick()  # would hang here if it waited for the reading
    await clockwork.tick()
    assert begun == 1
    answered.set()
    assert clockwork._reading is not None
    await clockwork._reading
    await clockwork.tick()
    assert clockwork._reading is not None
    await clockwork._reading
    assert begun == 2


async def test_without_sources_nothing_is_read(database: Database, clock: Clock) -> None:
    clockwork = Clockwork(database, clock, zone=ZONE)
    await clockwork.tick()
    assert clockwork._reading is None
