"""The bytes of attachments: fetched from Telegram by a durable job, kept encrypted, gone with their row.

What is still to be fetched is a row whose ``stored_at`` is empty, so a restart forgets nothing. What lies on disk
without a row (its owner has erased themselves, or took it off) is swept away.
"""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import File
from models.database import Database
from services.files import MOST_BYTES
from services.vault import Stored, TooLarge, Vault

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 12
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
_A_ROUND = 10


class NotFetched(Exception):
    """Why the bytes did not come. ``is_final``: trying again is of no use. ``wait``: as long as was asked for."""

    def __init__(self, reason: str, *, is_final: bool = False, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final
        self.wait = wait


Fetch = Callable[[str], AsyncIterator[bytes]]  # of a Telegram file id; raises NotFetched


@dataclass(frozen=True)
class Wanted:
    """A file to fetch."""

    id: int
    telegram_file_id: str


async def list_due(session: AsyncSession, *, bot_id: int, now: datetime) -> list[Wanted]:
    """What is to be fetched now, the longest waiting first. Another bot's file ids mean nothing to this one."""
    query = (
        select(File.id, File.telegram_file_id)
        .where(
            File.stored_at.is_(None),
            File.fetch_fault.is_(None),
            File.bot_id == bot_id,
            or_(File.fetch_due_at.is_(None), File.fetch_due_at <= now),
        )
        .order_by(File.id)
        .limit(_A_ROUND)
    )
    return [Wanted(row.id, row.telegram_file_id) for row in await session.execute(query)]


async def run_due_fetches(
    database: Database, vault: Vault, fetch: Fetch, *, bot_id: int, clock: Callable[[], datetime]
) -> int:
    """Fetch what is due, one after the other; returns how many came. No transaction is open meanwhile."""
    async with database.read() as session:
        due = await list_due(session, bot_id=bot_id, now=clock())
    came = 0
    for one in due:
        try:
            async with aclosing(fetch(one.telegram_file_id)) as pieces:  # type: ignore[type-var]  # a generator
                stored = await vault.store(one.id, pieces, at_most=MOST_BYTES)
        except TooLarge:
            await _failed(database, one, NotFetched("too-large", is_final=True), now=clock())
        except NotFetched as reason:
            await _failed(database, one, reason, now=clock())
        else:
            came += await _keep(database, vault, one, stored, now=clock())
    return came


async def _keep(database: Database, vault: Vault, one: Wanted, stored: Stored, *, now: datetime) -> bool:
    async with database.begin() as session:
        file = await session.get(File, one.id, with_for_update=True)
        if file is not None:
            file.stored_at, file.size, file.sha256 = now, stored.size, stored.sha256
            file.fetch_due_at = None
            return True
    vault.remove(one.id)  # erased while it came
    return False


async def _failed(database: Database, one: Wanted, reason: NotFetched, *, now: datetime) -> None:
    async with database.begin() as session:
        file = await session.get(File, one.id, with_for_update=True)
        if file is None:
            return
        if reason.wait is not None:  # a pause that Telegram asked for is no failure
            file.fetch_due_at = now + reason.wait
            return
        file.fetch_attempts += 1
        if reason.is_final or file.fetch_attempts >= MOST_ATTEMPTS:
            file.fetch_fault = reason.reason[:60]
            log.error("file %d is given up: %s", one.id, reason.reason)
        else:
            file.fetch_due_at = now + min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (file.fetch_attempts - 1))


async def sweep(database: Database, vault: Vault) -> int:
    """Delete from disk what no row speaks of any more; returns how many. Not while something is being fetched."""
    vault.remove_unfinished()
    there = vault.ids()
    if not there:
        return 0
    async with database.read() as session:
        kept = set(await session.scalars(select(File.id).where(File.stored_at.is_not(None))))
    for file_id in there - kept:
        vault.remove(file_id)
    return len(there - kept)
