"""Support for published initiatives: one a person, counted in public."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, delete, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models import Initiative, Support


async def count(session: AsyncSession, initiative_ids: Collection[int]) -> dict[int, int]:
    """Initiative → how many support it; nought is there too."""
    query = (
        select(Support.initiative_id, func.count())
        .where(Support.initiative_id.in_(initiative_ids))
        .group_by(Support.initiative_id)
    )
    found = {row[0]: int(row[1]) for row in await session.execute(query)}
    return {one: found.get(one, 0) for one in initiative_ids}


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
