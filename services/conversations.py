"""The one conversation row of a person."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Conversation

LEFT_AFTER = timedelta(days=7)


async def open_for(session: AsyncSession, citizen: Citizen, *, now: datetime) -> Conversation:
    """The person's conversation, locked for this unit of work."""
    row = await session.get(Conversation, citizen.id, with_for_update=True)
    if row is None:
        row = Conversation(citizen_id=citizen.id, updated_at=now)
        session.add(row)
    return row


def park(conversation: Conversation) -> None:
    """Leave whatever conversation is going on; its draft stays and is offered again."""
    conversation.flow = conversation.step = None
    conversation.memory = None


def let_go(conversation: Conversation, *, now: datetime) -> None:
    """Park what was left lying for a week: after so long a text is no answer to a question nobody remembers.

    The draft stays; which conversation it was is remembered, so that the way back can be offered.
    """
    if conversation.flow is None or now - conversation.updated_at < LEFT_AFTER:
        return
    flow = conversation.flow
    park(conversation)
    conversation.memory = {"left": flow}


async def memory_of(session: AsyncSession, telegram_id: int, flow: str) -> dict[str, Any]:
    """What the person's conversation has kept, if it is this one; looked at without a lock."""
    query = select(Conversation).join(Citizen, Citizen.id == Conversation.citizen_id)
    found = await session.scalar(query.where(Citizen.telegram_id == telegram_id, Conversation.flow == flow))
    return (found.memory or {}) if found is not None else {}


async def note_screen(session: AsyncSession, telegram_id: int, message_id: int) -> None:
    """Remember the newest screen's message."""
    of_person = select(Citizen.id).where(Citizen.telegram_id == telegram_id).scalar_subquery()
    await session.execute(
        update(Conversation).where(Conversation.citizen_id == of_person).values(screen_message_id=message_id)
    )
