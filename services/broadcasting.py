"""A broadcast that has been confirmed: begun at its hour, held, stopped, finished, and counted.

What an announcer presses changes the one row of the broadcast and what is in hand at that moment, so it takes effect
within one batch. ``settle`` then moves the many rows that wait, some thousands at a time; a renderer looks at the state
too, so nothing slips through in between. All of it is in the database: after a kill it goes on by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Broadcast, BroadcastState, BroadcastText, Citizen, Fanout, Message, MessageState, Notice
from models.database import Database
from services import audit, batches, notices
from services.broadcasts import find, require
from services.errors import AlreadySettled
from services.notifications import CHUNK, CHUNKS_AT_A_TIME

S = BroadcastState
CLOSED = (
    MessageState.SENT,
    MessageState.UNREACHABLE,
    MessageState.FAILED,
    MessageState.UNKNOWN,
    MessageState.SKIPPED,
)
_NOT_BEGUN = (MessageState.OPEN, MessageState.RETRY, MessageState.CLAIMED)
_OPEN = (*_NOT_BEGUN, MessageState.SENDING, MessageState.PAUSED)


def _waiting(batch: str) -> ColumnElement[bool]:
    """Notices of a broadcast that are in no message yet, found by the index of such notices: there are few of them,
    while most of a million notices of one cause are in a message.

    Said word for word: SQLite uses a partial index only where it finds its condition again; and a cause that is an
    expression does not tempt it to the other index.
    """
    return and_(text("notices.message_id IS NULL"), Notice.cause.concat("") == batch)


@dataclass(frozen=True)
class Progress:
    """How far it is. ``recipients`` grows until they are all written down; ``rate`` is messages a second."""

    recipients: int
    is_frozen: bool  # whether all recipients are written down
    states: Mapping[MessageState, int]
    rate: float = 0.0
    waiting: int = 0  # who wants silence now: their message is made when their quiet hours end

    @property
    def done(self) -> int:
        return sum(self.states.get(state, 0) for state in CLOSED)

    @property
    def left(self) -> int:
        return max(0, self.recipients - self.done)

    @property
    def seconds_left(self) -> float | None:
        """None while nothing tells how fast it goes, and when all that is left waits for the end of quiet hours."""
        going = self.left - self.waiting
        return going / self.rate if self.rate > 0 and going > 0 else None


async def progress(session: AsyncSession, broadcast: Broadcast, *, now: datetime) -> Progress:
    """How far a broadcast is now."""
    row = await session.execute(select(Fanout.told, Fanout.done_at).where(Fanout.cause == broadcast.cause))
    told, done_at = row.one_or_none() or (0, None)
    found = Progress(told, done_at is not None, await batches.counts(session, broadcast.cause))
    if broadcast.state is not S.RUNNING or broadcast.running_since is None:
        return found
    seconds = max(1.0, (now - broadcast.running_since).total_seconds())
    rate = max(0, found.done - broadcast.done_before) / seconds
    silent = select(func.count()).where(_waiting(broadcast.cause), Notice.due_at > now)
    waiting = await session.scalar(silent.select_from(Notice)) or 0
    return Progress(told, found.is_frozen, found.states, rate, waiting)


async def reasons(session: AsyncSession, broadcast: Broadcast) -> list[tuple[MessageState, str, int]]:
    """(outcome, reason, how many) of those who did not get it, the most frequent first."""
    query = (
        select(Message.state, Message.reason, func.count())
        .where(Message.batch == broadcast.cause, Message.state.in_(CLOSED[1:]))
        .group_by(Message.state, Message.reason)
        .order_by(func.count().desc(), Message.state, Message.reason)
        .limit(20)
    )
    return [(state, reason or "", count) for state, reason, count in await session.execute(query)]


# --- what an announcer presses ---------------------------------------------------------------------------------


async def pause(session: AsyncSession, officer: Citizen, broadcast_id: int, *, now: datetime) -> Broadcast:
    """Hold it back. Raises NotYours, NotFound, or AlreadySettled when it is not running."""
    found = await _in_state(session, officer, broadcast_id, "pause", (S.RUNNING,), now)
    found.state, found.running_since = S.PAUSED, None
    await _move_claimed(session, found, state=MessageState.PAUSED)
    await session.flush()
    return found


async def resume(session: AsyncSession, officer: Citizen, broadcast_id: int, *, now: datetime) -> Broadcast:
    """Go on. Raises NotYours, NotFound, or AlreadySettled when it is not paused."""
    found = await _in_state(session, officer, broadcast_id, "resume", (S.PAUSED,), now)
    found.state, found.running_since = S.RUNNING, now
    found.done_before = (await progress(session, found, now=now)).done
    await session.flush()
    return found


async def stop(session: AsyncSession, officer: Citizen, broadcast_id: int, *, now: datetime) -> Broadcast:
    """Send no more of it, for good. Raises NotYours, NotFound, or AlreadySettled when it is over or not begun."""
    found = await _in_state(session, officer, broadcast_id, "stop", (S.RUNNING, S.PAUSED), now)
    await _end(session, found, now)
    return found


async def unschedule(session: AsyncSession, officer: Citizen, broadcast_id: int, *, now: datetime) -> Broadcast:
    """Not at that hour: nobody gets it. Returns a new draft with everything that was in it.

    Raises NotYours, NotFound, or AlreadySettled when it has begun or was never scheduled.
    """
    found = await _in_state(session, officer, broadcast_id, "unschedule", (S.SCHEDULED,), now)
    await _end(session, found, now)
    copied = (
        "audience",
        "links",
        "trusted_links",
        "fallback",
        "media_kind",
        "media_file_id",
        "media_name",
        "created_by_id",
    )
    draft = Broadcast(state=S.DRAFT, created_at=now, **{name: getattr(found, name) for name in copied})
    draft.texts = [BroadcastText(lang=one.lang, text=one.text) for one in found.texts]
    session.add(draft)
    await session.flush()
    return draft


async def _in_state(
    session: AsyncSession, officer: Citizen, broadcast_id: int, act: str, states: tuple[S, ...], now: datetime
) -> Broadcast:
    await require(session, officer, act, broadcast_id, now)
    found = await find(session, broadcast_id, for_update=True)
    if found.state not in states:
        raise AlreadySettled
    audit.note(session, officer, f"broadcast.{act}", found.cause, now=now)
    return found


async def _end(session: AsyncSession, found: Broadcast, now: datetime) -> None:
    found.state, found.ended_at, found.running_since = S.STOPPED, now, None
    # Nobody else is written down.
    await session.execute(
        update(Fanout).where(Fanout.cause == found.cause, Fanout.done_at.is_(None)).values(done_at=now)
    )
    await _move_claimed(session, found, state=MessageState.SKIPPED, reason="stopped", closed_at=now)
    await session.flush()


async def _move_claimed(session: AsyncSession, found: Broadcast, **values: Any) -> None:
    """What is in hand but not begun is not begun: at most a few hundred rows."""
    claimed = update(Message).where(Message.batch == found.cause, Message.state == MessageState.CLAIMED)
    await session.execute(claimed.values(**values).execution_options(synchronize_session=False))


async def resend_unknown(session: AsyncSession, officer: Citizen, broadcast_id: int, *, now: datetime) -> Broadcast:
    """Send it again to those of whom nobody knows whether they got it: somebody's decision, noted in the audit trail.

    Raises NotYours, NotFound, or AlreadySettled when it is not finished or nothing is unknown.
    """
    await require(session, officer, "resend-unknown", broadcast_id, now)
    found = await find(session, broadcast_id, for_update=True)
    unknown = (await batches.counts(session, found.cause)).get(MessageState.UNKNOWN, 0)
    if found.state is not S.FINISHED or not unknown:
        raise AlreadySettled
    await batches.resend_unknown(session, officer, found.cause, now=now)
    return found


# --- what happens by itself ------------------------------------------------------------------------------------


async def settle(database: Database, *, now: datetime) -> None:
    """Begin what is due, move what waits to where its broadcast's state wants it, finish what is done.

    Of very many rows only the next ones are moved: called again and again, it holds nobody else up.
    """
    async with database.read() as session:
        states = (S.DRAFT, S.AWAITING)
        query = select(Broadcast.id, Broadcast.state, Broadcast.starts_at).where(
            text("settled_at IS NULL"), Broadcast.state.not_in(states)
        )
        found = (await session.execute(query.order_by(Broadcast.id))).all()
    for broadcast_id, state, starts_at in found:
        batch = f"broadcast:{broadcast_id}"
        match state:
            case S.SCHEDULED if starts_at is not None and starts_at <= now:
                await _begin(database, broadcast_id, now)
            case S.RUNNING:
                if await _has(database, batch, (MessageState.PAUSED,)):
                    await batches.resume(database, batch, chunks=CHUNKS_AT_A_TIME)
                await _finish(database, broadcast_id, now)
            case S.PAUSED if await _has(database, batch, _NOT_BEGUN):
                await batches.pause(database, batch, chunks=CHUNKS_AT_A_TIME)
            case S.STOPPED:
                await _forget_waiting(database, batch)
                if await _has(database, batch, (*_NOT_BEGUN, MessageState.PAUSED)):
                    await batches.stop(database, batch, now=now, chunks=CHUNKS_AT_A_TIME)
                await _finish(database, broadcast_id, now)


async def _has(database: Database, batch: str, states: tuple[MessageState, ...]) -> bool:
    async with database.read() as session:
        query = select(Message.id).where(Message.batch == batch, Message.state.in_(states)).limit(1)
        return await session.scalar(query) is not None


async def _begin(database: Database, broadcast_id: int, now: datetime) -> None:
    async with database.begin() as session:
        found = await find(session, broadcast_id, for_update=True)
        if found.state is S.SCHEDULED:
            found.state = S.RUNNING
            found.started_at = found.running_since = now


async def _finish(database: Database, broadcast_id: int, now: datetime) -> None:
    """Nobody waits any more: the announcer gets the report, once."""
    batch = f"broadcast:{broadcast_id}"
    waiting = select(Notice.id).where(_waiting(batch)).limit(1)
    async with database.read() as session:
        if await session.scalar(waiting) is not None:
            return
    if await _has(database, batch, _OPEN):
        return
    async with database.begin() as session:
        found = await find(session, broadcast_id, for_update=True)
        frozen = await session.scalar(select(Fanout.done_at).where(Fanout.cause == batch))
        if found.settled_at is not None or frozen is None or await session.scalar(waiting) is not None:
            return
        if found.state is S.RUNNING:
            found.state, found.ended_at, found.running_since = S.FINISHED, now, None
        if found.state in {S.FINISHED, S.STOPPED}:
            found.settled_at = now
            if found.started_at is not None:
                announcer = select(Citizen.id).where(Citizen.id == found.confirmed_by_id)
                cause = f"broadcast-report:{broadcast_id}"
                subject = str(broadcast_id)
                await notices.give(session, announcer, cause=cause, kind="broadcast-report", subject=subject, now=now)


async def _forget_waiting(database: Database, batch: str) -> None:
    """Recipients of a stopped broadcast who are in no message yet will never be."""
    for _ in range(CHUNKS_AT_A_TIME):
        async with database.begin() as session:
            chunk = select(Notice.id).where(_waiting(batch)).limit(CHUNK)
            ids = (await session.scalars(chunk)).all()
            if not ids:
                return
            await session.execute(delete(Notice).where(Notice.id.in_(ids)))
