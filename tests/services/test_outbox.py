"""The outbox among many: what is claimed is found by the indexes made for it, not by looking at everybody."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from models import MessageState
from models.database import Database
from services import making, notifications, outbox
from services.hours import Moment
from services.outbox import Outcome
from tests.conftest import START, ZONE
from tests.following import many_followers, publish

Statements = list[tuple[str, Any]]


@contextmanager
def noted(database: Database) -> Iterator[Statements]:
    """The statements executed in the block, with their parameters."""
    statements: Statements = []

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, many: bool) -> None:
        if sql.startswith(("SELECT", "UPDATE", "INSERT")):
            statements.append((sql, parameters[0] if many else parameters))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def test_neither_making_nor_claiming_looks_at_everybody(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL chooses by what it has counted, and in a small table reads all of it")
    await many_followers(database, 600)
    await publish(database)
    await notifications.run_due_fanouts(database, now=START)
    with noted(database) as statements:
        async with database.begin() as session:
            assert await making.make_messages(session, Moment(START, ZONE), weekly_cap=7) == making.CHUNK
            await making.is_anything_waiting(session, now=START)
            assert await outbox.is_due(session, outbox.NOTIFICATION, now=START)
            claimed = await outbox.claim(session, outbox.NOTIFICATION, now=START, limit=10)
            await outbox.read_round(session, claimed)
            await outbox.begin(session, [one.id for one in claimed])
            await outbox.record(session, [Outcome(one.id, MessageState.SENT) for one in claimed], now=START)
        await outbox_recovered(database)
    plans = {sql: await plan(database, sql, parameters) for sql, parameters in statements}
    assert len(plans) >= 14
    for sql, steps in plans.items():
        # "SCAN fanouts USING INDEX …" reads an index of the open ones alone; a bare SCAN reads a table.
        bare = [step for step in steps if re.match(r"SCAN (messages|notices|citizens|fanouts)(?! USING INDEX)", step)]
        assert not bare, f"{bare} in {sql}"
        if "message_id IS NULL" in sql:
            assert not [step for step in steps if "message_id=?" in step and "COVERING" not in step], sql
    claim = next(steps for sql, steps in plans.items() if sql.startswith("UPDATE messages") and "LIMIT" in sql)
    assert any("ix_messages_open (lane=? AND due_at<?)" in step for step in claim)
    oldest = next(steps for sql, steps in plans.items() if sql.startswith("SELECT DISTINCT"))
    assert any("ix_notices_waiting (due_at<?)" in step for step in oldest)


async def outbox_recovered(database: Database) -> None:
    async with database.begin() as session:
        await outbox.recover(session, now=START)


async def plan(database: Database, sql: str, parameters: Any) -> list[str]:
    async with database.engine.connect() as connection:
        found = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", tuple(parameters))
        return [row[3] for row in found]
