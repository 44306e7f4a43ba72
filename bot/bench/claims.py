"""Whether taking the next message stays quick while a million are sent: one claim at the start, and one halfway.

Claims are made by ``services.outbox.claim``, as delivery makes them; told apart are the whole call and its statement.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import event, func, insert, literal, select, text, update

from bot.preparing import prepare, utc_now
from models import Citizen, Language, Message, MessageState
from models.database import Database
from services import outbox

MESSAGES = 1_000_000
ROUND = 256  # of a second's sends at 1,000/s about half are claimed at a time
_TIMES = 40
_AT_ONCE = 100_000
_PERSON = 10_000_000


@dataclass(frozen=True)
class Claims:
    """Median seconds."""

    one: float  # a claim of one message
    one_in_database: float  # of that, the statement itself
    one_of_a_round: float  # the statement that claims a whole round, for each of them


@dataclass(frozen=True)
class Measured:
    """``plan`` is what the database says about how it finds the next message, halfway."""

    messages: int
    start: Claims
    halfway: Claims
    plan: str


async def measure(messages: int = MESSAGES, *, url: str | None = None) -> Measured:
    """Claim from ``messages`` open ones, then from what is left when half of them have been sent."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(url or f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}", Fernet(Fernet.generate_key()))
        try:
            now = utc_now()
            await prepare(database, now=now)
            await _fill(database, messages, now)
            start = await _claims(database, now)
            await _send_half(database, now)
            halfway = await _claims(database, now)
            return Measured(messages, start, halfway, await _plan(database, now))
        finally:
            await database.close()


async def _fill(database: Database, messages: int, now: datetime) -> None:
    """Messages of one announcement: all due at the same time."""
    async with database.begin() as session:
        person = Citizen(telegram_id=_PERSON, language=Language.KY, created_at=now, seen_at=now)
        session.add(person)
        await session.flush()
    table = Message.__table__.c
    common = {"citizen_id": person.id, "lane": outbox.BROADCAST, "kind": "broadcast", "batch": "broadcast:1"}
    common |= {"state": MessageState.OPEN, "attempts": 0, "due_at": now, "created_at": now}
    columns = [literal(value, table[name].type) for name, value in common.items()]
    for start in range(0, messages, _AT_ONCE):
        numbers = select(literal(start).label("number")).cte("numbers", recursive=True)
        last = min(start + _AT_ONCE, messages) - 1
        numbers = numbers.union_all(select(numbers.c.number + 1).where(numbers.c.number < last))
        async with database.begin() as session:
            made = select(*columns).select_from(numbers)
            await session.execute(insert(Message).from_select(list(common), made, include_defaults=False))
    await _tidy(database)


async def _send_half(database: Database, now: datetime) -> None:
    async with database.begin() as session:
        middle = await session.scalar(select((func.min(Message.id) + func.max(Message.id)) / 2))
        sent = update(Message).where(Message.id <= middle)
        await session.execute(sent.values(state=MessageState.SENT, telegram_message_id=1, closed_at=now))
    await _tidy(database)


async def _tidy(database: Database) -> None:
    """What a database does by itself in the minutes that are skipped here."""
    if database.is_sqlite:
        async with database.engine.connect() as connection:
            await connection.exec_driver_sql("COMMIT")
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        async with database.engine.connect() as connection:
            alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await alone.execute(text("VACUUM ANALYZE messages"))


async def _claims(database: Database, now: datetime) -> Claims:
    """Each claim is a unit of work of its own and is handed back, so that the next one finds the same."""
    await _claim(database, now, 1)  # the first one compiles the statement
    one, in_database = zip(*[await _claim(database, now, 1) for _ in range(_TIMES)], strict=True)
    rounds = [(await _claim(database, now, ROUND))[1] / ROUND for _ in range(_TIMES // 4)]
    return Claims(statistics.median(one), statistics.median(in_database), statistics.median(rounds))


async def _claim(database: Database, now: datetime, limit: int) -> tuple[float, float]:
    """(seconds of the call, seconds of its statement)."""
    async with database.begin() as session:
        with _statements(database) as took:
            began = time.perf_counter()
            claimed = await outbox.claim(session, outbox.BROADCAST, now=now, limit=limit)
            seconds = time.perf_counter() - began
        assert len(claimed) == limit
        await session.rollback()
    return seconds, sum(took)


@contextmanager
def _statements(database: Database) -> Iterator[list[float]]:
    """The seconds that each statement of the block takes."""
    took: list[float] = []
    began = 0.0

    def begin(*_: Any) -> None:
        nonlocal began
        began = time.perf_counter()

    def end(*_: Any) -> None:
        took.append(time.perf_counter() - began)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
    try:
        yield took
    finally:
        event.remove(engine, "before_cursor_execute", begin)
        event.remove(engine, "after_cursor_execute", end)


async def _plan(database: Database, now: datetime) -> str:
    """The step that looks for messages which are due."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, *_: Any) -> None:
        if sql.startswith("UPDATE"):
            said.extend((sql, parameters))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    async with database.begin() as session:
        await outbox.claim(session, outbox.BROADCAST, now=now, limit=1)
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)
        connection = await session.connection()
        explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
        rows = (await connection.exec_driver_sql(f"{explain} {said[0]}", tuple(said[1]))).all()
        await session.rollback()
    steps = [str(row[-1]).split("  (cost")[0].strip(" ->") for row in rows]
    return next((step for step in steps if "ix_messages_open" in step), "no index is used")
