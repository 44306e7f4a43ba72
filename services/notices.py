"""Notices: who is to learn what. Written set-based: no loop over people."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models import Notice
from services.kinds import KINDS


async def give(
    session: AsyncSession,
    people: Select[Any],
    *,
    cause: str,
    kind: str,
    subject: str,
    now: datetime,
    due_at: datetime | None = None,
) -> int:
    """Give a notice to each of ``people`` (a select of citizens' ids); who has it already gets no second one.

    ``kind`` is one of ``services.kinds``, ``subject`` what it is about. Returns how many are new.
    """
    if kind not in KINDS:  # nobody would know when to send it, nor how to switch it off
        raise ValueError(f"{kind!r} is not in services/kinds.py")
    chosen = people.subquery()
    columns = ("citizen_id", "cause", "kind", "subject", "due_at", "created_at")
    rows = (
        select(
            chosen.c[0],
            literal(cause),
            literal(kind),
            literal(subject),
            literal(due_at or now, Notice.due_at.type),
            literal(now, Notice.created_at.type),
        )
        .select_from(chosen)
        .where(literal(1) == 1)  # SQLite cannot tell INSERT … SELECT … ON CONFLICT from a join without a WHERE
    )
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    result: Any = await session.execute(dialect.insert(Notice).from_select(columns, rows).on_conflict_do_nothing())
    return max(int(result.rowcount), 0)
