"""Opening the database: SQLite as the embedded default, PostgreSQL by its URL, one unit of work on both."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from models import one_trip
from models.base import Cipher

# Longer than any unit of work here; another process of ours may hold the one write lock for a moment.
BUSY_TIMEOUT_MS = 20_000
# A kill of the process loses nothing in WAL mode even at NORMAL; FULL, which waits for the disk, also survives a power
# cut.
DURABILITY = "FULL"


class Database:
    """One database and the ways to work with it: ``begin`` to write, ``read`` to look."""

    def __init__(self, url: str, cipher: Cipher | None = None) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite and self.url.database and self.url.database != ":memory:":
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        # An error must not carry what people wrote into a log.
        self.engine: AsyncEngine = create_async_engine(self.url, hide_parameters=True, **self._pool())
        self.engine.sync_engine.dialect.achyk_cipher = cipher  # type: ignore[attr-defined]  # read by models.base.cipher_of
        self._reader = self.engine.execution_options(achyk_reads_only=True)
        # SQLite has one writer. Queueing here is first come, first served; its own busy handler polls and is
        # unfair, which would make one unlucky person wait seconds under load.
        self._turn: AbstractAsyncContextManager[Any] = asyncio.Lock() if self.is_sqlite else nullcontext()
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)

    def _pool(self) -> dict[str, Any]:
        if self.is_sqlite:
            return {"pool_size": 8, "max_overflow": 8, "async_creator": one_trip.creator(self.url)}
        return {"pool_size": 16, "max_overflow": 16, "pool_pre_ping": True}

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A unit of work: all of it is kept, or none. No network, picture or export belongs inside."""
        async with (
            self._turn,
            AsyncSession(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session that only looks: it takes no write lock and what it changes is thrown away."""
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            yield session

    async def close(self) -> None:
        await self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver must not begin behind our back: _begin_sqlite does
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        f"synchronous={DURABILITY}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A read snapshot that is later upgraded to write fails at once with "database is locked" when somebody
    # else wrote in between, whatever the timeout. So a unit of work takes the write lock when it begins.
    options = connection.get_execution_options()
    if options.get("achyk_migrates"):
        # Alembic rebuilds a table by dropping the old one, which would delete every row that refers to it.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql("BEGIN" if options.get("achyk_reads_only") else "BEGIN IMMEDIATE")
