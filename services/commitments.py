"""Commitments of the National Action Plan, and the names that go with them."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import Agency, Commitment, CommitmentAgency, Plan, Region, Theme
from services.errors import NotFound

_WHOLE = (selectinload(Commitment.texts), selectinload(Commitment.leads))
_NAMED: dict[str, Any] = {"theme": Theme, "agency": Agency, "region": Region}


async def list_all(
    session: AsyncSession, *, theme: str | None = None, agency: str | None = None
) -> Sequence[Commitment]:
    """Commitments in the plan's own order, all of a theme, or all that an agency leads."""
    query = select(Commitment).options(*_WHOLE).join(Plan).order_by(Plan.starts_on.desc(), Commitment.position)
    if theme:
        query = query.where(Commitment.theme_id == theme)
    if agency:
        leads = select(CommitmentAgency.commitment_id).where(CommitmentAgency.agency_id == agency)
        query = query.where(Commitment.id.in_(leads))
    return (await session.scalars(query)).all()


async def get(session: AsyncSession, commitment_id: str) -> Commitment:
    """One commitment, by its id or by its number in the newest plan. Raises NotFound."""
    if commitment_id.isascii() and commitment_id.isdigit():
        numbered = (one for one in await list_all(session) if str(one.position) == commitment_id)
        found = next(numbered, None)
    else:
        found = await session.get(Commitment, commitment_id, options=_WHOLE)
    if found is None:
        raise NotFound
    return found


async def plan_of(session: AsyncSession, commitment: Commitment) -> Plan:
    return await session.get_one(Plan, commitment.plan_id)


async def names(session: AsyncSession, what: str, *, active_only: bool = False) -> dict[str, dict[str, str]]:
    """id → {language: name} of every theme, agency or region, in their order."""
    table = _NAMED[what]
    query = select(table).options(selectinload(table.texts)).order_by(table.position)
    if what == "agency" and active_only:
        query = query.where(Agency.is_active)
    return {row.id: by_language(row.texts, "name") for row in (await session.scalars(query)).all()}


def by_language(texts: Iterable[Any], field: str) -> dict[str, str]:
    """{language: text} from rows of a ``…_texts`` table."""
    return {text.lang.value: getattr(text, field) for text in texts}
