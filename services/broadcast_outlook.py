"""What is looked up about a broadcast before a unit of work begins: counting a million people takes a second or two,
asking the network some more, and neither may keep the one write lock.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import Broadcast, BroadcastState, Citizen, Language, Role
from models.database import Database
from services import audiences, staff
from services.audiences import Audience
from services.broadcast_checks import addresses
from services.links import LinkChecks, Reach


@dataclass(frozen=True)
class Outlook:
    """How many people an audience holds, and what the links lead to."""

    audience: Audience
    counts: Mapping[Language, int]
    reached: Mapping[str, Reach]

    def counts_of(self, broadcast: Broadcast) -> Mapping[Language, int] | None:
        """The counts, if they are of this broadcast's present audience."""
        return self.counts if self.audience == Audience.parse(broadcast.audience) else None


def _same(audience: Audience) -> Audience:
    return audience


async def look(
    database: Database,
    links: LinkChecks,
    telegram_id: int,
    broadcast_id: int | None,
    *,
    now: datetime,
    changed: Callable[[Audience], Audience] = _same,
    more: Iterable[str] = (),
    states: frozenset[BroadcastState] = frozenset({BroadcastState.DRAFT, BroadcastState.AWAITING}),
) -> Outlook | None:
    """For an announcer who is about to see this broadcast (None: a new one), whose audience will be ``changed`` and
    which will hold ``more`` addresses. None for anybody else and for a broadcast that nothing can be done about."""
    async with database.read() as session:
        if not await _is_announcer(session, telegram_id):
            return None
        audience, asked = Audience(), [*more]
        if broadcast_id is not None:
            query = select(Broadcast).where(Broadcast.id == broadcast_id).options(selectinload(Broadcast.texts))
            found = await session.scalar(query)
            if found is None or found.state not in states:
                return None
            audience = Audience.parse(found.audience)
            asked = [*addresses(found), *asked]
        audience = changed(audience)
        counts = await audiences.count(session, audience, now=now)
    return Outlook(audience, counts, await links.look(asked))


async def _is_announcer(session: AsyncSession, telegram_id: int) -> bool:
    citizen = await session.scalar(select(Citizen).where(Citizen.telegram_id == telegram_id))
    return citizen is not None and await staff.has_role(session, citizen, Role.ANNOUNCER)
