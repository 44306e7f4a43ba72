"""Support for published initiatives: one a person, taken back at any time, counted in public."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Initiative, Support
from services import initiatives_public
from services.errors import OwnInitiative, SupportClosed


async def count(session: AsyncSession, initiative_ids: Collection[int]) -> dict[int, int]:
    """Initiative → how many support it; nought is there too."""
    query = (
        select(Support.initiative_id, func.count())
        .where(Support.initiative_id.in_(initiative_ids))
        .group_by(Support.initiative_id)
    )
    found = {row[0]: int(row[1]) for row in await session.execute(query)}
    return {one: found.get(one, 0) for one in initiative_ids}


async def is_supporting(session: AsyncSession, citizen: Citizen, initiative: Initiative) -> bool:
    return await session.get(Support, (initiative.id, citizen.id)) is not None


async def support(session: AsyncSession, citizen: Citizen, initiative_id: int, *, now: datetime) -> bool:
    """Support a published initiative; False when the person does already.

    Raises NotFound for what is not public, OwnInitiative, or SupportClosed once its decision is published.
    """
    initiative = await initiatives_public.get(session, initiative_id)
    if initiative.author_id == citizen.id:
        raise OwnInitiative
    if not initiatives_public.takes_support(initiative):
        raise SupportClosed
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"initiative_id": initiative.id, "citizen_id": citizen.id, "supported_at": now}
    result: Any = await session.execute(dialect.insert(Support).values(row).on_conflict_do_nothing())
    return bool(result.rowcount > 0)


async def withdraw(session: AsyncSession, citizen: Citizen, initiative_id: int) -> None:
    """Take one's support back; harmless where there is none."""
    await session.execute(
        delete(Support).where(Support.initiative_id == initiative_id, Support.citizen_id == citizen.id)
    )


async def list_of(session: AsyncSession, citizen: Citizen) -> list[tuple[str, datetime]]:
    """(number, since when) of what the person supports, the latest first."""
    query = (
        select(Initiative.number, Support.supported_at)
        .join(Initiative, Initiative.id == Support.initiative_id)
        .where(Support.citizen_id == citizen.id)
        .order_by(Support.supported_at.desc(), Initiative.id.desc())
    )
    return [(row.number, row.supported_at) for row in await session.execute(query)]


def supporters(initiative_id: int) -> Select[Any]:
    """Whoever supports an initiative, for ``notices.give``."""
    return select(Support.citizen_id).where(Support.initiative_id == initiative_id)


async def carry_over(session: AsyncSession, merged_id: int, into_id: int) -> None:
    """When an initiative is merged into another, its supporters support that one; each still counts once.

    The other's author does not become a supporter of their own initiative.
    """
    into_author = select(Initiative.author_id).where(Initiative.id == into_id).scalar_subquery()
    moving = select(literal(into_id), Support.citizen_id, Support.supported_at).where(
        Support.initiative_id == merged_id, Support.citizen_id.is_distinct_from(into_author)
    )
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    columns = ("initiative_id", "citizen_id", "supported_at")
    await session.execute(dialect.insert(Support).from_select(columns, moving).on_conflict_do_nothing())
    await session.execute(delete(Support).where(Support.initiative_id == merged_id))
