"""Reports of the agencies: what is published, what waits for the Secretariat, and its decisions.

The state machine is drawn in ``models.report``. How reports come in: ``services.sources`` and
``services.report_drafts``.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import (
    Citizen,
    Commitment,
    Language,
    Origin,
    Report,
    ReportFile,
    ReportState,
    ReportText,
    Role,
)
from services import audit, publication, staff
from services.errors import AlreadySettled, CommitmentNeeded, NotFound, TextTooLong, TextTooShort
from services.sources.incoming import IncomingReport

REASON_LIMITS = (5, 1000)
TEXT_LIMITS = (20, 3000)
OBSTACLES_LIMITS = (10, 2000)
_DECIDED_BY = ["state", "pending", "version", "published_at", "commitment_id"]
# What stands in ``pending`` when the source has taken a published report back.
GONE = {"withdrawn": True}
# As ``Report.waits_since``.
_waits_since: Any = func.coalesce(case((Report.pending.is_not(None), Report.pending_since)), Report.received_at)

WHOLE = (
    selectinload(Report.texts),
    selectinload(Report.files).selectinload(ReportFile.file),
)


# --- looking -------------------------------------------------------------------------------------------------


async def get(session: AsyncSession, report_id: int) -> Report:
    """One report in any state, whole. Raises NotFound."""
    found = await session.scalar(select(Report).where(Report.id == report_id).options(*WHOLE))
    if found is None:
        raise NotFound
    return found


async def get_public(session: AsyncSession, report_id: int) -> Report:
    """A published report. Raises NotFound for what is not, or no longer, public."""
    report = await get(session, report_id)
    if report.state is not ReportState.PUBLISHED:
        raise NotFound
    return report


def _published(commitment_id: str | None, agency_id: str | None) -> Select[Any]:
    query = select(Report).where(Report.state == ReportState.PUBLISHED)
    if commitment_id:
        query = query.where(Report.commitment_id == commitment_id)
    if agency_id:
        query = query.where(Report.agency_id == agency_id)
    return query


async def list_published(
    session: AsyncSession,
    *,
    commitment_id: str | None = None,
    agency_id: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Sequence[Report]:
    """Published reports, the newest first."""
    query = _published(commitment_id, agency_id).options(*WHOLE)
    newest = query.order_by(Report.published_at.desc(), Report.id.desc()).limit(limit).offset(offset)
    return (await session.scalars(newest)).all()


async def count_published(
    session: AsyncSession, *, commitment_id: str | None = None, agency_id: str | None = None
) -> int:
    counted = select(func.count()).select_from(_published(commitment_id, agency_id).subquery())
    return await session.scalar(counted) or 0


async def list_waiting(session: AsyncSession, *, limit: int = 50) -> Sequence[Report]:
    """What the Secretariat has to decide: new reports, and changes of published ones; the oldest first."""
    waits = or_(Report.state == ReportState.RECEIVED, Report.pending.is_not(None))
    query = select(Report).where(waits).options(*WHOLE).order_by(_waits_since, Report.id)
    return (await session.scalars(query.limit(limit))).all()


async def list_of_agencies(session: AsyncSession, agencies: Sequence[str], *, limit: int = 10) -> Sequence[Report]:
    """The latest reports of these bodies in any state: what an officer sees of their own."""
    query = select(Report).where(Report.agency_id.in_(agencies)).options(*WHOLE)
    return (await session.scalars(query.order_by(_waits_since.desc(), Report.id.desc()).limit(limit))).all()


def missing_languages(report: Report) -> list[Language]:
    """The languages in which the report does not exist; English is welcome, not expected."""
    there = {text.lang for text in report.texts}
    return [language for language in (Language.KY, Language.RU) if language not in there]


def missing_obstacles(report: Report) -> list[Language]:
    """The languages that staff have translated into, but for what stood in the way."""
    if not any(text.obstacles for text in report.texts):
        return []
    return [text.lang for text in report.texts if text.origin is Origin.STAFF and not text.obstacles]


def proposed(report: Report) -> IncomingReport | None:
    """The changed version that waits beside a published one; None when there is none or it is a withdrawal."""
    if report.pending is None or is_withdrawal_pending(report):
        return None
    return IncomingReport.model_validate(report.pending)


def is_withdrawal_pending(report: Report) -> bool:
    """Whether the source took the published report back and the Secretariat has not confirmed it."""
    return report.pending == GONE


async def require_moderator(session: AsyncSession, officer: Citizen, *, now: datetime) -> None:
    """Raises NotYours, noted in the audit trail, for anybody who may not see what is not published yet."""
    await staff.require(session, officer, Role.MODERATOR, action="report.read", subject="reports", now=now)


# --- the Secretariat decides -----------------------------------------------------------------------------------


async def publish(
    session: AsyncSession, officer: Citizen, report: Report, *, now: datetime, commitment_id: str | None = None
) -> Report:
    """Approve a report, or the change that waits beside it; ``commitment_id`` confirms or corrects the match.

    Followers hear of each version once. Raises NotYours, CommitmentNeeded, NotFound, AlreadySettled.
    """
    await _require(session, officer, "report.publish", report, now=now)
    chosen = commitment_id or report.commitment_id
    if chosen is None:
        raise CommitmentNeeded
    if await session.get(Commitment, chosen) is None:
        raise NotFound
    if report.pending is not None:
        await _approve_change(session, report, chosen, now=now)
    elif report.state is ReportState.RECEIVED:
        report.commitment_id = chosen
        await publication.make_public(session, report, now=now)
    else:
        raise AlreadySettled
    audit.note(session, officer, "report.publish", f"report:{report.id}", now=now, fields=["state", "commitment"])
    await session.flush()
    return report


async def _approve_change(session: AsyncSession, report: Report, commitment_id: str, *, now: datetime) -> None:
    change = proposed(report)
    report.pending = None
    if change is None:
        await publication.take_back(session, report, now=now)
        return
    publication.rewrite(report, change)
    await publication.move(session, report, commitment_id)
    await publication.make_public(session, report, now=now)


async def reject(session: AsyncSession, officer: Citizen, report: Report, *, reason: str, now: datetime) -> None:
    """Refuse a report, or the change that waits beside it, with a reason that its officer reads.

    Raises NotYours, TextTooShort, TextTooLong, AlreadySettled.
    """
    await _require(session, officer, "report.reject", report, now=now)
    reason = _checked(reason, REASON_LIMITS)
    if report.pending is not None:
        report.pending = None
    elif report.state is ReportState.RECEIVED:
        report.state = ReportState.REJECTED
    else:
        raise AlreadySettled
    report.rejection_reason = reason
    audit.note(session, officer, "report.reject", f"report:{report.id}", now=now, fields=["state", "reason"])
    await session.flush()


async def withdraw(session: AsyncSession, officer: Citizen, report: Report, *, now: datetime) -> None:
    """Take a published report out of sight. Raises NotYours, AlreadySettled."""
    await _require(session, officer, "report.withdraw", report, now=now)
    if report.state is not ReportState.PUBLISHED:
        raise AlreadySettled
    report.pending = None
    await publication.take_back(session, report, now=now)
    audit.note(session, officer, "report.withdraw", f"report:{report.id}", now=now, fields=["state"])


async def add_text(
    session: AsyncSession, officer: Citizen, report: Report, lang: Language, *, done: str, now: datetime
) -> None:
    """Say in a further language what was done; an earlier translation is replaced, the author's words are not.

    Raises NotYours, TextTooShort, TextTooLong, AlreadySettled.
    """
    await _require(session, officer, "report.translate", report, now=now)
    done = _checked(done, TEXT_LIMITS)
    known = next((text for text in report.texts if text.lang is lang), None)
    if known is not None and known.origin is not Origin.STAFF:
        raise AlreadySettled
    if known is None:
        known = ReportText(lang=lang, origin=Origin.STAFF)
        report.texts.append(known)
    known.done, known.title, known.obstacles = done, None, None
    audit.note(session, officer, "report.translate", f"report:{report.id}", now=now, fields=[f"text.{lang}"])
    await session.flush()


async def add_obstacles(
    session: AsyncSession, officer: Citizen, report: Report, lang: Language, *, obstacles: str, now: datetime
) -> None:
    """Say in a language that staff have added what stood in the way: else its readers would see only what was done.

    Raises NotYours, TextTooShort, TextTooLong, AlreadySettled.
    """
    await _require(session, officer, "report.translate", report, now=now)
    obstacles = _checked(obstacles, OBSTACLES_LIMITS)
    known = next((text for text in report.texts if text.lang is lang), None)
    if known is None or known.origin is not Origin.STAFF:
        raise AlreadySettled
    known.obstacles = obstacles
    audit.note(session, officer, "report.translate", f"report:{report.id}", now=now, fields=[f"obstacles.{lang}"])
    await session.flush()


def _checked(text: str, limits: tuple[int, int]) -> str:
    text = text.strip()
    if len(text) < limits[0]:
        raise TextTooShort(len(text), limits[0])
    if len(text) > limits[1]:
        raise TextTooLong(len(text), limits[1])
    return text


async def _require(session: AsyncSession, officer: Citizen, action: str, report: Report, *, now: datetime) -> None:
    await staff.require(session, officer, Role.MODERATOR, action=action, subject=f"report:{report.id}", now=now)
    # Of two officers who decide at the same moment the second sees what the first has decided.
    await session.refresh(report, _DECIDED_BY, with_for_update=True)
