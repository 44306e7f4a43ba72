"""Notices become messages: set-based, a chunk of people at a time, at the hour at which each wants to hear."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Update,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Fanout, Frequency, Message, MessageState, Notice
from models.among import among
from models.base import UtcDateTime
from services import hours
from services.hours import Moment
from services.kinds import KINDS, When, having

# People at a time: while their messages are made, nobody else writes on SQLite.
CHUNK = 250
_TOLD_AS = "".join(f" WHEN '{name}' THEN '{kind.is_told_as}'" for name, kind in KINDS.items() if kind.is_told_as)
_KIND: ColumnElement[str] = literal_column(f"CASE notices.kind{_TOLD_AS} ELSE notices.kind END")
_APART_KINDS = ", ".join(f"'{name}'" for name, kind in KINDS.items() if kind.is_apart)
_APART: ColumnElement[str] = literal_column(
    f"CASE WHEN notices.kind IN ({_APART_KINDS}) THEN notices.cause ELSE '' END"
)
_LANE: ColumnElement[int] = literal_column("CASE notices.kind WHEN 'broadcast' THEN 2 ELSE 1 END")
_NOT_TOLD = (MessageState.SKIPPED, MessageState.UNREACHABLE, MessageState.FAILED)


async def make_messages(session: AsyncSession, moment: Moment, *, weekly_cap: int) -> int:
    """Make the messages of a chunk of people who have notices due: one each for all they follow, one for every other
    kind. Who wants silence now, or their digest later, or has had ``weekly_cap`` messages this week, waits; not for
    what they are waiting for themselves.

    Returns how many people were looked at; 0 when nothing is due.
    """
    people = (await session.scalars(_OLDEST, {"now": moment.now})).all()
    if not people:
        return 0
    connection = await session.connection()
    given = {"now": moment.now, "people": list(people)}
    postpone = _postponing(moment.hour_began, moment.zone, weekly_cap)
    await connection.execute(postpone, given | {"week_began": moment.week_began})
    newest = await session.scalar(select(func.max(Message.id))) or 0
    await connection.execute(_MAKE, given)
    await connection.execute(_PUT_IN, given | {"newest": newest})
    return len(people)


# --- the statements, built once: building and compiling them takes longer than a small chunk does -----------------

_now = bindparam("now", type_=UtcDateTime())
_waiting = and_(Notice.message_id.is_(None), Notice.due_at <= _now)
_oldest = select(Notice.citizen_id).where(_waiting).order_by(Notice.due_at, Notice.citizen_id).limit(CHUNK).subquery()
_OLDEST = select(_oldest.c[0]).distinct()
_theirs = and_(_waiting, among(Notice.citizen_id, "people"))
_one_cause = case((func.min(Notice.cause) == func.max(Notice.cause), func.substr(func.min(Notice.cause), 1, 80)))
_MAKE = insert(Message).from_select(
    ("citizen_id", "kind", "lane", "batch", "state", "attempts", "due_at", "created_at"),
    select(
        Notice.citizen_id,
        _KIND,
        _LANE,
        _one_cause,
        literal(MessageState.OPEN, Message.state.type),
        literal(0),
        func.min(Notice.due_at),
        _now,
    )
    .where(_theirs)
    .group_by(Notice.citizen_id, _KIND, _LANE, _APART)
    .order_by(func.min(Notice.id)),  # what was said first is read first, also after a night's silence
    include_defaults=False,
)
_made = (
    select(Message.id)
    .where(
        Message.id > bindparam("newest"),
        Message.citizen_id == Notice.citizen_id,
        Message.kind == _KIND,
        or_(_APART == "", Message.batch == func.substr(_APART, 1, 80)),
    )
    .correlate(Notice)
    .scalar_subquery()
)
_PUT_IN = update(Notice).where(_theirs).values(message_id=_made)


@lru_cache(maxsize=2)
def _postponing(hour_began: datetime, zone: ZoneInfo, weekly_cap: int) -> Update:
    """The same during an hour: people's times are whole hours, so none is passed in between."""
    moment = Moment(hour_began, zone)
    hour = hours.digest_hour_of()
    next_week = hours.next_time(moment, hour, weekday=0)
    this_week = (
        select(func.count())
        .select_from(Message)
        .where(
            Message.citizen_id == Citizen.id,
            Message.kind == "report",
            Message.created_at >= bindparam("week_began", type_=UtcDateTime()),
            Message.state.not_in(_NOT_TOLD),
        )
        .correlate(Citizen)
        .scalar_subquery()
    )
    # A digest has come when its hour has struck since the notice was given.
    tomorrow_or_later = and_(Citizen.frequency == Frequency.DAILY, Notice.created_at >= hours.last_time(moment, hour))
    on_monday = and_(
        Citizen.frequency == Frequency.WEEKLY, Notice.created_at >= hours.last_time(moment, hour, weekday=0)
    )
    is_followed = Notice.kind.in_(having(When.FOLLOWED))
    later = case(
        (and_(is_followed, or_(on_monday, this_week >= weekly_cap)), next_week),
        (and_(is_followed, tomorrow_or_later), hours.next_time(moment, hour)),
        (
            and_(hours.quiet_at(moment.hour), Notice.kind.not_in(having(When.AWAITED))),
            hours.next_time(moment, Citizen.quiet_until),
        ),
    )
    due = select(later).where(Citizen.id == Notice.citizen_id).correlate(Notice).scalar_subquery()
    # Most want it now: rewriting the same time would cost as much as making the messages.
    return update(Notice).where(_theirs, due.is_not(None)).values(due_at=due)


async def is_anything_waiting(session: AsyncSession, *, now: datetime) -> tuple[bool, bool]:
    """(whether every fact has been told to its whole audience, whether a notice is due and in no message yet)."""
    fanout = await session.scalar(select(Fanout.id).where(Fanout.done_at.is_(None)).limit(1))
    notice = await session.scalar(select(Notice.id).where(Notice.message_id.is_(None), Notice.due_at <= now).limit(1))
    return fanout is None, notice is not None
