"""Who is at a seminar: the secret in the code of the room, and what is sent from there."""

import hashlib
import secrets
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import Citizen, Seminar, SeminarPresence, SeminarState
from services import audit, clock, seminars
from services.errors import NotFound, PresenceClosed, SeminarOver

OPENS_BEFORE = timedelta(hours=2)
CLOSES_AFTER = timedelta(hours=4)
_SECRET_BYTES = 16


async def make_code(session: AsyncSession, officer: Citizen, seminar_id: int, *, now: datetime) -> str:
    """A new secret for the room, which nobody can read again: only its hash is kept. An earlier one lapses.

    Raises NotYours, NotFound, or SeminarOver once no code could be used any more.
    """
    seminar = await seminars.get_for_staff(session, officer, seminar_id, action="seminar.code", now=now)
    if seminar.state is not SeminarState.ANNOUNCED or now >= closes_at(seminar):
        raise SeminarOver
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    seminar.presence_hash = _hashed(secret)
    audit.note(session, officer, "seminar.code", f"seminar:{seminar.id}", now=now)
    await session.flush()
    return secret


async def arrive(session: AsyncSession, citizen: Citizen, secret: str, *, now: datetime) -> Seminar:
    """The person is at the seminar whose code this is. Raises NotFound, or PresenceClosed outside its hours."""
    query = select(Seminar).where(Seminar.presence_hash == _hashed(secret)).options(selectinload(Seminar.texts))
    seminar = await session.scalar(query)
    if seminar is None:
        raise NotFound
    if seminar.state is not SeminarState.ANNOUNCED or not opens_at(seminar) <= now < closes_at(seminar):
        raise PresenceClosed
    if await session.get(SeminarPresence, (seminar.id, citizen.id)) is None:
        session.add(SeminarPresence(seminar_id=seminar.id, citizen_id=citizen.id, present_at=now))
        await session.flush()
    return seminar


async def find_seminar(session: AsyncSession, citizen: Citizen, *, now: datetime, zone: ZoneInfo) -> int | None:
    """The id of the seminar that the person was at earlier on this day of the zone; the latest of several."""
    midnight, _ = clock.day_of(now, zone)
    query = select(SeminarPresence.seminar_id).where(
        SeminarPresence.citizen_id == citizen.id,
        SeminarPresence.present_at >= midnight,
        SeminarPresence.present_at <= now,
    )
    return await session.scalar(query.order_by(SeminarPresence.present_at.desc()).limit(1))


def opens_at(seminar: Seminar) -> datetime:
    assert seminar.starts_at is not None
    return seminar.starts_at - OPENS_BEFORE


def closes_at(seminar: Seminar) -> datetime:
    assert seminar.starts_at is not None
    return seminar.starts_at + CLOSES_AFTER


def _hashed(secret: str) -> str:
    # 128 random bits need no salt and no slow hash; equal hashes are found by the index, so no comparison leaks time.
    return hashlib.sha256(secret.encode()).hexdigest()
