"""The durable job: retries are counted in the database, what was given up stays given up, nothing outlives its row."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import delete

from models import File, FileKind
from models.database import Database
from services import attachments
from services.attachments import Fetch, NotFetched
from services.vault import Vault
from tests.conftest import START, Clock
from tests.initiatives import somebody

BOT = 100


@pytest.fixture
def vault(tmp_path: Path, cipher: Fernet) -> Vault:
    return Vault(tmp_path / "files", cipher)


async def announced(database: Database, unique_id: str = "u1", bot_id: int = BOT) -> int:
    """A file that Telegram has told of and nobody has fetched."""
    async with database.begin() as session:
        owner = await somebody(session, hash(unique_id) % 10**6)
        file = File(
            owner_id=owner.id,
            unique_id=unique_id,
            telegram_file_id=f"file-{unique_id}",
            bot_id=bot_id,
            kind=FileKind.DOCUMENT,
            received_at=START,
        )
        session.add(file)
        await session.flush()
        return file.id


async def kept(database: Database, file_id: int) -> File:
    async with database.read() as session:
        return await session.get_one(File, file_id)


def gives(content: bytes) -> Fetch:
    async def fetch(_telegram_file_id: str) -> AsyncIterator[bytes]:
        yield content

    return fetch


def refuses(reason: NotFetched) -> Fetch:
    async def fetch(_telegram_file_id: str) -> AsyncIterator[bytes]:
        raise reason
        yield b""

    return fetch


async def test_what_is_fetched_is_fetched_once(database: Database, vault: Vault, clock: Clock) -> None:
    file_id = await announced(database)
    other_bots = await announced(database, "u2", bot_id=7)
    for came in (1, 0):
        assert await attachments.run_due_fetches(database, vault, gives(b"abc"), bot_id=BOT, clock=clock) == came
    assert b"".join(vault.read(file_id)) == b"abc"
    file = await kept(database, file_id)
    assert (file.size, file.stored_at) == (3, START)
    assert (await kept(database, other_bots)).stored_at is None


async def test_failures_are_counted_and_waited_for_ever_longer(database: Database, vault: Vault, clock: Clock) -> None:
    file_id = await announced(database)
    broken = refuses(NotFetched("AnswerTimedOut"))
    waits = []
    for _ in range(attachments.MOST_ATTEMPTS):
        await attachments.run_due_fetches(database, vault, broken, bot_id=BOT, clock=clock)
        # Too early: nothing is tried.
        await attachments.run_due_fetches(database, vault, broken, bot_id=BOT, clock=clock)
        due = (await kept(database, file_id)).fetch_due_at
        assert due is not None
        waits.append(due - clock.now)
        clock.now = max(due, clock.now)
    file = await kept(database, file_id)
    assert (file.fetch_attempts, file.fetch_fault) == (attachments.MOST_ATTEMPTS, "AnswerTimedOut")
    assert waits[:3] == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert max(waits) == timedelta(hours=6)
    assert await attachments.run_due_fetches(database, vault, gives(b"x"), bot_id=BOT, clock=clock) == 0


async def test_a_pause_that_telegram_asks_for_is_no_failure(database: Database, vault: Vault, clock: Clock) -> None:
    file_id = await announced(database)
    pause = refuses(NotFetched("flood", wait=timedelta(hours=3)))
    await attachments.run_due_fetches(database, vault, pause, bot_id=BOT, clock=clock)
    file = await kept(database, file_id)
    assert (file.fetch_attempts, file.fetch_due_at) == (0, START + timedelta(hours=3))
    clock.move(hours=3)
    assert await attachments.run_due_fetches(database, vault, gives(b"x"), bot_id=BOT, clock=clock) == 1


@pytest.mark.parametrize(
    "final", [gives(b"x" * (20 * 1024 * 1024 + 1)), refuses(NotFetched("BadRequest", is_final=True))]
)
async def test_what_can_never_come_is_given_up_at_once(
    database: Database, vault: Vault, clock: Clock, final: Fetch
) -> None:
    file_id = await announced(database)
    await attachments.run_due_fetches(database, vault, final, bot_id=BOT, clock=clock)
    assert (await kept(database, file_id)).fetch_fault
    assert vault.ids() == set()


async def test_erased_while_it_came_it_is_not_kept(database: Database, vault: Vault, clock: Clock) -> None:
    await announced(database)

    async def fetch(_telegram_file_id: str) -> AsyncIterator[bytes]:
        yield b"abc"
        async with database.begin() as session:
            await session.execute(delete(File))

    assert await attachments.run_due_fetches(database, vault, fetch, bot_id=BOT, clock=clock) == 0
    assert vault.ids() == set()


async def test_the_sweep_deletes_what_no_row_speaks_of(database: Database, vault: Vault, clock: Clock) -> None:
    first, second = await announced(database, "u1"), await announced(database, "u2")
    await attachments.run_due_fetches(database, vault, gives(b"abc"), bot_id=BOT, clock=clock)
    assert await attachments.sweep(database, vault) == 0
    async with database.begin() as session:
        await session.execute(delete(File).where(File.id == first))
    assert await attachments.sweep(database, vault) == 1
    assert vault.ids() == {second}
