"""The outbox: messages on their way to people, and what became of each.

    notices due ── services.making ──> open <──────────── handed back: begun by nobody (start, stop, pause of the token)
                                      │ ▲                    ▲                                            ▲
                     pause ─> paused ─┘ │ claim              │                                            │
                              ▲  └──────┴────> claimed ──────┤                                            │
                              │ resume            │          └─> skipped   nobody wants it any more, or the batch was
                            open, retry           │                        stopped
                              ▲                   │ begin: committed before the call, at most for the sends of the
                              │                   ▼        next fraction of a second
                            retry <─────────── sending ──> sent         Telegram said so
                     (429, not sent: at due_at)   ├──────> unreachable  blocked, deactivated, no such chat
                                                  ├──────> failed       refused, or tried too often; with the reason
                                                  └──────> unknown      no answer, or a kill between call and record:
                                                                        counted, shown, never repeated blindly

Always: a message is sent only by whoever has moved it from claimed to sending, so at most once; what was sending when
the process died is unknown; a wait of hours is ``due_at`` in the database, not a sleeping coroutine. One process of an
installation runs this (``bot.election``), since one token has one rate budget.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, and_, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from models import UNFINISHED, Citizen, Message, MessageState, Notice, Subscription, Unreachable
from models.among import among
from models.base import UtcDateTime

NOTIFICATION, BROADCAST = 1, 2  # lanes, as bot.pacing numbers them
_messages: Table = Message.__table__  # type: ignore[assignment]  # SQLAlchemy types it as any selectable


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message in hand: nobody else sends it."""

    id: int
    citizen_id: int
    kind: str
    attempts: int
    due_at: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message. ``due_at`` is when it is tried again, for ``open`` and ``retry``."""

    message_id: int
    state: MessageState
    reason: str | None = None
    telegram_message_id: int | None = None
    due_at: datetime | None = None
    is_attempt: bool = True  # whether the try counts: a pause that Telegram asked for does not


# --- the statements of every turn, built once: building and compiling them would take longer than executing ------

_columns = _messages.c
_state = _columns.state.type
_is_due = (
    UNFINISHED,
    _columns.state.in_((MessageState.OPEN, MessageState.RETRY)),
    _columns.lane == bindparam("the_lane"),
    _columns.due_at <= bindparam("now", type_=UtcDateTime()),
)
_DUE = select(_columns.id).where(*_is_due).order_by(_columns.due_at, _columns.id).limit(bindparam("most"))
_CLAIM = (
    update(_messages)
    .where(_columns.id.in_(_DUE))
    .values(state=MessageState.CLAIMED)
    .returning(_columns.id, _columns.citizen_id, _columns.kind, _columns.attempts, _columns.due_at, _columns.created_at)
)
# Without the times, which cost more to read than the rest and which nothing said to people is about.
_PEOPLE = (
    select(Citizen)
    .where(among(Citizen.id, "ids"))
    .options(
        *(
            defer(unused, raiseload=True)
            for unused in (
                Citizen.created_at,
                Citizen.seen_at,
                Citizen.consented_at,
                Citizen.unreachable_since,
                Citizen.came_for,
            )
        )
    )
)
_NOTICES = (
    select(Notice)
    .where(among(Notice.message_id, "ids"))
    .order_by(Notice.id)
    .options(defer(Notice.due_at, raiseload=True))
)
_BEGIN = (
    update(_messages)
    .where(among(_columns.id, "ids"), _columns.state == MessageState.CLAIMED)
    .values(state=MessageState.SENDING, attempts=_columns.attempts + 1)
    .returning(_columns.id)
)
_in_hand = and_(
    _columns.id == bindparam("message"),
    or_(_columns.state == MessageState.CLAIMED, _columns.state == MessageState.SENDING),
)
_CLOSE = (
    update(_messages)
    .where(_in_hand)
    .values(
        state=bindparam("becomes", type_=_state),
        reason=bindparam("why"),
        telegram_message_id=bindparam("its_id"),
        closed_at=bindparam("now", type_=UtcDateTime()),
    )
)
_PUT_BACK = (
    update(_messages)
    .where(_in_hand)
    .values(
        state=bindparam("becomes", type_=_state),
        reason=bindparam("why"),
        due_at=bindparam("at", type_=UtcDateTime()),
        attempts=_columns.attempts - bindparam("undone"),
    )
)


# --- claiming and sending --------------------------------------------------------------------------------------


async def recover(session: AsyncSession, *, now: datetime) -> tuple[int, int]:
    """What a process left behind when it died: (handed back because nobody began them, of unknown outcome)."""
    unfinished = update(Message).where(UNFINISHED)
    back: Any = await session.execute(
        unfinished.where(Message.state == MessageState.CLAIMED).values(state=MessageState.OPEN)
    )
    unknown: Any = await session.execute(
        unfinished.where(Message.state == MessageState.SENDING).values(
            state=MessageState.UNKNOWN, reason="the process ended between sending and recording", closed_at=now
        )
    )
    return int(back.rowcount), int(unknown.rowcount)


async def is_due(session: AsyncSession, lane: int, *, now: datetime) -> bool:
    """Whether a message of a lane waits to be claimed."""
    return await session.scalar(_DUE, {"the_lane": lane, "now": now, "most": 1}) is not None


async def claim(session: AsyncSession, lane: int, *, now: datetime, limit: int) -> list[Claimed]:
    """Take up to ``limit`` messages of a lane that are due, the longest due first, in one statement."""
    connection = await session.connection()
    taken = await connection.execute(_CLAIM, {"the_lane": lane, "now": now, "most": limit})
    return sorted((Claimed(*row) for row in taken), key=lambda one: (one.due_at, one.id))


async def read_round(
    session: AsyncSession, claimed: Sequence[Claimed]
) -> tuple[dict[int, Citizen], dict[int, list[Notice]]]:
    """(the people by id, the notices by message) of what was claimed."""
    people = await session.scalars(_PEOPLE, {"ids": [one.citizen_id for one in claimed]})
    told: dict[int, list[Notice]] = {}
    for notice in await session.scalars(_NOTICES, {"ids": [one.id for one in claimed]}):
        assert notice.message_id is not None
        told.setdefault(notice.message_id, []).append(notice)
    return {one.id: one for one in people}, told


async def begin(session: AsyncSession, ids: Collection[int]) -> frozenset[int]:
    """Say, before the calls, which messages are now being sent; those stopped meanwhile are not among them."""
    connection = await session.connection()
    return frozenset((await connection.execute(_BEGIN, {"ids": list(ids)})).scalars())


async def record(session: AsyncSession, outcomes: Sequence[Outcome], *, now: datetime) -> None:
    """Write down what became of the messages, many at once."""
    connection = await session.connection()
    closed = [
        {
            "message": one.message_id,
            "becomes": one.state,
            "why": _short(one),
            "its_id": one.telegram_message_id,
            "now": now,
        }
        for one in outcomes
        if one.due_at is None
    ]
    back = [
        {
            "message": one.message_id,
            "becomes": one.state,
            "why": _short(one),
            "at": one.due_at,
            "undone": 0 if one.is_attempt else 1,
        }
        for one in outcomes
        if one.due_at is not None
    ]
    if closed:
        await connection.execute(_CLOSE, closed)
    if back:
        await connection.execute(_PUT_BACK, back)


def _short(outcome: Outcome) -> str | None:
    return outcome.reason[:200] if outcome.reason else None


async def list_told(
    session: AsyncSession, citizen_id: int, kinds: Collection[str], subject: str, *, before: int
) -> Sequence[Message]:
    """What told somebody of a subject in earlier notices than ``before``, or is to; the latest first."""
    query = (
        select(Message)
        .join(Notice, Notice.message_id == Message.id)
        .where(Notice.citizen_id == citizen_id, Notice.kind.in_(kinds), Notice.subject == subject, Notice.id < before)
        .where(Message.state != MessageState.SKIPPED)
    )
    return (await session.scalars(query.order_by(Message.id.desc()))).all()


async def lose(session: AsyncSession, citizen_ids: Collection[int], why: Unreachable, *, now: datetime) -> None:
    """Telegram does not deliver to these people. Who blocked the bot may be back; a deleted account will not."""
    await session.execute(
        update(Citizen)
        .where(Citizen.id.in_(citizen_ids), Citizen.unreachable.is_(None))
        .values(unreachable=why, unreachable_since=now)
    )
    if why is Unreachable.DEACTIVATED:
        await session.execute(delete(Subscription).where(Subscription.citizen_id.in_(citizen_ids)))


async def move(session: AsyncSession, citizen_id: int, telegram_id: int) -> None:
    """The chat has a new id; one that is another person's already is left alone."""
    taken = select(Citizen.id).where(Citizen.telegram_id == telegram_id)
    await session.execute(
        update(Citizen).where(Citizen.id == citizen_id, ~taken.exists()).values(telegram_id=telegram_id)
    )
