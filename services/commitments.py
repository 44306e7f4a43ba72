"""Commitments of the National Action Plan, and the names that go with them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import (
    Agency,
    Citizen,
    Commitment,
    CommitmentAgency,
    Completion,
    ContentVersion,
    Plan,
    Region,
    Role,
    Theme,
)
from services import audit, staff
from services.errors import DatesCrossed, NotFound

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


# --- what staff edit without a release; what was before is kept ----------------------------------------------------


async def set_status(
    session: AsyncSession, officer: Citizen, commitment_id: str, status: Completion | None, *, now: datetime
) -> None:
    """Say how far a commitment is, until a later report says otherwise. Raises NotYours, NotFound."""
    one = await _to_edit(session, officer, commitment_id, now=now)
    if one.status is not status:
        _keep(session, officer, one, "status", one.status, status, now=now)
        one.status = status
        await session.flush()


async def set_dates(
    session: AsyncSession, officer: Citizen, commitment_id: str, *, starts_on: date, ends_on: date, now: datetime
) -> None:
    """Move a commitment's own term. Raises NotYours, NotFound, DatesCrossed."""
    one = await _to_edit(session, officer, commitment_id, now=now)
    if ends_on <= starts_on:
        raise DatesCrossed
    before = f"{one.starts_on} / {one.ends_on}" if one.starts_on and one.ends_on else None
    if (one.starts_on, one.ends_on) != (starts_on, ends_on):
        _keep(session, officer, one, "dates", before, f"{starts_on} / {ends_on}", now=now)
        one.starts_on, one.ends_on = starts_on, ends_on
        await session.flush()


async def set_lead(
    session: AsyncSession, officer: Citizen, commitment_id: str, agency_id: str, *, is_lead: bool, now: datetime
) -> None:
    """Name a body as responsible for a commitment, after those there are, or take it off.

    Raises NotYours, NotFound (also for a body that is no longer in use).
    """
    one = await _to_edit(session, officer, commitment_id, now=now)
    agency = await session.get(Agency, agency_id)
    if agency is None or (is_lead and not agency.is_active):
        raise NotFound
    query = select(CommitmentAgency).where(CommitmentAgency.commitment_id == one.id)
    leads = {lead.agency_id: lead for lead in await session.scalars(query.order_by(CommitmentAgency.position))}
    if (agency_id in leads) is is_lead:
        return
    before = list(leads)
    if is_lead:
        position = max((lead.position for lead in leads.values()), default=0) + 1
        session.add(CommitmentAgency(commitment_id=one.id, agency_id=agency_id, position=position))
        after = [*before, agency_id]
    else:
        await session.delete(leads[agency_id])
        after = [lead for lead in before if lead != agency_id]
    _keep(session, officer, one, "bodies", ", ".join(before) or None, ", ".join(after) or None, now=now)
    await session.flush()


async def require_editor(session: AsyncSession, officer: Citizen, commitment_id: str, *, now: datetime) -> None:
    """Raises NotYours unless the person may edit commitments."""
    subject = f"commitment:{commitment_id}"[:80]
    await staff.require(session, officer, Role.MODERATOR, action="commitment.edit", subject=subject, now=now)


async def _to_edit(session: AsyncSession, officer: Citizen, commitment_id: str, *, now: datetime) -> Commitment:
    await require_editor(session, officer, commitment_id, now=now)
    found = await session.scalar(select(Commitment).where(Commitment.id == commitment_id).with_for_update())
    if found is None:
        raise NotFound
    return found


def _keep(
    session: AsyncSession,
    officer: Citizen,
    one: Commitment,
    what: str,
    before: str | None,
    after: str | None,
    *,
    now: datetime,
) -> None:
    subject = f"commitment:{one.id}"
    session.add(
        ContentVersion(subject=f"{subject}:{what}", before=before, after=after, edited_by_id=officer.id, edited_at=now)
    )
    audit.note(session, officer, "commitment.edit", subject, now=now, fields=[what])
