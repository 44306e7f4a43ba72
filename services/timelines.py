"""What happened to a commitment besides its reports: silences that were told, and statuses that the Secretariat set."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Completion, ContentVersion, Fanout, ReportDeadline


@dataclass(frozen=True)
class Silence:
    """By ``at`` the report due on ``due_on`` had not come, and its followers were told."""

    at: datetime
    due_on: date


@dataclass(frozen=True)
class StatusSet:
    """The Secretariat said how far the commitment is; None: it took the statement back."""

    at: datetime
    status: Completion | None


Event = Silence | StatusSet


async def events(session: AsyncSession, commitment_id: str, *, limit: int) -> Sequence[Event]:
    """The latest events, the newest first. A silence stays on record after the report has come."""
    found: list[Event] = [*await _silences(session, commitment_id, limit), *await _set(session, commitment_id, limit)]
    return sorted(found, key=lambda event: event.at, reverse=True)[:limit]


async def _silences(session: AsyncSession, commitment_id: str, limit: int) -> list[Silence]:
    """From what was told, not from when reports came: a report that is amended comes anew, and was not late."""
    told = select(Fanout.subject, Fanout.created_at).where(
        Fanout.commitment_id == commitment_id, Fanout.kind == "overdue", Fanout.cause.like("%:first")
    )
    at = {int(id_): when for id_, when in await session.execute(told.order_by(Fanout.id.desc()).limit(limit))}
    due = select(ReportDeadline.id, ReportDeadline.due_on).where(ReportDeadline.id.in_(at), ReportDeadline.is_on)
    return [Silence(at[id_], due_on) for id_, due_on in await session.execute(due)]


async def _set(session: AsyncSession, commitment_id: str, limit: int) -> list[StatusSet]:
    edits = select(ContentVersion.edited_at, ContentVersion.after).where(
        ContentVersion.subject == f"commitment:{commitment_id}:status"
    )
    newest = await session.execute(edits.order_by(ContentVersion.id.desc()).limit(limit))
    return [StatusSet(at, Completion(after) if after else None) for at, after in newest]
