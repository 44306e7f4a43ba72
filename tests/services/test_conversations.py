"""The one row in which a person's conversation is kept."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Conversation
from services import conversations
from tests.conftest import START


async def test_there_is_one_row_a_person(session: AsyncSession, aizada: Citizen, bolot: Citizen) -> None:
    await conversations.open_for(session, bolot, now=START)
    row = await conversations.open_for(session, aizada, now=START)
    row.flow, row.step, row.memory = "initiative", "title", {"draft": 7}
    await session.flush()
    again = await conversations.open_for(session, aizada, now=START + timedelta(days=90))
    assert (again.flow, again.step, again.memory) == ("initiative", "title", {"draft": 7})


async def test_parking_forgets_the_step_and_what_was_remembered(session: AsyncSession, aizada: Citizen) -> None:
    row = await conversations.open_for(session, aizada, now=START)
    row.flow, row.step, row.memory, row.screen_message_id = "initiative", "title", {"draft": 7}, 12
    conversations.park(row)
    assert (row.flow, row.step, row.memory, row.screen_message_id) == (None, None, None, 12)


async def test_the_newest_screen_is_noted_for_its_person_only(
    session: AsyncSession, aizada: Citizen, bolot: Citizen
) -> None:
    for citizen in (aizada, bolot):
        await conversations.open_for(session, citizen, now=START)
    await session.flush()
    await conversations.note_screen(session, 1001, 55)
    await conversations.note_screen(session, 4711, 56)  # a person erased meanwhile
    rows = {row.citizen_id: row.screen_message_id for row in await _all(session)}
    assert rows == {aizada.id: 55, bolot.id: None}


async def _all(session: AsyncSession) -> list[Conversation]:
    query = select(Conversation).execution_options(populate_existing=True)
    return list((await session.scalars(query)).all())
