"""Alembic migrations, run by ``upgrade`` at start and by ``achyk db upgrade``."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from models.database import Database


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


class NewerDatabase(Exception):
    """The database is at a revision that this release does not know."""


async def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables to ``revision``; harmless when they already are.

    Raises RuntimeError, and changes nothing, when a migration would leave a row that refers to nothing; NewerDatabase
    when a newer release has been here.
    """
    current, newest = await pending(database)
    if current is not None and not is_known(current):
        raise NewerDatabase(f"the database is at {current}, and the newest that this release knows is {newest}")
    migrating = database.engine.execution_options(achyk_migrates=True)
    async with migrating.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(_config(sync), revision))
        if database.is_sqlite:
            orphans = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).fetchmany(5)
            if orphans:
                raise RuntimeError(f"the migration would leave rows that refer to nothing: {orphans}")
    await database.engine.dispose()  # the pooled connection still has its foreign keys switched off


async def pending(database: Database) -> tuple[str | None, str | None]:
    """(the revision the database is at, the newest one there is)."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    async with database.engine.connect() as connection:
        current = await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
    return current, newest


def is_known(revision: str) -> bool:
    """Whether this release has that revision."""
    try:
        return ScriptDirectory.from_config(_config()).get_revision(revision) is not None
    except CommandError:
        return False


async def revise(database: Database, message: str) -> None:
    """Write a new migration from the difference between the models and the database (a developer's tool)."""
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.revision(_config(sync), message=message, autogenerate=True))
