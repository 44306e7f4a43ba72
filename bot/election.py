"""One process of an installation holds an office: its lock goes with the process, however that ends."""

import asyncio
import contextlib
import fcntl
import logging
import os
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from sqlalchemy import text

from models.database import Database

log = logging.getLogger(__name__)

_ASK_AGAIN_S = 1.0
# Raises when the office was lost: the connection that held it is gone.
StillElected = Callable[[], Awaitable[None]]


@asynccontextmanager
async def elected(database: Database, office: str, *, give_up: asyncio.Event) -> AsyncIterator[StillElected | None]:
    """Wait until no other process holds the office, and hold it while the block runs. None: ``give_up`` came first."""
    held = _by_file(database, office, give_up) if database.is_sqlite else _by_connection(database, office, give_up)
    async with held as still_elected:
        yield still_elected


@asynccontextmanager
async def _by_file(database: Database, office: str, give_up: asyncio.Event) -> AsyncIterator[StillElected | None]:
    name = database.url.database
    assert name, "an installation has a database file"

    async def ask() -> bool:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    async def still_elected() -> None:
        """A file's lock stays until the file is closed."""

    number = os.open(f"{name}.{office}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield still_elected if await _until(ask, office, give_up) else None
    finally:
        os.close(number)


@asynccontextmanager
async def _by_connection(database: Database, office: str, give_up: asyncio.Event) -> AsyncIterator[StillElected | None]:
    key = {"key": zlib.crc32(office.encode())}
    async with database.engine.connect() as plain:
        connection = await plain.execution_options(isolation_level="AUTOCOMMIT")

        async def ask() -> bool:
            return bool(await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), key))

        async def still_elected() -> None:
            await connection.execute(text("SELECT 1"))

        if not await _until(ask, office, give_up):
            yield None
            return
        try:
            yield still_elected
        finally:
            await connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)


async def _until(ask: Callable[[], Awaitable[bool]], office: str, give_up: asyncio.Event) -> bool:
    is_first = True
    while not give_up.is_set():
        if await ask():
            return True
        if is_first:
            log.info("%s: another process does it; waiting for its end", office)
            is_first = False
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(give_up.wait(), _ASK_AGAIN_S)
    return False
