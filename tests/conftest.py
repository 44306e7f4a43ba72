"""What every test may use: databases to run on, a clock to move, settings for a bot of its own."""

import os
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from models import migrations
from models.database import Database
from services import content

POSTGRESQL = os.environ.get("TEST_DATABASE_URL")
ZONE = ZoneInfo("Asia/Bishkek")
START = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # ten in the morning in Bishkek


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


@pytest.fixture(scope="session")
def cipher() -> Fernet:
    return Fernet(Fernet.generate_key())


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """An empty database of each kind; dropped afterwards."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'test.db'}"
        return
    if not POSTGRESQL:
        if os.environ.get("CI"):
            pytest.fail("CI runs the PostgreSQL half: set TEST_DATABASE_URL=postgresql+asyncpg://…")
        pytest.skip("no PostgreSQL here: set TEST_DATABASE_URL=postgresql+asyncpg://… to run this half")
    server = create_async_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    name = f"achyk_{uuid.uuid4().hex[:12]}"
    async with server.connect() as connection:
        await connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)
    async with server.connect() as connection:
        await connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    await server.dispose()


@pytest.fixture
async def database(database_url: str, cipher: Fernet) -> AsyncIterator[Database]:
    """A migrated database with its content loaded."""
    opened = Database(database_url, cipher)
    await migrations.upgrade(opened)
    async with opened.begin() as session:
        await content.load(session, now=START)
    yield opened
    await opened.close()


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the settings of whoever runs it."""
    for name in ("BOT_TOKEN", "DATA_KEY", "DATABASE_URL", "TELEGRAM_API_URL", "WEBHOOK_URL", "WEBHOOK_SECRET"):
        monkeypatch.delenv(name, raising=False)
