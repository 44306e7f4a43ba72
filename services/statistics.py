"""Numbers of the whole installation, for the Secretariat: counted, never about one person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Citizen,
    Initiative,
    InitiativeState,
    Message,
    MessageState,
    Question,
    QuestionMessage,
    QuestionState,
    Report,
    ReportState,
    Role,
)
from services import staff

_SECRETARIAT = (Role.MODERATOR, Role.ANNOUNCER)  # each implies administrators
# Enough for a median that says how things go now, and few enough to be read at once.
_LATEST_ANSWERS = 5000


@dataclass(frozen=True)
class Numbers:
    """Counts; keys are ids, None where nothing was chosen."""

    people: int
    unreachable: int
    languages: Mapping[str | None, int]
    regions: Mapping[str | None, int]
    states: Mapping[InitiativeState, int]  # of what was sent
    themes: Mapping[str | None, int]  # likewise
    questions: int
    questions_open: int
    first_answer: timedelta | None  # the median, of the latest questions that were answered
    reports: Mapping[str, int]  # published, by commitment
    reports_waiting: int
    broadcasts: int
    broadcast_messages: Mapping[MessageState, int]


async def require(session: AsyncSession, officer: Citizen, *, now: datetime) -> None:
    """Raises NotYours, noted in the audit trail, unless the person works for the Secretariat."""
    for role in _SECRETARIAT[:-1]:
        if await staff.has_role(session, officer, role):
            return
    await staff.require(session, officer, _SECRETARIAT[-1], action="statistics.read", subject="statistics", now=now)


async def collect(session: AsyncSession, officer: Citizen, *, now: datetime) -> Numbers:
    """Everything, counted now. Raises NotYours."""
    await require(session, officer, now=now)
    people = await _people(session)
    sent = Initiative.state != InitiativeState.DRAFT
    questions = await _counted(session, Question.state)
    published = Report.state == ReportState.PUBLISHED
    waiting = (Report.state == ReportState.RECEIVED) | Report.pending.is_not(None)
    is_broadcast = Message.batch.startswith("broadcast:")
    return Numbers(
        people=sum(count for *_, count in people),
        unreachable=sum(count for *_, is_lost, count in people if is_lost),
        languages=_summed((language, count) for language, _, _, count in people),
        regions=_summed((region, count) for _, region, _, count in people),
        states=await _counted(session, Initiative.state, sent),
        themes=await _counted(session, Initiative.theme_id, sent),
        questions=sum(questions.values()),
        questions_open=questions.get(QuestionState.OPEN, 0),
        first_answer=await _first_answer(session),
        reports=await _counted(session, Report.commitment_id, published),
        reports_waiting=await session.scalar(select(func.count()).select_from(Report).where(waiting)) or 0,
        broadcasts=await session.scalar(select(func.count(Message.batch.distinct())).where(is_broadcast)) or 0,
        broadcast_messages=await _counted(session, Message.state, is_broadcast),
    )


async def _people(session: AsyncSession) -> list[tuple[str | None, str | None, bool, int]]:
    """(language, region, whether unreachable, how many): one look at the largest table. The erased are no people."""
    is_lost = Citizen.unreachable.is_not(None)
    query = (
        select(Citizen.language, Citizen.region_id, is_lost, func.count())
        .where(Citizen.telegram_id.is_not(None))
        .group_by(Citizen.language, Citizen.region_id, is_lost)
    )
    return [
        (language.value if language else None, region, bool(lost), count)
        for language, region, lost, count in (await session.execute(query)).tuples()
    ]


def _summed(pairs: Iterable[tuple[str | None, int]]) -> dict[str | None, int]:
    sums: dict[str | None, int] = {}
    for key, count in pairs:
        sums[key] = sums.get(key, 0) + count
    return sums


async def _counted(session: AsyncSession, column: Any, *where: Any) -> dict[Any, int]:
    query = select(column, func.count()).where(*where).group_by(column)
    return dict((await session.execute(query)).tuples().all())


async def _first_answer(session: AsyncSession) -> timedelta | None:
    """The median, since a mean is ruled by the one question that waited a year. In Python: SQLite has none."""
    answered = (
        select(QuestionMessage.question_id, func.min(QuestionMessage.said_at).label("at"))
        .where(QuestionMessage.is_staff)
        .group_by(QuestionMessage.question_id)
        .subquery()
    )
    query = (
        select(Question.asked_at, answered.c.at)
        .join(answered, answered.c.question_id == Question.id)
        .order_by(Question.id.desc())
        .limit(_LATEST_ANSWERS)
    )
    waits = [at - asked_at for asked_at, at in (await session.execute(query)).tuples()]
    return median(waits) if waits else None
