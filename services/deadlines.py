"""Deadlines of reports, so that silence is an event: officers are reminded before, followers are told after.

opens_on ─────────── due_on - 7 days ─────── due_on ──── + grace ─────────── + 30 days
a report counts      officers reminded                   "it has not come"   "it still has not come"
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Commitment, CommitmentAgency, Report, ReportDeadline, ReportState, Role, StaffRole
from models.database import Database
from services import audit, notices, notifications, staff
from services.errors import DayIsPast, NotFound

REMIND_BEFORE = timedelta(days=7)
LONG_OVERDUE = timedelta(days=30)
USUAL_GRACE_DAYS = 7
# A first deadline, with none before it: what was reported up to a quarter earlier counts.
_USUAL_PERIOD = timedelta(days=92)
_GIVE_UP = timedelta(days=366)
_HAS_COME = (ReportState.RECEIVED, ReportState.PUBLISHED)  # one that waits for approval is not the agency's silence


async def set_deadline(
    session: AsyncSession,
    officer: Citizen,
    commitment_id: str,
    *,
    due_on: date,
    today: date,
    now: datetime,
    grace_days: int = USUAL_GRACE_DAYS,
) -> ReportDeadline:
    """Say when a report on a commitment is due; saying it again changes the grace and switches it on.

    Raises NotYours, NotFound, DayIsPast: a silence of years would otherwise be announced as news.
    """
    await _require(session, officer, commitment_id, now=now)
    if await session.get(Commitment, commitment_id) is None:
        raise NotFound
    if due_on < today:
        raise DayIsPast
    known = await session.scalar(
        select(ReportDeadline).where(ReportDeadline.commitment_id == commitment_id, ReportDeadline.due_on == due_on)
    )
    if known is None:
        opens_on = await _opens_on(session, commitment_id, due_on)
        known = ReportDeadline(commitment_id=commitment_id, due_on=due_on, opens_on=opens_on, set_at=now)
        session.add(known)
    known.grace_days, known.is_on = grace_days, True
    audit.note(session, officer, "deadline.set", f"commitment:{commitment_id}", now=now, fields=["due_on", "grace"])
    await session.flush()
    return known


async def _opens_on(session: AsyncSession, commitment_id: str, due_on: date) -> date:
    before = await session.scalar(
        select(func.max(ReportDeadline.due_on)).where(
            ReportDeadline.commitment_id == commitment_id, ReportDeadline.due_on < due_on
        )
    )
    return max(before + timedelta(days=1), due_on - _USUAL_PERIOD) if before else due_on - _USUAL_PERIOD


async def switch(session: AsyncSession, officer: Citizen, commitment_id: str, *, on: bool, now: datetime) -> None:
    """Switch the deadlines of a commitment off, or on again: nobody is reminded or told while they are off."""
    await _require(session, officer, commitment_id, now=now)
    await session.execute(update(ReportDeadline).where(ReportDeadline.commitment_id == commitment_id).values(is_on=on))
    action = "deadline.switch-on" if on else "deadline.switch-off"
    audit.note(session, officer, action, f"commitment:{commitment_id}", now=now)
    await session.flush()


async def list_of(session: AsyncSession, commitment_id: str) -> Sequence[ReportDeadline]:
    """The deadlines of a commitment, the latest first."""
    query = select(ReportDeadline).where(ReportDeadline.commitment_id == commitment_id)
    return (await session.scalars(query.order_by(ReportDeadline.due_on.desc()))).all()


async def find_open(session: AsyncSession, deadline_id: int, *, zone: ZoneInfo) -> ReportDeadline | None:
    """The deadline, if it is switched on and its report has not come."""
    deadline = await session.get(ReportDeadline, deadline_id)
    if deadline is None or not deadline.is_on or await _has_come(session, deadline, zone):
        return None
    return deadline


async def list_silent(session: AsyncSession, *, now: datetime, zone: ZoneInfo) -> list[ReportDeadline]:
    """Deadlines of the last year whose grace has passed and whose report has not come, the oldest first."""
    today = now.astimezone(zone).date()
    query = select(ReportDeadline).where(
        ReportDeadline.is_on, ReportDeadline.due_on < today, ReportDeadline.due_on >= today - _GIVE_UP
    )
    found = (await session.scalars(query.order_by(ReportDeadline.due_on, ReportDeadline.id))).all()
    return [one for one in found if told_from(one) < today and not await _has_come(session, one, zone)]


def told_from(deadline: ReportDeadline) -> date:
    """The last day of grace: whoever reports later has been silent."""
    return deadline.due_on + timedelta(days=deadline.grace_days)


async def run_due_deadlines(database: Database, *, now: datetime, zone: ZoneInfo) -> int:
    """Remind and tell whoever is to be reminded and told today. Returns how many deadlines were acted on."""
    today = now.astimezone(zone).date()
    async with database.read() as session:
        query = select(ReportDeadline.id).where(
            ReportDeadline.is_on,
            ReportDeadline.due_on <= today + REMIND_BEFORE,
            ReportDeadline.due_on >= today - _GIVE_UP,
        )
        due = (await session.scalars(query.order_by(ReportDeadline.id))).all()
    acted = 0
    for deadline_id in due:
        async with database.begin() as session:
            deadline = await find_open(session, deadline_id, zone=zone)
            if deadline is not None:
                acted += await _act(session, deadline, today, now=now)
    return acted


async def _act(session: AsyncSession, deadline: ReportDeadline, today: date, *, now: datetime) -> int:
    if today <= deadline.due_on:
        officers = select(StaffRole.citizen_id).where(
            StaffRole.role == Role.AGENCY_OFFICER,
            StaffRole.revoked_at.is_(None),
            StaffRole.agency_id.in_(
                select(CommitmentAgency.agency_id).where(CommitmentAgency.commitment_id == deadline.commitment_id)
            ),
        )
        cause = f"deadline:{deadline.id}:before"
        subject = str(deadline.id)
        return await notices.give(
            session, officers.distinct(), cause=cause, kind="report-due", subject=subject, now=now
        )
    if today > told_from(deadline) + LONG_OVERDUE:
        return await _tell(session, deadline, "long", now=now)
    if today > told_from(deadline):
        return await _tell(session, deadline, "first", now=now)
    return 0


async def _tell(session: AsyncSession, deadline: ReportDeadline, which: str, *, now: datetime) -> int:
    """Tell the Secretariat first: who also follows gets one notice, and theirs does not wait for a digest."""
    cause, subject = f"overdue:{deadline.id}:{which}", str(deadline.id)
    desk = select(StaffRole.citizen_id).where(
        StaffRole.role.in_((Role.ADMINISTRATOR, Role.MODERATOR)), StaffRole.revoked_at.is_(None)
    )
    told = await notices.give(session, desk.distinct(), cause=cause, kind="overdue-desk", subject=subject, now=now)
    return told + await notifications.tell_followers(
        session, deadline.commitment_id, cause=cause, kind="overdue", subject=subject, now=now
    )


async def _has_come(session: AsyncSession, deadline: ReportDeadline, zone: ZoneInfo) -> bool:
    since = datetime.combine(deadline.opens_on, time(), zone)
    # Where a report only seems to be about this commitment, an officer has yet to say so: no silence either.
    is_likely = and_(Report.commitment_id.is_(None), Report.suggested_commitment_id == deadline.commitment_id)
    is_about = or_(Report.commitment_id == deadline.commitment_id, is_likely)
    query = select(Report.id).where(is_about, Report.state.in_(_HAS_COME), Report.received_at >= since)
    return await session.scalar(query.limit(1)) is not None


async def _require(session: AsyncSession, officer: Citizen, commitment_id: str, *, now: datetime) -> None:
    subject = f"commitment:{commitment_id}"
    await staff.require(session, officer, Role.MODERATOR, action="deadline.set", subject=subject, now=now)
