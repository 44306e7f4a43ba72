"""What the desk keeps of a person: handed over with the rest of their data, and erased with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import (
    Citizen,
    Clarification,
    Initiative,
    InternalNote,
    Question,
    QuestionMessage,
    StaffRole,
)
from services import team


async def threads(session: AsyncSession, citizen: Citizen) -> list[dict[str, Any]]:
    """What was said in the person's questions, both sides, without the names of staff."""
    query = (
        select(QuestionMessage, Question.number)
        .join(Question, Question.id == QuestionMessage.question_id)
        .where(Question.author_id == citizen.id)
        .options(selectinload(QuestionMessage.file))
        .order_by(QuestionMessage.id)
    )
    return [
        {
            "question": number,
            "by": "secretariat" if message.is_staff else "you",
            "at": message.said_at.isoformat(timespec="seconds"),
            "text": message.text,
            "file": message.file.name if message.file is not None and not message.is_staff else None,
        }
        for message, number in (await session.execute(query)).all()
    ]


async def clarifications(session: AsyncSession, citizen: Citizen) -> list[dict[str, Any]]:
    """What the person was asked to clarify, and answered."""
    query = (
        select(Clarification, Initiative.number)
        .join(Initiative, Initiative.id == Clarification.initiative_id)
        .where(Initiative.author_id == citizen.id)
        .options(selectinload(Clarification.answers))
        .order_by(Clarification.id)
    )
    return [
        {
            "initiative": number,
            "fields": asked.names,
            "remark": asked.remark,
            "answers": {one.field: {"before": one.before, "after": one.value} for one in asked.answers},
        }
        for asked, number in (await session.execute(query)).all()
    ]


async def forget(session: AsyncSession, citizen: Citizen, *, now: datetime) -> None:
    """Erase what the desk keeps of a person; called while their published initiatives have lost their author already.

    Clarifications and notes of initiatives without an author hold words of theirs that were never public. Roles end,
    and the name that colleagues knew goes.
    """
    nobodys = select(Initiative.id).where(Initiative.author_id.is_(None))
    await session.execute(delete(Clarification).where(Clarification.initiative_id.in_(nobodys)))
    await session.execute(delete(InternalNote).where(InternalNote.initiative_id.in_(nobodys)))
    held = StaffRole.citizen_id == citizen.id
    await session.execute(update(StaffRole).where(held, StaffRole.revoked_at.is_(None)).values(revoked_at=now))
    await session.execute(update(StaffRole).where(held).values(name=None))
    await team.release_tasks(session, citizen)
    citizen.staff_menu, citizen.wants_morning_list = None, False
