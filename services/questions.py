"""Questions to the Secretariat."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Language, Question, QuestionState
from services import clock, languages, numbers, presence
from services.errors import LimitReached, NotFound, NotYours, TextTooLong, TextTooShort

LIMITS = (10, 2000)  # characters
MOST_A_DAY = 10


def check_text(text: str) -> str:
    """The text, trimmed. Raises TextTooShort or TextTooLong."""
    text = text.strip()
    if len(text) < LIMITS[0]:
        raise TextTooShort(len(text), LIMITS[0])
    if len(text) > LIMITS[1]:
        raise TextTooLong(len(text), LIMITS[1])
    return text


async def ask(session: AsyncSession, author: Citizen, text: str, *, now: datetime, zone: ZoneInfo) -> Question:
    """Keep a question under a number. Raises TextTooShort, TextTooLong or LimitReached (ten a day)."""
    text = check_text(text)
    today, tomorrow = clock.day_of(now, zone)
    asked = select(func.count()).where(Question.author_id == author.id, Question.asked_at >= today)
    if (await session.scalar(asked) or 0) >= MOST_A_DAY:
        raise LimitReached("questions", MOST_A_DAY, until=tomorrow)
    question = Question(
        number=await numbers.draw(session, "Q", now=now, zone=zone),
        author_id=author.id,
        lang=languages.guess(text, author.language or Language.KY),
        text=text,
        state=QuestionState.OPEN,
        asked_at=now,
        waits_since=now,
        seminar_id=await presence.find_seminar(session, author, now=now, zone=zone),
    )
    session.add(question)
    await session.flush()
    return question


async def list_own(session: AsyncSession, author: Citizen) -> Sequence[Question]:
    """The person's questions, the latest first."""
    query = select(Question).where(Question.author_id == author.id).order_by(Question.id.desc())
    return (await session.scalars(query)).all()


async def get_own(session: AsyncSession, author: Citizen, question_id: int) -> Question:
    """The person's own question. Raises NotFound or NotYours."""
    question = await session.get(Question, question_id)
    if question is None:
        raise NotFound
    if question.author_id != author.id:
        raise NotYours
    return question
