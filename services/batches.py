"""Batches of messages: what is counted together, held back, stopped, or sent again by an explicit act.

A batch is named by the cause that its messages share: "report:17:v2", "broadcast:9".
"""

import asyncio
import itertools
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Message, MessageState, Notice, Role
from models.database import Database
from services import audit, staff
from services.notifications import CHUNK

_NOT_BEGUN = (MessageState.OPEN, MessageState.RETRY, MessageState.CLAIMED)
Counts = Mapping[MessageState, int]


async def counts(session: AsyncSession, batch: str) -> Counts:
    """How many messages of a batch are in each state."""
    query = select(Message.state, func.count()).where(Message.batch == batch).group_by(Message.state)
    return dict((await session.execute(query)).all())


async def told(session: AsyncSession, cause: str) -> Counts:
    """How many people were told of a cause, by the state of the message that told them, digests included; who
    waits for their digest counts as open."""
    state = func.coalesce(Message.state, MessageState.OPEN)
    query = (
        select(state, func.count())
        .select_from(Notice)
        .outerjoin(Message, Message.id == Notice.message_id)
        .where(Notice.cause == cause)
        .group_by(state)
    )
    return {MessageState(found): count for found, count in await session.execute(query)}


async def list_unknown(session: AsyncSession, *, since: datetime) -> list[tuple[str | None, int]]:
    """(batch, how many) of messages whose outcome nobody knows, the largest first. No batch: digests."""
    query = (
        select(Message.batch, func.count())
        .where(Message.state == MessageState.UNKNOWN, Message.closed_at >= since)
        .group_by(Message.batch)
        .order_by(func.count().desc(), Message.batch)
    )
    return [(batch, count) for batch, count in await session.execute(query)]


async def pause(database: Database, batch: str, *, chunks: int | None = None) -> int:
    """Hold back what is not being sent; the next due first, so that it works at once. Returns how many.

    ``chunks``: at most so many thousands now, here and below; whoever has other things to do too calls again.
    """
    return await _move(database, batch, _NOT_BEGUN, chunks, state=MessageState.PAUSED)


async def resume(database: Database, batch: str, *, chunks: int | None = None) -> int:
    """Let what was held back go on. Returns how many."""
    return await _move(database, batch, (MessageState.PAUSED,), chunks, state=MessageState.OPEN)


async def stop(database: Database, batch: str, *, now: datetime, chunks: int | None = None) -> int:
    """Send no more of this batch. Returns how many people will not get it."""
    wanted = (*_NOT_BEGUN, MessageState.PAUSED)
    return await _move(database, batch, wanted, chunks, state=MessageState.SKIPPED, reason="stopped", closed_at=now)


async def resend_unknown(session: AsyncSession, officer: Citizen, batch: str, *, now: datetime) -> int:
    """Send again what may have been sent: some people will get it twice, so it is somebody's decision and noted.

    Returns how many. Raises NotYours.
    """
    await staff.require(session, officer, Role.ANNOUNCER, action="batch.resend-unknown", subject=batch, now=now)
    again: Any = await session.execute(
        update(Message)
        .where(Message.batch == batch, Message.state == MessageState.UNKNOWN)
        .values(state=MessageState.OPEN, due_at=now, closed_at=None, reason="sent again on purpose")
    )
    audit.note(session, officer, "batch.resend-unknown", batch, now=now)
    await session.flush()
    return int(again.rowcount)


async def _move(
    database: Database, batch: str, states: Iterable[MessageState], chunks: int | None, **values: Any
) -> int:
    moved = 0
    for number in itertools.count(1):
        async with database.begin() as session:
            chunk = (
                select(Message.id)
                .where(Message.batch == batch, Message.state.in_(list(states)))
                .order_by(Message.due_at, Message.id)
                .limit(CHUNK)
            )
            done: Any = await session.execute(
                update(Message)
                .where(Message.id.in_(chunk))
                .values(**values)
                .execution_options(synchronize_session=False)
            )
        moved += int(done.rowcount)
        if done.rowcount < CHUNK or number == chunks:
            break
        await asyncio.sleep(0)  # let those who wait for the write lock have it
    return moved
