"""Collections of initiatives: open, closed, or not announced."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Campaign, CampaignWait, Citizen, Plan


@dataclass(frozen=True)
class Collection:
    """How collecting stands now. No campaign at all: nothing is announced, and initiatives are taken for the
    next plan; a campaign that is over or not begun: closed."""

    campaign: Campaign | None = None
    plan: Plan | None = None
    is_closed: bool = False


async def current(session: AsyncSession, *, now: datetime) -> Collection:
    """The collection that is open, else the next to open, else the last one, else nothing announced."""
    rows = (
        await session.execute(
            select(Campaign, Plan).join(Plan, Plan.id == Campaign.plan_id).order_by(Campaign.opens_at)
        )
    ).all()
    if not rows:
        return Collection()
    for campaign, plan in rows:
        if campaign.opens_at <= now < campaign.closes_at:
            return Collection(campaign, plan)
    coming = [row for row in rows if row[0].opens_at > now]
    campaign, plan = coming[0] if coming else rows[-1]
    return Collection(campaign, plan, is_closed=True)


async def wait_for_opening(session: AsyncSession, citizen: Citizen, *, now: datetime) -> None:
    """Note that this person wants to hear when the next collection opens; once is enough."""
    if not await is_waiting(session, citizen):
        session.add(CampaignWait(citizen_id=citizen.id, asked_at=now))
        await session.flush()


async def is_waiting(session: AsyncSession, citizen: Citizen) -> bool:
    """Whether this person has asked to hear when the next collection opens."""
    return await session.get(CampaignWait, citizen.id) is not None
