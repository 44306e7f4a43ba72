"""What came of a seminar: who was there, what was asked and proposed, the minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import Citizen, Initiative, Question, Seminar, SeminarPresence
from services import audit, notices, seminars
from services.errors import DraftIncomplete, MinutesSent
from services.seminar_drafts import MINUTES, missing


@dataclass(frozen=True)
class Results:
    """Counts of people and of what they sent. ``came`` had a seat; ``walked_in`` had none."""

    registered: int
    waiting: int
    came: int
    walked_in: int
    questions: int
    initiatives: int

    @property
    def present(self) -> int:
        return self.came + self.walked_in


async def of(session: AsyncSession, seminar: Seminar) -> Results:
    """The counts of a seminar; staff have been asked for their role where they got it."""
    seated = seminars.participants(seminar.id, seated_only=True)
    everybody = seminars.participants(seminar.id)
    there = present(seminar.id)
    came = await _count(session, there.where(SeminarPresence.citizen_id.in_(seated)))
    registered = await _count(session, seated)
    return Results(
        registered=registered,
        waiting=await _count(session, everybody) - registered,
        came=came,
        walked_in=await _count(session, there) - came,
        questions=await _count(session, select(Question.id).where(Question.seminar_id == seminar.id)),
        initiatives=await _count(session, select(Initiative.id).where(Initiative.seminar_id == seminar.id)),
    )


async def list_questions(session: AsyncSession, seminar: Seminar) -> Sequence[Question]:
    """The questions sent from the seminar, the first first."""
    return (
        await session.scalars(select(Question).where(Question.seminar_id == seminar.id).order_by(Question.id))
    ).all()


async def list_initiatives(session: AsyncSession, seminar: Seminar) -> Sequence[Initiative]:
    """The initiatives sent from the seminar, with their texts, the first first."""
    query = select(Initiative).where(Initiative.seminar_id == seminar.id).options(selectinload(Initiative.texts))
    return (await session.scalars(query.order_by(Initiative.id))).all()


def present(seminar_id: int) -> Select[Any]:
    """A select of the ids of those who were there."""
    return select(SeminarPresence.citizen_id).where(SeminarPresence.seminar_id == seminar_id)


async def send_minutes(session: AsyncSession, officer: Citizen, seminar: Seminar, *, now: datetime) -> int:
    """Send the minutes to those who were there, once; how many they are. Raises DraftIncomplete or MinutesSent."""
    await seminars.require(session, officer, "seminar.minutes", f"seminar:{seminar.id}", now=now)
    if seminar.minutes_sent_at is not None:
        raise MinutesSent
    if empty := missing(seminar, MINUTES):
        raise DraftIncomplete(empty)
    seminar.minutes_sent_at = now
    given = await notices.give(
        session,
        present(seminar.id),
        cause=f"seminar:{seminar.id}:minutes",
        kind="seminar_minutes",
        subject=str(seminar.id),
        now=now,
    )
    audit.note(session, officer, "seminar.minutes", f"seminar:{seminar.id}", now=now)
    await session.flush()
    return given


async def was_present(session: AsyncSession, seminar: Seminar, citizen: Citizen) -> bool:
    return await session.get(SeminarPresence, (seminar.id, citizen.id)) is not None


async def _count(session: AsyncSession, query: Select[Any]) -> int:
    return await session.scalar(select(func.count()).select_from(query.subquery())) or 0
