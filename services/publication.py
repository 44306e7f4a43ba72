"""What publishing does: the report's words, its version, who hears, and where its commitment stands then.

Roles are checked before: by ``services.reports`` for an officer's act, by the source's trust for a source.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Commitment, Completion, ContentVersion, Origin, Report, ReportState, ReportText
from services import notifications
from services.sources.incoming import IncomingReport

# The day a report speaks for: the end of its period, else its own date, else the day it was published.
_day: Any = func.coalesce(Report.period_to, Report.reported_on, func.date(Report.published_at))


def rewrite(report: Report, incoming: IncomingReport) -> None:
    """Make the report say what its source says now. Translations of the earlier words go: they would be of another
    text."""
    report.period_from, report.period_to = incoming.period_from, incoming.period_to
    report.status, report.evidence_url = incoming.status, incoming.evidence_url
    report.reported_on = incoming.reported_on
    known = {text.lang: text for text in report.texts}
    for lang, text in known.items():
        if lang not in incoming.texts:
            report.texts.remove(text)
    for lang, words in incoming.texts.items():
        text = known.get(lang) or ReportText(lang=lang)
        if lang not in known:
            report.texts.append(text)
        text.origin = Origin.AUTHOR
        text.title, text.done, text.obstacles = words.title, words.done, words.obstacles


async def move(session: AsyncSession, report: Report, commitment_id: str) -> None:
    """Put the report on a commitment; one that it leaves is again where its other reports put it."""
    left, report.commitment_id = report.commitment_id, commitment_id
    if left is not None and left != commitment_id:
        await session.flush()
        await settle_status(session, left)


async def make_public(session: AsyncSession, report: Report, *, now: datetime, announce: bool = True) -> None:
    """Publish this version. ``announce``: tell followers; an archive read for the first time is no news."""
    assert report.commitment_id is not None
    if report.published_at is not None:
        report.version += 1
    before = await _status_before(session, report)
    if before is not report.status:
        report.status_before = before
    report.state = ReportState.PUBLISHED
    report.published_at = now
    report.withdrawn_at = report.rejection_reason = None
    await session.flush()
    await settle_status(session, report.commitment_id)
    if announce:
        await notifications.report_published(session, report, now=now)


async def take_back(session: AsyncSession, report: Report, *, now: datetime) -> None:
    """Take the report out of sight; its commitment is again where the other reports put it."""
    was_public = report.state is ReportState.PUBLISHED
    report.state, report.withdrawn_at, report.pending = ReportState.WITHDRAWN, now, None
    await session.flush()
    if was_public and report.commitment_id is not None:
        await settle_status(session, report.commitment_id)


async def settle_status(session: AsyncSession, commitment_id: str) -> None:
    """A commitment stands where its latest published report with a status says, or the Secretariat since."""
    commitment = await session.get_one(Commitment, commitment_id)
    edits = select(ContentVersion).where(ContentVersion.subject == f"commitment:{commitment_id}:status")
    edit = await session.scalar(edits.order_by(ContentVersion.id.desc()).limit(1))
    stated = _statuses(commitment_id)
    if edit is not None and await session.scalar(stated.where(Report.published_at > edit.edited_at).limit(1)) is None:
        commitment.status = Completion(edit.after) if edit.after else None
    else:
        commitment.status = await session.scalar(stated.limit(1))
    await session.flush()


async def _status_before(session: AsyncSession, report: Report) -> Completion | None:
    assert report.commitment_id is not None
    others = _statuses(report.commitment_id).where(Report.id != report.id)
    day = report.period_to or report.reported_on
    if day is not None:
        others = others.where(_day.op("<=")(day))
    found: Completion | None = await session.scalar(others.limit(1))
    return found


def _statuses(commitment_id: str) -> Select[Any]:
    stated = select(Report.status).where(
        Report.commitment_id == commitment_id, Report.state == ReportState.PUBLISHED, Report.status.is_not(None)
    )
    return stated.order_by(_day.desc(), Report.published_at.desc(), Report.id.desc())
