"""An officer's role ends while a question is their task: it is nobody's again, and its author's words reach them no
more."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.assembly import utc_now
from bot.playground.driver import StandIn
from models import Question, Role, StaffRole
from services import team
from tests.dialogues.staff import Office, open_office


@pytest.fixture
async def office(telegram: StandIn, tmp_path: Path, lean: str) -> AsyncIterator[Office]:
    async with open_office(telegram, tmp_path) as opened:
        yield opened


async def is_dismissed(office: Office) -> None:
    """The one moderator there is."""
    async with office.parts.database.begin() as session:
        chief = await office.citizen_in(session, office.chief)
        role = await session.scalar(select(StaffRole.id).where(StaffRole.role == Role.MODERATOR))
        assert role is not None
        await team.revoke_role(session, chief, role, now=utc_now())


@pytest.mark.parametrize("asks_before", [True, False], ids=["asked on before", "asked on after"])
async def test_what_is_asked_on_does_not_reach_who_was_dismissed(office: Office, asks_before: bool) -> None:
    aizada = await office.person("Айзада", "ky")
    question = await office.question(aizada, "Айыл өкмөтү бюджетин кайда жарыялашы керек?")
    nurlan = await office.moderator("Нурлан", "ru")
    await nurlan.says("/questions")
    await nurlan.taps(question.number)
    await nurlan.taps("Ответить")
    await nurlan.says("Айыл өкмөтү бюджетин өз сайтына жарыялайт.")
    await nurlan.sees("Ответ отправляется")
    assert await office.deliver() == 1
    if not asks_before:
        await is_dismissed(office)
    await aizada.taps("Дагы суроо берүү")
    await aizada.says("Менин үй дарегим боюнчачы?")
    await aizada.sees("Катчылыкка берилди")
    if asks_before:
        await is_dismissed(office)
    assert await office.deliver() == 0
    await nurlan.does_not_see("Менин үй дарегим")
    async with office.parts.database.read() as session:
        assert (await session.get_one(Question, question.id)).assignee_id is None
    await office.chief.says("/questions")
    await office.chief.taps(question.number)
    await office.chief.taps("Взять в работу")  # the new question waits for whoever takes it
    await office.chief.sees("Менин үй дарегим", "Вернуть в очередь")
