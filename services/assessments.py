"""Citizens watch: "Is it true?" about a published report. One answer a person, changeable."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import Assessment, Citizen, FileKind, Region, Role, Verdict
from services import audit, files, reports, staff
from services.errors import FileRefused, NotFound, TextTooLong, TextTooShort
from services.files import Received
from services.sources.incoming import keepable

COMMENT_LIMITS = (2, 1000)


@dataclass(frozen=True)
class Tally:
    """How many said what. It exists only once enough people have answered."""

    counts: Mapping[Verdict, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


async def tallies(session: AsyncSession, report_ids: Iterable[int], *, minimum: int) -> dict[int, Tally]:
    """Report id → what people say, for those with at least ``minimum`` answers; hidden ones do not count."""
    counted = (
        select(Assessment.report_id, Assessment.verdict, func.count())
        .where(Assessment.report_id.in_(list(report_ids)), Assessment.hidden_at.is_(None))
        .group_by(Assessment.report_id, Assessment.verdict)
    )
    found: dict[int, dict[Verdict, int]] = {}
    for report_id, verdict, count in await session.execute(counted):
        found.setdefault(report_id, dict.fromkeys(Verdict, 0))[verdict] = count
    every = {report_id: Tally(counts) for report_id, counts in found.items()}
    return {report_id: tally for report_id, tally in every.items() if tally.total >= minimum}


async def tally(session: AsyncSession, report_id: int, *, minimum: int) -> Tally | None:
    """What people say about a report; None below ``minimum`` answers: a few voices are not the citizens' view."""
    return (await tallies(session, [report_id], minimum=minimum)).get(report_id)


async def find_own(session: AsyncSession, citizen: Citizen, report_id: int) -> Assessment | None:
    """What the person has answered about this report."""
    query = select(Assessment).where(Assessment.report_id == report_id, Assessment.citizen_id == citizen.id)
    return await session.scalar(query.options(selectinload(Assessment.photo)))


async def list_own(session: AsyncSession, citizen: Citizen) -> Sequence[Assessment]:
    """Everything the person has answered."""
    query = select(Assessment).where(Assessment.citizen_id == citizen.id).order_by(Assessment.id)
    return (await session.scalars(query.options(selectinload(Assessment.photo)))).all()


async def judge(
    session: AsyncSession, citizen: Citizen, report_id: int, verdict: Verdict, *, now: datetime
) -> Assessment:
    """Give or change the answer. Raises NotFound for a report that is not public."""
    await reports.get_public(session, report_id)
    own = await find_own(session, citizen, report_id)
    if own is None:
        own = Assessment(
            report_id=report_id,
            citizen_id=citizen.id,
            region_id=citizen.region_id,
            created_at=now,
            photo=None,
        )
        session.add(own)
    own.verdict, own.changed_at = verdict, now
    await session.flush()
    return own


async def get_own(session: AsyncSession, citizen: Citizen, report_id: int) -> Assessment:
    """The person's answer about a report that is still public. Raises NotFound without one."""
    await reports.get_public(session, report_id)
    own = await find_own(session, citizen, report_id)
    if own is None:
        raise NotFound
    return own


async def place(session: AsyncSession, own: Assessment, region_id: str | None, *, now: datetime) -> None:
    """Say from where the person sees it. Raises NotFound for no such region."""
    if region_id is not None and await session.get(Region, region_id) is None:
        raise NotFound
    own.region_id, own.changed_at = region_id, now
    await session.flush()


async def comment(session: AsyncSession, own: Assessment, text: str, *, now: datetime) -> None:
    """Add or replace the comment. Raises TextTooShort or TextTooLong."""
    text = keepable(text)
    if len(text) < COMMENT_LIMITS[0]:
        raise TextTooShort(len(text), COMMENT_LIMITS[0])
    if len(text) > COMMENT_LIMITS[1]:
        raise TextTooLong(len(text), COMMENT_LIMITS[1])
    own.comment, own.changed_at = text, now
    await session.flush()


async def show_photo(
    session: AsyncSession, citizen: Citizen, own: Assessment, received: Received, *, bot_id: int, now: datetime
) -> None:
    """Add or replace the photo. Raises FileRefused for anything else."""
    if received.kind is not FileKind.PHOTO:
        raise FileRefused("kind")
    own.photo = await files.keep(session, citizen, received, bot_id=bot_id, now=now)
    own.changed_at = now
    await session.flush()


# --- the Secretariat -----------------------------------------------------------------------------------------------


async def list_latest(
    session: AsyncSession,
    officer: Citizen,
    *,
    now: datetime,
    limit: int,
    offset: int = 0,
) -> Sequence[Assessment]:
    """The answers about all reports, hidden ones too, the latest first. Raises NotYours."""
    await _require(session, officer, "assessment.read", "reports", now=now)
    query = select(Assessment).options(selectinload(Assessment.photo))
    latest = query.order_by(Assessment.changed_at.desc(), Assessment.id.desc()).limit(limit).offset(offset)
    return (await session.scalars(latest)).all()


async def get(session: AsyncSession, officer: Citizen, assessment_id: int, *, now: datetime) -> Assessment:
    """One answer for the Secretariat. Raises NotYours, NotFound."""
    await _require(session, officer, "assessment.read", f"assessment:{assessment_id}", now=now)
    query = select(Assessment).where(Assessment.id == assessment_id).options(selectinload(Assessment.photo))
    found = await session.scalar(query)
    if found is None:
        raise NotFound
    return found


async def hide(
    session: AsyncSession, officer: Citizen, assessment_id: int, *, now: datetime, is_hidden: bool = True
) -> Assessment:
    """Take abuse out of the count, or put it back. Raises NotYours, NotFound."""
    found = await get(session, officer, assessment_id, now=now)
    if (found.hidden_at is not None) is not is_hidden:
        found.hidden_at = now if is_hidden else None
        audit.note(session, officer, "assessment.hide", f"assessment:{found.id}", now=now, fields=["hidden_at"])
        await session.flush()
    return found


def is_unchecked() -> ColumnElement[bool]:
    """What waits to be looked at: a comment or a photo that nobody at the desk has seen as it is now."""
    return and_(
        Assessment.hidden_at.is_(None),
        or_(Assessment.comment.is_not(None), Assessment.photo_id.is_not(None)),
        or_(Assessment.checked_at.is_(None), Assessment.checked_at < Assessment.changed_at),
    )


async def list_unchecked(
    session: AsyncSession, officer: Citizen, report_id: int, *, now: datetime, limit: int
) -> Sequence[Assessment]:
    """Comments and photos to a report that wait to be looked at, the oldest first. Raises NotYours."""
    await _require(session, officer, "assessment.read", f"report:{report_id}", now=now)
    query = select(Assessment).where(Assessment.report_id == report_id, is_unchecked())
    return (await session.scalars(query.order_by(Assessment.changed_at, Assessment.id).limit(limit))).all()


async def check(session: AsyncSession, officer: Citizen, assessment_id: int, *, now: datetime) -> Assessment:
    """Note that comment and photo are in order. Raises NotYours, NotFound."""
    found = await get(session, officer, assessment_id, now=now)
    if found.checked_at is None or found.checked_at < found.changed_at:
        found.checked_at = now
        audit.note(session, officer, "assessment.check", f"assessment:{found.id}", now=now, fields=["checked_at"])
        await session.flush()
    return found


async def _require(session: AsyncSession, officer: Citizen, action: str, subject: str, *, now: datetime) -> None:
    await staff.require(session, officer, Role.MODERATOR, action=action, subject=subject, now=now)
