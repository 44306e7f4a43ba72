"""A broadcast is confirmed: checked, perhaps approved by a second person, its recipients frozen.

Freezing writes a notice for each person whom the audience holds at that instant, some thousands at a time, with the
hour at which it is due: the first chunk here, the rest by ``notifications.run_due_fanouts``.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Broadcast, BroadcastState, Citizen, Fanout, Role, StaffRole
from services import audit, notices, notifications
from services import broadcast_checks as checks
from services.broadcast_checks import Blocker
from services.broadcast_outlook import Outlook
from services.broadcasts import count, find, require
from services.errors import Blocked, HourIsPast, NotEditable, SecondPersonNeeded

KIND = "broadcast"
S = BroadcastState


async def blockers(
    session: AsyncSession,
    broadcast: Broadcast,
    *,
    starts_at: datetime,
    zone: ZoneInfo,
    now: datetime,
    outlook: Outlook | None = None,
) -> list[Blocker]:
    """Everything that keeps it from beginning at that instant."""
    found = [*checks.of_texts(broadcast), *checks.of_links(broadcast, outlook.reached if outlook else {})]
    found += checks.of_hour(starts_at, zone)
    found += await checks.of_others(session, broadcast, starts_at=starts_at)
    if not sum((await count(session, broadcast, now=now, outlook=outlook)).values()):
        found.append(Blocker("nobody"))
    return found


async def confirm(
    session: AsyncSession,
    officer: Citizen,
    broadcast_id: int,
    *,
    now: datetime,
    zone: ZoneInfo,
    starts_at: datetime | None = None,
    needs_approval: bool = False,
    outlook: Outlook | None = None,
) -> Broadcast:
    """Begin now, or at ``starts_at``; where a second person has to approve, it waits for them.

    Raises NotYours, NotFound, NotEditable, HourIsPast or Blocked.
    """
    await require(session, officer, "confirm", broadcast_id, now)
    draft = await find(session, broadcast_id, for_update=True)
    if draft.state is not S.DRAFT:
        raise NotEditable
    if starts_at is not None and starts_at <= now:
        raise HourIsPast
    if found := await blockers(session, draft, starts_at=starts_at or now, zone=zone, now=now, outlook=outlook):
        raise Blocked(found)
    draft.confirmed_by_id, draft.confirmed_at, draft.starts_at = officer.id, now, starts_at
    audit.note(session, officer, "broadcast.confirm", draft.cause, now=now, fields=["starts_at"] if starts_at else [])
    if needs_approval:
        draft.state = S.AWAITING
        await _ask_colleagues(session, draft, officer, now)
    else:
        await _freeze(session, draft, now)
    await session.flush()
    return draft


async def _ask_colleagues(session: AsyncSession, draft: Broadcast, officer: Citizen, now: datetime) -> None:
    may = or_(StaffRole.role == Role.ANNOUNCER, StaffRole.role == Role.ADMINISTRATOR)
    people = (
        select(StaffRole.citizen_id)
        .where(may, StaffRole.revoked_at.is_(None), StaffRole.citizen_id != officer.id)
        .distinct()
    )
    cause = f"broadcast-approval:{draft.id}:{now.timestamp():.0f}"
    await notices.give(session, people, cause=cause, kind="broadcast-approval", subject=str(draft.id), now=now)


async def _freeze(session: AsyncSession, draft: Broadcast, now: datetime) -> None:
    draft.starts_at = draft.starts_at or now
    is_later = draft.starts_at > now
    draft.state = S.SCHEDULED if is_later else S.RUNNING
    if not is_later:
        draft.started_at = draft.running_since = now
    await session.flush()
    fanout = Fanout(cause=draft.cause, kind=KIND, subject=str(draft.id), broadcast_id=draft.id, created_at=now)
    fanout.due_at = draft.starts_at
    await notifications.begin(session, fanout, now=now)


async def approve(
    session: AsyncSession,
    officer: Citizen,
    broadcast_id: int,
    *,
    now: datetime,
    zone: ZoneInfo,
    outlook: Outlook | None = None,
) -> Broadcast:
    """The second person's word: it begins, or waits for its hour; recipients are frozen now.

    Raises NotYours, NotFound, NotEditable, SecondPersonNeeded, HourIsPast or Blocked.
    """
    await require(session, officer, "approve", broadcast_id, now)
    found = await find(session, broadcast_id, for_update=True)
    if found.state is not S.AWAITING:
        raise NotEditable
    if found.confirmed_by_id == officer.id:
        raise SecondPersonNeeded
    if found.starts_at is not None and found.starts_at <= now:
        raise HourIsPast
    if held := await blockers(session, found, starts_at=found.starts_at or now, zone=zone, now=now, outlook=outlook):
        raise Blocked(held)
    found.approved_by_id = officer.id
    await _freeze(session, found, now)
    await _tell_announcer(session, found, officer, "approved", now)
    audit.note(session, officer, "broadcast.approve", found.cause, now=now)
    return found


async def take_back(session: AsyncSession, officer: Citizen, broadcast_id: int, *, now: datetime) -> Broadcast:
    """From waiting for approval back to a draft. Raises NotYours, NotFound or NotEditable."""
    await require(session, officer, "take-back", broadcast_id, now)
    found = await find(session, broadcast_id, for_update=True)
    if found.state is not S.AWAITING:
        raise NotEditable
    await _tell_announcer(session, found, officer, "returned", now)
    found.state, found.starts_at, found.confirmed_at, found.confirmed_by_id = S.DRAFT, None, None, None
    audit.note(session, officer, "broadcast.take-back", found.cause, now=now)
    await session.flush()
    return found


async def _tell_announcer(session: AsyncSession, found: Broadcast, officer: Citizen, what: str, now: datetime) -> None:
    """Whoever confirmed it hears what a colleague has made of it."""
    people = select(Citizen.id).where(Citizen.id == found.confirmed_by_id, Citizen.id != officer.id)
    cause = f"broadcast-{what}:{found.id}:{now.timestamp():.0f}"
    await notices.give(session, people, cause=cause, kind=f"broadcast-{what}", subject=str(found.id), now=now)


async def send_test(session: AsyncSession, officer: Citizen, broadcast_id: int, *, now: datetime) -> None:
    """Bring it to the announcer alone, on the very way it will take. Raises NotYours, NotFound or Blocked."""
    await require(session, officer, "test", broadcast_id, now)
    found = await find(session, broadcast_id)
    if wrong := checks.of_texts(found):
        raise Blocked(wrong)
    cause = f"broadcast-test:{found.id}:{now.timestamp():.3f}"
    me = select(Citizen.id).where(Citizen.id == officer.id)
    await notices.give(session, me, cause=cause, kind="broadcast-test", subject=str(found.id), now=now)
    audit.note(session, officer, "broadcast.test", found.cause, now=now)
    await session.flush()
