"""The database made ready: what `run` does before anything else, and what commands that need no bot do too."""

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime

from cryptography.fernet import MultiFernet
from sqlalchemy.exc import DBAPIError

from bot.faults import DatabaseFault
from bot.settings import Settings
from models import migrations
from models.database import Database
from services import content, keys


def utc_now() -> datetime:
    return datetime.now(UTC)


def database_of(settings: Settings) -> Database:
    """The database that the settings name; nothing is opened yet. Raises DatabaseFault."""
    try:
        return Database(settings.database_url, settings.cipher)
    except OSError as error:
        raise DatabaseFault(f"DATABASE_URL: the folder cannot be made ({error.strerror})") from None


async def prepare(database: Database, *, now: datetime) -> content.Loaded:
    """Migrate and load content. Raises DatabaseFault."""
    await upgrade(database)
    with _in_plain_words():
        async with database.begin() as session:
            return await content.load(session, now=now)


async def upgrade(database: Database) -> None:
    """Migrate. Raises DatabaseFault."""
    with _in_plain_words():
        await migrations.upgrade(database)


async def check_key(database: Database, cipher: MultiFernet | None) -> None:
    """With another key nothing that people wrote could be read, and what is written now could not be read later.
    Raises DatabaseFault."""
    if cipher is None:
        return
    async with database.read() as session:
        if await keys.opens(session, cipher) is False:
            raise DatabaseFault(
                "DATA_KEY: this database was written with another key; list the old key after the new one, separated "
                "by a comma"
            )


@contextlib.contextmanager
def _in_plain_words() -> Iterator[None]:
    try:
        yield
    except migrations.NewerDatabase as error:
        raise DatabaseFault(f"DATABASE_URL: {error}") from None
    except (DBAPIError, sqlite3.Error, OSError) as error:
        raise DatabaseFault(
            f"DATABASE_URL: the database cannot be opened ({type(error).__name__}); `achyk doctor` looks closer"
        ) from None
