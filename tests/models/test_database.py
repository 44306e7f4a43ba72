"""The unit of work, encryption at rest, times, and migrations, on both databases."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.exc import IntegrityError, StatementError

import models.database
from models import Base, Citizen, Counter, Initiative, InitiativeState, Language, Question, QuestionState, migrations
from models.database import Database
from tests.conftest import AS_SHIPPED, START


async def test_concurrent_read_then_write_loses_no_increment(database: Database) -> None:
    async with database.begin() as session:
        session.add(Counter(series="T", year=2026, value=0))

    async def ten_increments() -> None:
        for _ in range(10):
            async with database.begin() as session:
                query = select(Counter).where(Counter.series == "T").with_for_update()
                counter = (await session.scalars(query)).one()
                await asyncio.sleep(0)  # somebody else gets the chance to read the same value
                counter.value += 1

    await asyncio.gather(*(ten_increments() for _ in range(20)))
    async with database.read() as session:
        assert (await session.get_one(Counter, ("T", 2026))).value == 200


async def test_what_is_committed_survives_a_power_cut(prepared_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models.database, "DURABILITY", AS_SHIPPED)
    opened = Database(prepared_url)
    async with opened.begin() as session:
        level = await session.scalar(text("PRAGMA synchronous"))
    await opened.close()
    assert level == 2  # FULL: the write-ahead log is on the disk before a commit returns


async def test_what_fails_in_a_unit_of_work_leaves_nothing(database: Database) -> None:
    async def fails_in_the_middle() -> None:
        async with database.begin() as session:
            session.add(Counter(series="T", year=2026, value=1))
            await session.flush()
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        await fails_in_the_middle()
    async with database.read() as session:
        assert await session.get(Counter, ("T", 2026)) is None


async def test_a_question_is_unreadable_without_the_key(database: Database) -> None:
    words = "Мектептин бюджети кайда жарыяланат?"
    async with database.begin() as session:
        citizen = Citizen(telegram_id=7, created_at=START, seen_at=START)
        session.add(citizen)
        await session.flush()
        session.add(
            Question(
                number="Q-1",
                author_id=citizen.id,
                lang=Language.KY,
                text=words,
                state=QuestionState.OPEN,
                asked_at=START,
            )
        )
    async with database.read() as session:
        raw = (await session.execute(text("SELECT text FROM questions"))).scalar_one()
        assert words.encode() not in bytes(raw)
        assert (await session.scalars(select(Question))).one().text == words
    other = Database(database.url.render_as_string(hide_password=False), Fernet(Fernet.generate_key()))
    with pytest.raises(InvalidToken):
        async with other.read() as session:
            (await session.scalars(select(Question))).all()
    await other.close()


async def test_a_new_first_key_still_reads_what_the_old_one_wrote(database_url: str) -> None:
    old, new = Fernet(Fernet.generate_key()), Fernet(Fernet.generate_key())
    before = Database(database_url, MultiFernet([old]))
    await migrations.upgrade(before)
    async with before.begin() as session:
        session.add(Citizen(telegram_id=7, came_for={"text": "/start c_1"}, created_at=START, seen_at=START))
    await before.close()
    after = Database(database_url, MultiFernet([new, old]))
    async with after.read() as session:
        assert (await session.scalars(select(Citizen))).one().came_for == {"text": "/start c_1"}
    await after.close()


async def test_times_come_back_in_utc_and_naive_ones_are_refused(database: Database) -> None:
    in_bishkek = datetime(2026, 11, 23, 10, tzinfo=timezone(timedelta(hours=6)))
    async with database.begin() as session:
        session.add(Citizen(telegram_id=7, created_at=in_bishkek, seen_at=in_bishkek))
    async with database.read() as session:
        seen = (await session.scalars(select(Citizen))).one().seen_at
        assert seen == in_bishkek
        assert seen.tzinfo is UTC
    with pytest.raises(StatementError, match="without a zone"):
        async with database.begin() as session:
            session.add(Citizen(telegram_id=8, created_at=datetime(2026, 1, 1), seen_at=in_bishkek))


async def test_a_sent_initiative_without_a_number_is_impossible(database: Database) -> None:
    with pytest.raises(IntegrityError, match="numbered_when_sent"):
        async with database.begin() as session:
            session.add(
                Initiative(
                    lang=Language.KY,
                    state=InitiativeState.SUBMITTED,
                    submitted_at=START,
                    created_at=START,
                    changed_at=START,
                )
            )


async def test_migrations_and_models_agree(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    assert (await migrations.pending(database))[0] == (await migrations.pending(database))[1]


async def test_every_constraint_has_a_name(database: Database) -> None:
    def nameless(connection: Connection) -> list[str]:
        found = inspect(connection)
        return [
            table
            for table in found.get_table_names()
            if table != "alembic_version"
            for constraint in (*found.get_check_constraints(table), *found.get_foreign_keys(table))
            if not constraint["name"]
        ]

    async with database.engine.connect() as connection:
        assert await connection.run_sync(nameless) == []


async def test_migrating_twice_changes_nothing_and_keeps_rows(database: Database) -> None:
    async with database.begin() as session:
        session.add(Citizen(telegram_id=7, created_at=START, seen_at=START))
    await migrations.upgrade(database)
    async with database.read() as session:
        assert (await session.scalars(select(Citizen))).one().telegram_id == 7


async def test_ids_that_must_never_come_back_are_counted_up(database: Database) -> None:
    """Rebuilding a table in a migration drops AUTOINCREMENT unless it is asked for: a reused id would then stand
    for something else in notices, links and the audit trail."""
    if not database.is_sqlite:
        return  # a sequence never goes back
    async with database.read() as session:
        rows = await session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        made = {row.name: row.sql for row in rows}
    wanted = {table.name for table in Base.metadata.tables.values() if table.dialect_options["sqlite"]["autoincrement"]}
    assert {name for name in wanted if "AUTOINCREMENT" not in made[name]} == set()


def test_the_files_say_the_same_of_the_migrations_as_alembic_does() -> None:
    scripts = ScriptDirectory.from_config(migrations._config())
    assert migrations.newest() == scripts.get_current_head()
    assert {one.revision for one in scripts.walk_revisions()} == migrations._scripts().keys()
    assert all(migrations.is_known(one.revision) for one in scripts.walk_revisions())
    assert not migrations.is_known("a later release")


def test_two_ends_of_the_migrations_are_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "other"):
        (tmp_path / f"{name}.py").write_text(f'revision = "{name}"\ndown_revision = None\n')
    monkeypatch.setattr(migrations, "_VERSIONS", tmp_path)
    with pytest.raises(RuntimeError, match=r"2 ends: .'one', 'other'."):
        migrations.newest()


async def test_a_start_at_the_newest_revision_does_not_load_alembic(database: Database) -> None:
    await migrations.upgrade(database)
    await database.close()
    program = (
        "import asyncio, sys\nfrom models import migrations\nfrom models.database import Database\n"
        f"asyncio.run(migrations.upgrade(Database({database.url.render_as_string(hide_password=False)!r})))\n"
        "sys.exit('alembic' in sys.modules)"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    assert await process.wait() == 0
