"""Who hears of what happens to the commitments they follow."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Commitment, CommitmentAgency, Report, Subscription, Topic
from services import notices


async def report_published(session: AsyncSession, report: Report, *, now: datetime) -> int:
    """Give a notice of this version to everybody who follows the commitment, its bodies, its theme, or everything.

    Several matching subscriptions make one notice. Returns how many are new.
    """
    assert report.commitment_id is not None
    leads = select(CommitmentAgency.agency_id).where(CommitmentAgency.commitment_id == report.commitment_id)
    theme = select(Commitment.theme_id).where(Commitment.id == report.commitment_id)
    followed = or_(
        (Subscription.topic == Topic.COMMITMENT) & (Subscription.target == report.commitment_id),
        (Subscription.topic == Topic.AGENCY) & Subscription.target.in_(leads),
        (Subscription.topic == Topic.THEME) & Subscription.target.in_(theme),
        Subscription.topic == Topic.EVERYTHING,
    )
    people = select(Subscription.citizen_id).where(followed).distinct()
    cause = f"report:{report.id}:v{report.version}"
    return await notices.give(session, people, cause=cause, kind="report", subject=str(report.id), now=now)
