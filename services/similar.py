"""Initiatives of others that ask for much the same: what the search holds of them, and what may be shown.

Of a published one everything public is shown. Of one that is not published yet, only its number and theme, and
its title once the Secretariat has begun to read it: nobody's unread words are put before a stranger.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import Citizen, Initiative, InitiativeState
from models.initiative import UNDECIDED
from services import supports
from services.initiatives_public import is_public

MOST_SHOWN = 3
_READ = frozenset({InitiativeState.UNDER_REVIEW, InitiativeState.CLARIFICATION})
_IN_SEARCH = or_(is_public(), and_(Initiative.published_at.is_(None), Initiative.state.in_(UNDECIDED)))


@dataclass(frozen=True)
class Version:
    """What tells that the search must read an initiative again."""

    changed_at: datetime
    is_published: bool


@dataclass(frozen=True)
class Similar:
    """One initiative of somebody else. ``title`` is None where it may not be shown."""

    initiative: Initiative
    supporters: int
    title: str | None

    @property
    def is_published(self) -> bool:
        return self.initiative.published_at is not None


async def versions(session: AsyncSession) -> dict[int, Version]:
    """Every initiative that the search is to hold: the published ones and those that wait for a decision."""
    query = select(Initiative.id, Initiative.changed_at, Initiative.published_at).where(_IN_SEARCH)
    return {row.id: Version(row.changed_at, row.published_at is not None) for row in await session.execute(query)}


async def texts_of(session: AsyncSession, initiative_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """(title, what it asks for and why) of initiatives, in their authors' words."""
    query = select(Initiative).where(Initiative.id.in_(initiative_ids)).options(selectinload(Initiative.texts))
    return {one.id: (one.text.title or "", _asks_for(one)) for one in (await session.scalars(query)).all()}


async def text_of_draft(session: AsyncSession, telegram_id: int, draft_id: int) -> str | None:
    """What a person's own draft asks for; None where there is no such draft, or they have said that it differs."""
    query = (
        select(Initiative)
        .join(Citizen, Citizen.id == Initiative.author_id)
        .where(Citizen.telegram_id == telegram_id, Initiative.id == draft_id, Initiative.state == InitiativeState.DRAFT)
        .options(selectinload(Initiative.texts), selectinload(Initiative.answers))
    )
    draft = await session.scalar(query)
    if draft is None or any(answer.field == "similar" for answer in draft.answers):
        return None
    return f"{draft.text.title or ''}. {_asks_for(draft)}"


async def text_of_sent(session: AsyncSession, initiative_id: int) -> str | None:
    """What a sent initiative asks for; None where there is no such."""
    query = select(Initiative).where(Initiative.id == initiative_id, Initiative.state != InitiativeState.DRAFT)
    one = await session.scalar(query.options(selectinload(Initiative.texts)))
    return f"{one.text.title or ''}. {_asks_for(one)}" if one is not None else None


def _asks_for(one: Initiative) -> str:
    return f"{one.text.proposal or ''} {one.text.problem or ''}".strip()


async def of_others(session: AsyncSession, citizen: Citizen, initiative_ids: Sequence[int]) -> list[Similar]:
    """Up to three of these that are somebody else's and may be shown now, in the order given."""
    if not initiative_ids:
        return []
    query = (
        select(Initiative)
        .where(
            Initiative.id.in_(initiative_ids),
            or_(Initiative.author_id.is_(None), Initiative.author_id != citizen.id),
            _IN_SEARCH,
        )
        .options(selectinload(Initiative.texts))
    )
    found = {one.id: one for one in (await session.scalars(query)).all()}
    shown = [found[id_] for id_ in dict.fromkeys(initiative_ids) if id_ in found][:MOST_SHOWN]
    counts = await supports.count(session, [one.id for one in shown])
    return [Similar(one, counts[one.id], _title(one)) for one in shown]


def _title(one: Initiative) -> str | None:
    return one.text.title if one.published_at is not None or one.state in _READ else None
