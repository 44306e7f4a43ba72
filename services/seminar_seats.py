"""Seats and the waiting list: first come, first served; a seat that becomes free goes to who waits longest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Select, case, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Seminar, SeminarPresence, SeminarRegistration, SeminarState
from services import notices, seminars
from services.errors import SeminarOver

# When a reminder is due, before the start. The name is part of its cause.
REMINDERS = {"day": timedelta(days=1), "hour": timedelta(hours=1)}


@dataclass(frozen=True)
class Standing:
    """How full a seminar is, and where one person stands. ``ahead`` counts those who wait before them."""

    taken: int
    waiting: int
    own: SeminarRegistration | None = None
    ahead: int = 0


@dataclass
class Visit:
    """What is kept of a person and a seminar."""

    registered_at: datetime | None = None
    waited: bool = False  # still waiting, or waiting to the end
    present_at: datetime | None = None


async def history(session: AsyncSession, citizen: Citizen) -> dict[int, Visit]:
    """Every seminar that the person registered for or came to, by its id."""
    known: dict[int, Visit] = {}
    registered = select(SeminarRegistration).where(SeminarRegistration.citizen_id == citizen.id)
    for one in (await session.scalars(registered.order_by(SeminarRegistration.seminar_id))).all():
        known[one.seminar_id] = Visit(one.registered_at, one.is_waiting)
    present = select(SeminarPresence).where(SeminarPresence.citizen_id == citizen.id)
    for there in (await session.scalars(present.order_by(SeminarPresence.seminar_id))).all():
        known.setdefault(there.seminar_id, Visit()).present_at = there.present_at
    return known


async def standing(session: AsyncSession, seminar: Seminar, citizen: Citizen | None = None) -> Standing:
    """Counts of seats taken and people waiting; with ``citizen``, their own registration."""
    seated = func.count(SeminarRegistration.seat)
    own = None if citizen is None else await find_own(session, seminar.id, citizen)
    before = SeminarRegistration.seat.is_(None) & (SeminarRegistration.id < (own.id if own is not None else 0))
    counted = select(seated, func.count() - seated, func.count(case((before, 1)))).select_from(SeminarRegistration)
    taken, waiting, ahead = (await session.execute(counted.where(SeminarRegistration.seminar_id == seminar.id))).one()
    return Standing(taken, waiting, own, ahead if own is not None and own.is_waiting else 0)


async def find_own(session: AsyncSession, seminar_id: int, citizen: Citizen) -> SeminarRegistration | None:
    """The person's registration, if they have one."""
    return await session.scalar(
        select(SeminarRegistration).where(
            SeminarRegistration.seminar_id == seminar_id, SeminarRegistration.citizen_id == citizen.id
        )
    )


async def register(session: AsyncSession, citizen: Citizen, seminar_id: int, *, now: datetime) -> SeminarRegistration:
    """A seat, or a place in the waiting list; who has one keeps it. Raises SeminarOver or NotFound."""
    seminar = await _open(session, seminar_id, now=now)
    rows = await _list(session, seminar.id)
    for row in rows:
        if row.citizen_id == citizen.id:
            return row
    own = SeminarRegistration(
        seminar_id=seminar.id, citizen_id=citizen.id, seat=_free_seat(seminar, rows), registered_at=now
    )
    session.add(own)
    await session.flush()
    if not own.is_waiting:
        await remind(session, seminar, _only(citizen.id), now=now)
    return own


async def withdraw(session: AsyncSession, citizen: Citizen, seminar_id: int, *, now: datetime) -> None:
    """Give the seat, or the place in the waiting list, back. Raises SeminarOver or NotFound."""
    seminar = await _open(session, seminar_id, now=now)
    await _leave(session, seminar, citizen, now=now)


async def forget(session: AsyncSession, citizen: Citizen, *, now: datetime) -> None:
    """The person is erased: their seats go to those who wait, and nothing says where they were."""
    query = select(SeminarRegistration.seminar_id).where(SeminarRegistration.citizen_id == citizen.id)
    for seminar_id in sorted((await session.scalars(query)).all()):  # one order for all, or two erasures could deadlock
        await _leave(session, await seminars.lock(session, seminar_id), citizen, now=now)
    await session.execute(delete(SeminarPresence).where(SeminarPresence.citizen_id == citizen.id))


async def refill(session: AsyncSession, seminar: Seminar, *, now: datetime) -> None:
    """Give free seats to those who wait longest, each with a notice and the reminders. Hold the seminar's lock."""
    if not seminars.is_open(seminar, now=now):
        return
    rows = await _list(session, seminar.id)
    for row in [row for row in rows if row.is_waiting]:
        row.seat = _free_seat(seminar, rows)
        if row.seat is None:
            break
        await session.flush()
        await notices.give(
            session,
            _only(row.citizen_id),
            cause=f"seminar:{seminar.id}:seat:{row.id}",  # who cancels, waits and moves up again is told again
            kind="seminar_seat",
            subject=str(seminar.id),
            now=now,
        )
        await remind(session, seminar, _only(row.citizen_id), now=now)


async def remind(session: AsyncSession, seminar: Seminar, people: Select[Any], *, now: datetime) -> None:
    """Reminders for ``people``, those that are still to come. A new start makes new ones; the old ones lapse."""
    assert seminar.starts_at is not None
    for which, before in REMINDERS.items():
        due_at = seminar.starts_at - before
        if due_at > now:
            reminder = reminder_of(seminar, which)
            await notices.give(
                session,
                people,
                cause=f"seminar:{reminder}",
                kind="seminar_reminder",
                subject=reminder,
                now=now,
                due_at=due_at,
            )


def reminder_of(seminar: Seminar, which: str) -> str:
    """What names a reminder: seminar, which of the two, and the start that it is about (UTC)."""
    assert seminar.starts_at is not None
    return f"{seminar.id}:{which}:{seminar.starts_at:%Y%m%dT%H%M}"


async def count_seats(session: AsyncSession, seminar_id: int) -> int:
    """How many seats are taken."""
    return await session.scalar(select(func.count()).select_from(_seated(seminar_id).subquery())) or 0


def _seated(seminar_id: int) -> Select[Any]:
    return seminars.participants(seminar_id, seated_only=True)


async def _open(session: AsyncSession, seminar_id: int, *, now: datetime) -> Seminar:
    seminar = await seminars.lock(session, seminar_id)
    if not seminars.is_open(seminar, now=now):
        raise SeminarOver
    return seminar


async def _leave(session: AsyncSession, seminar: Seminar, citizen: Citizen, *, now: datetime) -> None:
    await session.execute(
        delete(SeminarRegistration).where(
            SeminarRegistration.seminar_id == seminar.id, SeminarRegistration.citizen_id == citizen.id
        )
    )
    if seminar.state is SeminarState.ANNOUNCED:
        await refill(session, seminar, now=now)


async def _list(session: AsyncSession, seminar_id: int) -> Sequence[SeminarRegistration]:
    query = select(SeminarRegistration).where(SeminarRegistration.seminar_id == seminar_id)
    return (await session.scalars(query.order_by(SeminarRegistration.id))).all()


def _free_seat(seminar: Seminar, rows: Sequence[SeminarRegistration]) -> int | None:
    """The lowest free seat; None when all are taken. Seats may have been made fewer, so they are counted."""
    taken = {row.seat for row in rows if row.seat is not None}
    if seminar.seats is not None and len(taken) >= seminar.seats:
        return None
    return next(number for number in count(1) if number not in taken)


def _only(citizen_id: int) -> Select[Any]:
    return select(Citizen.id).where(Citizen.id == citizen_id)
