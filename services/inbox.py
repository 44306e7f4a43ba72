"""The inbox: updates as they came, kept before they are acknowledged, handed out one person at a time.

received → done → answered          handled, its replies sent
received → … three failures → done (dead) → answered       given up, with an apology
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Table, and_, delete, exists, func, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import InboxState, InboxUpdate

MOST_FAILURES = 3
# A kill while an update is handled is rarely the update's fault (deploys, power), so more of them are borne.
MOST_CRASHES = 5
LARGEST_ID = 2**63 - 1  # what a database keeps; Telegram's own ids have 52 bits at the most
KEYS_ARE_KEPT = timedelta(hours=48)  # twice as long as Telegram may deliver an update again


@dataclass(frozen=True)
class Waiting:
    """An open update whose turn it is."""

    id: int
    actor_id: int
    state: InboxState


def actor_of(raw: dict[str, Any]) -> int:
    """Whose update this is, read tolerantly: the person, else the chat, else 0. Never raises."""
    for value in raw.values():
        if isinstance(value, dict):
            message = value.get("message")
            chat = value.get("chat") or (message.get("chat") if isinstance(message, dict) else None)
            for who in (value.get("from"), value.get("user"), chat):
                id_ = who.get("id") if isinstance(who, dict) else None
                if isinstance(id_, int) and abs(id_) <= LARGEST_ID:
                    return id_
    return 0


def is_update(raw: object) -> bool:
    """Whether this is an update at all: it has an id by which it can be kept and told from others."""
    return isinstance(raw, dict) and isinstance(raw.get("update_id"), int) and abs(raw["update_id"]) <= LARGEST_ID


def kind_of(raw: dict[str, Any]) -> str:
    """The update's kind: the one member beside ``update_id``."""
    kind = next((key for key in raw if key != "update_id"), "empty")
    return kind[:40] if kind.isascii() and kind.isidentifier() else "strange"


async def keep(session: AsyncSession, *, bot_id: int, raws: Sequence[dict[str, Any]], now: datetime) -> None:
    """Keep raw updates; one already kept stays one row, and what has no id is left out."""
    rows = [
        {
            "bot_id": bot_id,
            "update_id": raw["update_id"],
            "actor_id": actor_of(raw),
            "kind": kind_of(raw),
            # Half a surrogate pair, which JSON may spell, is no UTF-8: json.loads reads it back the same way.
            "payload": json.dumps(raw, ensure_ascii=False).encode("utf-8", "surrogatepass"),
            "state": InboxState.RECEIVED,
            "replies_sent": 0,
            "reply_attempts": 0,
            "failures": 0,
            "crashes": 0,
            "is_dead": False,
            "received_at": now,
        }
        for raw in raws
        if is_update(raw)
    ]
    if not rows:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(cast(Table, InboxUpdate.__table__)).on_conflict_do_nothing()
    await (await session.connection()).execute(insert, rows)


async def is_open(session: AsyncSession, *, bot_id: int, update_id: int) -> bool:
    """Whether nobody has handled this update yet."""
    key = InboxUpdate.bot_id == bot_id, InboxUpdate.update_id == update_id
    return await session.scalar(select(InboxUpdate.state).where(*key)) in {InboxState.RECEIVED, None}


async def list_due(session: AsyncSession, *, now: datetime, busy: Collection[int], limit: int) -> list[Waiting]:
    """The oldest open update of each person who has no earlier open one and is not ``busy``."""
    earlier = aliased(InboxUpdate)
    open_before = exists().where(
        and_(
            earlier.actor_id == InboxUpdate.actor_id,
            earlier.state != InboxState.ANSWERED,
            earlier.id < InboxUpdate.id,
        )
    )
    query = (
        select(InboxUpdate.id, InboxUpdate.actor_id, InboxUpdate.state)
        .where(
            InboxUpdate.state != InboxState.ANSWERED,
            or_(InboxUpdate.due_at.is_(None), InboxUpdate.due_at <= now),
            ~open_before,
        )
        .order_by(InboxUpdate.id)
        .limit(limit)
    )
    if busy:
        query = query.where(InboxUpdate.actor_id.not_in(busy))
    return [Waiting(row.id, row.actor_id, row.state) for row in await session.execute(query)]


async def begin(session: AsyncSession, ids: Sequence[int], *, now: datetime) -> None:
    """Note that these are being handled, so that a crash can be told from a wait."""
    await session.execute(update(InboxUpdate).where(InboxUpdate.id.in_(ids)).values(begun_at=now))


async def count_crashes(session: AsyncSession) -> int:
    """At start: every update that was being handled when the process died has crashed once more."""
    result = await session.execute(
        update(InboxUpdate)
        .where(InboxUpdate.state == InboxState.RECEIVED, InboxUpdate.begun_at.is_not(None))
        .values(crashes=InboxUpdate.crashes + 1, begun_at=None)
    )
    return _rows(result)


async def get(session: AsyncSession, inbox_id: int) -> InboxUpdate:
    """The row, locked on PostgreSQL; SQLite's unit of work already holds the one write lock."""
    return await session.get_one(InboxUpdate, inbox_id, with_for_update=True)


def is_hopeless(row: InboxUpdate) -> bool:
    """Whether this update has failed or crashed too often to be tried again."""
    return row.failures >= MOST_FAILURES or row.crashes >= MOST_CRASHES


def record_failure(row: InboxUpdate, error: BaseException, *, now: datetime) -> None:
    """Count a failed try and put off the next one. Only the error's type is kept: its text may quote people."""
    row.failures += 1
    row.begun_at = None
    row.error = type(error).__name__[:200]
    row.due_at = now + timedelta(seconds=0.5 * row.failures)


def finish(row: InboxUpdate, replies: list[dict[str, Any]]) -> None:
    """The update is handled; ``replies`` are owed."""
    row.state = InboxState.DONE
    row.replies = replies
    row.due_at = None


def give_up(row: InboxUpdate, apology: list[dict[str, Any]]) -> None:
    """Dead letter: the payload stays for the operator, the person gets an apology."""
    finish(row, apology)
    row.is_dead = True


def close(row: InboxUpdate, *, now: datetime) -> None:
    """The replies are sent: the person's next update may run. What was said is not kept any longer."""
    row.state = InboxState.ANSWERED
    row.answered_at = now
    row.replies = None
    if not row.is_dead:
        row.payload = None


def put_off(row: InboxUpdate, *, until: datetime, is_fault: bool) -> None:
    """The replies could not be sent now: try again at ``until``. A fault counts against the number of tries."""
    row.reply_attempts += is_fault
    row.due_at = until


async def next_due_at(session: AsyncSession) -> datetime | None:
    """When the next put-off update is due; None when none is put off."""
    return await session.scalar(select(func.min(InboxUpdate.due_at)).where(InboxUpdate.state != InboxState.ANSWERED))


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget the keys of updates answered longer ago than Telegram could deliver them again. Dead ones stay."""
    result = await session.execute(
        delete(InboxUpdate).where(InboxUpdate.answered_at < now - KEYS_ARE_KEPT, InboxUpdate.is_dead.is_(False))
    )
    return _rows(result)


async def forget_person(session: AsyncSession, telegram_id: int, *, handled_now: int, now: datetime) -> None:
    """Empty what a person wrote out of the inbox; the update keys stay, or a double would be handled anew.

    The update being handled (``handled_now``) only loses its actor: its reply is still owed, and closing it
    empties the rest.
    """
    theirs = InboxUpdate.actor_id == telegram_id
    await session.execute(
        update(InboxUpdate)
        .where(theirs, InboxUpdate.id != handled_now)
        # Closed also for ``purge``: a key without an end would be kept for ever.
        .values(
            payload=None,
            replies=None,
            actor_id=0,
            state=InboxState.ANSWERED,
            is_dead=False,
            answered_at=func.coalesce(InboxUpdate.answered_at, literal(now, InboxUpdate.answered_at.type)),
        )
    )
    await session.execute(update(InboxUpdate).where(InboxUpdate.id == handled_now).values(actor_id=0))


async def dead_letters(session: AsyncSession) -> list[tuple[int, str, str | None]]:
    """(id, kind, error) of every update that was given up, for the operator."""
    rows = await session.execute(
        select(InboxUpdate.id, InboxUpdate.kind, InboxUpdate.error).where(InboxUpdate.is_dead).order_by(InboxUpdate.id)
    )
    return [(row.id, row.kind, row.error) for row in rows]


def _rows(result: Any) -> int:
    assert isinstance(result, CursorResult)
    return max(result.rowcount, 0)
