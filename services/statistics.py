"""Numbers of the whole installation, for the Secretariat: counted, never about one person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Broadcast,
    BroadcastState,
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
from models.database import Database
from services import citizens, staff

_SECRETARIAT = (Role.MODERATOR, Role.ANNOUNCER)  # each implies administrators
# Enough for a median that says how things go now, and few enough to be read at once.
_LATEST_ANSWERS = 5000
BEGUN = (BroadcastState.RUNNING, BroadcastState.PAUSED, BroadcastState.STOPPED, BroadcastState.FINISHED)
_K = TypeVar("_K")


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


async def may_read(session: AsyncSession, person: Citizen) -> bool:
    """Whether the person works for the Secretariat."""
    for role in _SECRETARIAT:
        if await staff.has_role(session, person, role):
            return True
    return False


async def require(session: AsyncSession, officer: Citizen, *, now: datetime) -> None:
    """Raises NotYours, noted in the audit trail, unless the person works for the Secretariat."""
    if not await may_read(session, officer):
        await staff.require(session, officer, _SECRETARIAT[-1], action="statistics.read", subject="statistics", now=now)


async def look(database: Database, telegram_id: int) -> Numbers | None:
    """The numbers for somebody who may see them. With a million messages counting takes a second, so no unit of work
    may be open meanwhile: everybody else's writes would wait for it."""
    async with database.read() as session:
        reader = await citizens.find(session, telegram_id)
        if reader is None or not await may_read(session, reader):
            return None
        return await collect(session)


async def collect(session: AsyncSession) -> Numbers:
    """Everything, counted now."""
    people = await _people(session)
    initiatives = await _initiatives(session)
    questions = await _counted(session, Question.state)
    published = Report.state == ReportState.PUBLISHED
    waiting = (Report.state == ReportState.RECEIVED) | Report.pending.is_not(None)
    begun = [
        f"broadcast:{id_}" for id_ in await session.scalars(select(Broadcast.id).where(Broadcast.state.in_(BEGUN)))
    ]
    return Numbers(
        people=sum(count for *_, count in people),
        unreachable=sum(count for *_, is_lost, count in people if is_lost),
        languages=_summed((language, count) for language, _, _, count in people),
        regions=_summed((region, count) for _, region, _, count in people),
        states=_summed((state, count) for state, _, count in initiatives),
        themes=_summed((theme, count) for _, theme, count in initiatives),
        questions=sum(questions.values()),
        questions_open=questions.get(QuestionState.OPEN, 0),
        first_answer=await _first_answer(session),
        reports=await _counted(session, Report.commitment_id, published),
        reports_waiting=await session.scalar(select(func.count()).select_from(Report).where(waiting)) or 0,
        broadcasts=len(begun),
        broadcast_messages=await _sent(session, begun),
    )


async def _sent(session: AsyncSession, batches: Sequence[str]) -> dict[MessageState, int]:
    """Read off the index in its own order: batches named one by one, grouped as it is sorted."""
    query = select(Message.state, func.count()).where(Message.batch.in_(batches)).group_by(Message.batch, Message.state)
    return _summed((state, count) for state, count in await session.execute(query))


async def _initiatives(session: AsyncSession) -> list[tuple[InitiativeState, str | None, int]]:
    """(state, theme, how many) of what was sent."""
    query = select(Initiative.state, Initiative.theme_id, func.count()).where(Initiative.state != InitiativeState.DRAFT)
    grouped = await session.execute(query.group_by(Initiative.state, Initiative.theme_id))
    return [(state, theme, count) for state, theme, count in grouped]


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
        for language, region, lost, count in await session.execute(query)
    ]


def _summed(pairs: Iterable[tuple[_K, int]]) -> dict[_K, int]:
    sums: dict[_K, int] = {}
    for key, count in pairs:
        sums[key] = sums.get(key, 0) + count
    return sums


async def _counted(session: AsyncSession, column: Any, *where: Any) -> dict[Any, int]:
    query = select(column, func.count()).where(*where).group_by(column)
    return dict((await session.execute(query)).all())


async def _first_answer(session: AsyncSession) -> timedelta | None:
    """The median, since a mean is ruled by the one question that waited a year. In Python: SQLite has none."""
    theirs = (QuestionMessage.question_id == Question.id, QuestionMessage.is_staff)
    first = select(func.min(QuestionMessage.said_at)).where(*theirs).correlate(Question).scalar_subquery()
    is_answered = select(QuestionMessage.id).where(*theirs).correlate(Question).exists()
    query = select(Question.asked_at, first).where(is_answered).order_by(Question.id.desc()).limit(_LATEST_ANSWERS)
    waits = [(at - asked_at).total_seconds() for asked_at, at in await session.execute(query)]
    return timedelta(seconds=median(waits)) if waits else None
