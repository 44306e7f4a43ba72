"""What every test may use: databases to run on, a clock to move, settings for a bot of its own."""

import asyncio
import gc
import os
import shutil
import sqlite3
import uuid
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

import models.database
from models import migrations
from models.database import Database
from services import content

POSTGRESQL = os.environ.get("TEST_DATABASE_URL")
ZONE = ZoneInfo("Asia/Bishkek")
# On a busy machine a quick example may take a second, and no test asserts a time.
hypothesis.settings.register_profile("calm", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("calm")

AS_SHIPPED = models.database.DURABILITY
START = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # ten in the morning in Bishkek


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """Three workers for two cores, since a dialogue waits for much of its time; no more than memory has room for."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return max(cores, min(cores * 3 // 2, memory // 2**30 - 1))


def pytest_collection_finish() -> None:
    """Look through the modules for garbage no more, and through the rest seldom: it took a sixth of all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = field(default=START)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_the_disk() -> Iterator[None]:
    """No test cuts the power, and on a slow disk each commit would wait several milliseconds. What is killed in a
    process of its own runs as it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(models.database, "DURABILITY", "OFF")
        yield


@pytest.fixture(scope="session")
def cipher() -> Fernet:
    return Fernet(Fernet.generate_key())


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """An empty database of each kind; dropped afterwards."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'test.db'}"
        return
    _need_postgresql()
    name = f"achyk_{uuid.uuid4().hex[:12]}"
    await _on_server(f'CREATE DATABASE "{name}"')
    yield _on_postgresql(name)
    await _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _need_postgresql() -> None:
    if not POSTGRESQL:
        if os.environ.get("CI"):
            pytest.fail("CI runs the PostgreSQL half: set TEST_DATABASE_URL=postgresql+asyncpg://…")
        pytest.skip("no PostgreSQL here: set TEST_DATABASE_URL=postgresql+asyncpg://… to run this half")


def _finish(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end in a thread: these fixtures outlive every event loop, and are asked for inside one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


async def _prepare(url: str) -> None:
    opened = Database(url)
    await migrations.upgrade(opened)
    async with opened.begin() as session:
        await content.load(session, now=START)
    await opened.close()


@pytest.fixture(scope="session")
def prepared_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file with its content loaded, made once: copying it is 30 times quicker than making it.

    Content is not encrypted, so the copies may be opened with any key.
    """
    path = tmp_path_factory.mktemp("prepared") / "prepared.db"
    _finish(_prepare(f"sqlite+aiosqlite:///{path}"))
    with sqlite3.connect(path) as connection:  # all of it in the one file, nothing left in the write-ahead log
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture(scope="session")
def prepared_postgresql() -> Iterator[str]:
    """The same on PostgreSQL: the name of a database that others are created from."""
    name = f"achyk_prepared_{uuid.uuid4().hex[:12]}"
    _finish(_on_server(f'CREATE DATABASE "{name}"'))
    _finish(_prepare(_on_postgresql(name)))
    yield name
    _finish(_on_server(f'DROP DATABASE "{name}" WITH (FORCE)'))


async def _on_server(statement: str) -> None:
    assert POSTGRESQL
    server = create_async_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    async with server.connect() as connection:
        await connection.execute(text(statement))
    await server.dispose()


def _on_postgresql(name: str) -> str:
    assert POSTGRESQL
    return make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def prepared_url(prepared_file: Path, tmp_path: Path) -> str:
    """A SQLite database of one's own, migrated and loaded."""
    path = tmp_path / "bot.db"
    shutil.copy(prepared_file, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, cipher: Fernet) -> AsyncIterator[Database]:
    """A migrated database with its content loaded, of each kind."""
    name = f"achyk_{uuid.uuid4().hex[:12]}"
    if request.param == "sqlite":
        url = request.getfixturevalue("prepared_url")
    else:
        _need_postgresql()
        template = request.getfixturevalue("prepared_postgresql")
        await _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        url = _on_postgresql(name)
    opened = Database(url, cipher)
    yield opened
    await opened.close()
    if request.param == "postgresql":
        await _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the settings of whoever runs it."""
    for name in ("BOT_TOKEN", "DATA_KEY", "DATABASE_URL", "TELEGRAM_API_URL", "WEBHOOK_URL", "WEBHOOK_SECRET"):
        monkeypatch.delenv(name, raising=False)
