"""Numbers for the Secretariat."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    AuditEntry,
    Broadcast,
    Citizen,
    InitiativeState,
    Language,
    Message,
    MessageState,
    Question,
    QuestionMessage,
    QuestionState,
    Role,
    Unreachable,
)
from models.database import Database
from services import questions, statistics
from services.errors import NotYours
from tests.conftest import START, ZONE
from tests.initiatives import initiative, somebody
from tests.reporting import published
from tests.services.office import officer


async def answered(session: AsyncSession, question: Question, *, after: timedelta) -> None:
    """An answer of staff so long after the question."""
    session.add(
        QuestionMessage(
            question_id=question.id,
            is_staff=True,
            text="Жыйын жекшембиде болот.",
            chat_id=1,
            message_id=int(after.total_seconds()),
            said_at=question.asked_at + after,
        )
    )
    question.state = QuestionState.ANSWERED
    await session.flush()


async def asked(session: AsyncSession, author: Citizen) -> Question:
    return await questions.ask(session, author, "Качан жыйын болот деп айта аласызбы?", now=START, zone=ZONE)


async def test_everything_is_counted(session: AsyncSession) -> None:
    await officer(session, 7, Role.ADMINISTRATOR)
    asel, lost = await somebody(session, 1), await somebody(session, 2, language=Language.EN)
    erased = await somebody(session, 3)
    asel.region_id, lost.unreachable, erased.telegram_id = "jalal-abad", Unreachable.BLOCKED, None
    await initiative(session, "KG-2026-00001", theme="justice-lawmaking")
    await initiative(session, "KG-2026-00002", state=InitiativeState.REJECTED)
    await published(session)
    await asked(session, asel)
    begun = [Broadcast(state=state, created_at=START, starts_at=START) for state in statistics.BEGUN[:2]]
    draft = Broadcast(created_at=START)
    session.add_all([*begun, draft])
    await session.flush()
    facts = {"citizen_id": asel.id, "lane": 2, "kind": "broadcast", "due_at": START, "created_at": START}
    for batch in (begun[0].cause, begun[1].cause, "x:1", f"{begun[0].cause}0"):
        session.add(Message(batch=batch, state=MessageState.SENT, **facts))
    await session.flush()
    numbers = await statistics.collect(session)
    assert (numbers.people, numbers.unreachable) == (3, 1)
    assert numbers.languages == {"ru": 1, "ky": 1, "en": 1}
    assert numbers.regions == {"jalal-abad": 1, None: 2}
    assert numbers.states == {InitiativeState.UNDER_REVIEW: 1, InitiativeState.REJECTED: 1}
    assert numbers.themes == {"justice-lawmaking": 1, None: 1}
    assert (numbers.questions, numbers.questions_open, numbers.first_answer) == (1, 1, None)
    assert numbers.reports == {"judicial-acts-register": 1}
    assert (numbers.broadcasts, numbers.broadcast_messages) == (2, {MessageState.SENT: 2})


async def test_the_median_counts_first_answers_only(session: AsyncSession) -> None:
    asel = await somebody(session, 1)
    for hours in (1, 3, 500):
        question = await asked(session, asel)
        await answered(session, question, after=timedelta(hours=hours))
        await answered(session, question, after=timedelta(hours=hours + 1000))
    numbers = await statistics.collect(session)
    assert numbers.first_answer == timedelta(hours=3)
    assert numbers.questions_open == 0


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MODERATOR, Role.ANNOUNCER])
async def test_each_role_of_the_secretariat_may_look(database: Database, role: Role) -> None:
    async with database.begin() as session:
        await statistics.require(session, await officer(session, 7, role), now=START)
    found = await statistics.look(database, 7)
    assert found is not None
    assert found.people == 1


async def test_nobody_else_may_and_that_is_noted(database: Database) -> None:
    async with database.begin() as session:
        with pytest.raises(NotYours):
            await statistics.require(session, await somebody(session, 1), now=START)
    assert await statistics.look(database, 1) is None
    assert await statistics.look(database, 2) is None
    async with database.read() as session:
        noted = (await session.scalars(select(AuditEntry))).one()
    assert (noted.action, noted.is_refused) == ("statistics.read", True)


async def test_the_numbers_come_from_a_handful_of_queries_however_many_people_there_are(database: Database) -> None:
    """No look-up a person, and everything of it outside the unit of work."""
    async with database.begin() as session:
        await officer(session, 7)
        for number in range(30):
            await initiative(session, f"KG-2026-{number:05d}", author=await somebody(session, 100 + number))
    said: list[str] = []

    def note(*call: Any) -> None:
        said.append(call[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        await statistics.look(database, 7)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert 5 < len(said) < 20
