"""Seminars: what people and staff read of them, and calling one off. Registration is in ``seminar_seats``."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import Citizen, Region, Role, Seminar, SeminarRegistration, SeminarState
from services import audit, notices, staff
from services.errors import NotFound, SeminarOver

_WHOLE = (selectinload(Seminar.texts),)


async def get(session: AsyncSession, seminar_id: int) -> Seminar:
    """A seminar that people may see, held or called off. Raises NotFound for a draft."""
    found = await session.get(Seminar, seminar_id, options=_WHOLE)
    if found is None or found.state is SeminarState.DRAFT:
        raise NotFound
    return found


async def find(session: AsyncSession, key: str) -> Seminar:
    """The seminar that a link names. Raises NotFound."""
    if not (key.isascii() and key.isdigit() and len(key) < 18):
        raise NotFound
    return await get(session, int(key))


async def lock(session: AsyncSession, seminar_id: int) -> Seminar:
    """As ``get``, held for this unit of work: who registers or cancels meanwhile waits. Raises NotFound."""
    query = select(Seminar).where(Seminar.id == seminar_id).options(*_WHOLE)
    found = await session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if found is None or found.state is SeminarState.DRAFT:
        raise NotFound
    return found


async def get_for_staff(
    session: AsyncSession, officer: Citizen, seminar_id: int, *, action: str, now: datetime
) -> Seminar:
    """Any seminar, for an act of staff. Raises NotYours (noted in the audit trail) or NotFound."""
    await require(session, officer, action, f"seminar:{seminar_id}", now=now)
    found = await session.scalar(select(Seminar).where(Seminar.id == seminar_id).options(*_WHOLE).with_for_update())
    if found is None:
        raise NotFound
    return found


async def require(session: AsyncSession, officer: Citizen, action: str, subject: str, *, now: datetime) -> None:
    """Seminars are run by moderators and administrators. Raises NotYours."""
    await staff.require(session, officer, Role.MODERATOR, action=action, subject=subject, now=now)


async def list_upcoming(session: AsyncSession, *, now: datetime, first: str | None = None) -> Sequence[Seminar]:
    """What is still to come, region by region, the region ``first`` before the others, each by its start."""
    query = (
        select(Seminar)
        .join(Region, Region.id == Seminar.region_id)
        .where(Seminar.state == SeminarState.ANNOUNCED, Seminar.starts_at > now)
        .options(*_WHOLE)
        .order_by((Seminar.region_id != first).asc() if first else Region.position, Region.position, Seminar.starts_at)
        .order_by(Seminar.id)
    )
    return (await session.scalars(query)).all()


async def list_own(session: AsyncSession, citizen: Citizen, *, now: datetime) -> dict[int, SeminarRegistration]:
    """The person's registrations for what is still to come, by the seminar's id."""
    query = (
        select(SeminarRegistration)
        .join(Seminar, Seminar.id == SeminarRegistration.seminar_id)
        .where(SeminarRegistration.citizen_id == citizen.id, Seminar.starts_at > now)
    )
    return {one.seminar_id: one for one in (await session.scalars(query)).all()}


async def list_for_staff(session: AsyncSession, officer: Citizen, *, now: datetime) -> Sequence[Seminar]:
    """Drafts, then what is to come by its start, then what was, the latest first. Raises NotYours."""
    await require(session, officer, "seminar.list", "seminars", now=now)
    every = select(Seminar).options(*_WHOLE)
    drafts = every.where(Seminar.state == SeminarState.DRAFT).order_by(Seminar.id)
    shown = every.where(Seminar.state != SeminarState.DRAFT)
    coming = shown.where(Seminar.starts_at > now).order_by(Seminar.starts_at, Seminar.id)
    past = shown.where(Seminar.starts_at <= now).order_by(Seminar.starts_at.desc(), Seminar.id)
    return [one for query in (drafts, coming, past) for one in (await session.scalars(query)).all()]


async def list_public(session: AsyncSession, *, limit: int) -> Sequence[Seminar]:
    """What people may see, held or called off, the latest start first."""
    query = select(Seminar).where(Seminar.state != SeminarState.DRAFT).options(*_WHOLE)
    return (await session.scalars(query.order_by(Seminar.starts_at.desc(), Seminar.id.desc()).limit(limit))).all()


def participants(seminar_id: int, *, seated_only: bool = False) -> Select[Any]:
    """A select of the ids of those who registered, the waiting among them unless ``seated_only``."""
    query = select(SeminarRegistration.citizen_id).where(SeminarRegistration.seminar_id == seminar_id)
    return query.where(SeminarRegistration.seat.is_not(None)) if seated_only else query


async def call_off(session: AsyncSession, officer: Citizen, seminar_id: int, *, now: datetime) -> Seminar:
    """The seminar will not be held: whoever registered or waits is told. Raises SeminarOver once it has begun."""
    seminar = await get_for_staff(session, officer, seminar_id, action="seminar.cancel", now=now)
    if not is_open(seminar, now=now):
        raise SeminarOver
    seminar.state = SeminarState.CANCELLED
    seminar.cancelled_at = seminar.changed_at = now
    await notices.give(
        session,
        participants(seminar.id),
        cause=f"seminar:{seminar.id}:cancelled",
        kind="seminar_cancelled",
        subject=str(seminar.id),
        now=now,
    )
    audit.note(session, officer, "seminar.cancel", f"seminar:{seminar.id}", now=now)
    await session.flush()
    return seminar


def is_open(seminar: Seminar, *, now: datetime) -> bool:
    """Whether people may still register and cancel, and staff change it: announced and not begun."""
    starts_at = seminar.starts_at
    return seminar.state is SeminarState.ANNOUNCED and starts_at is not None and now < starts_at
