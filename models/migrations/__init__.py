"""Alembic migrations, run by ``upgrade`` at start and by ``achyk db upgrade``.

Alembic is loaded only where there is something to migrate: that takes longer than all other work with the database at
a usual start.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect

from models.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

_VERSIONS = Path(__file__).parent / "versions"
_REVISION = re.compile(r'^revision = "(\w+)"$', re.MULTILINE)
_PREDECESSOR = re.compile(r'^down_revision = "(\w+)"$', re.MULTILINE)


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

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
    current, last = await pending(database)
    if current is not None and not is_known(current):
        raise NewerDatabase(f"the database is at {current}, and the newest that this release knows is {last}")
    if current == last and revision == "head":
        return
    from alembic import command

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
    async with database.engine.connect() as connection:
        current = await connection.run_sync(_current)
    return current, newest()


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return found


def newest() -> str:
    """The revision that no other names as its predecessor. Raises RuntimeError unless there is exactly one."""
    scripts = _scripts()
    heads = scripts.keys() - scripts.values()
    if len(heads) != 1:
        raise RuntimeError(f"the migrations in {_VERSIONS} have {len(heads)} ends: {sorted(heads)}")
    return heads.pop()


def is_known(revision: str) -> bool:
    """Whether this release has that revision."""
    return revision in _scripts()


def _scripts() -> dict[str, str | None]:
    """Each revision with its predecessor, as the files state them."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(_VERSIONS.glob("*.py"))]
    stated = [(_REVISION.search(text), _PREDECESSOR.search(text)) for text in texts]
    return {own[1]: before[1] if before else None for own, before in stated if own}


async def revise(database: Database, message: str) -> None:
    """Write a new migration from the difference between the models and the database (a developer's tool)."""
    from alembic import command

    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.revision(_config(sync), message=message, autogenerate=True))
