"""The Secretariat answers questions: a thread that goes back and forth until the citizen says thank you.

open ── answer ──→ answered ── ask on ──→ open ── … ──→ answered ── thank ──→ answered, thanked
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import Citizen, InternalNote, Question, QuestionMessage, QuestionState, Role
from services import audit, files, notices, questions, staff
from services.errors import LimitReached, NotFound, TextTooLong, TextTooShort
from services.files import Received

LIMITS = (2, 3000)  # characters of an answer: with its frame it fills one message of 4096
MOST_ASKED_ON = 20  # messages of the citizen in one thread

_MESSAGES = selectinload(Question.messages).selectinload(QuestionMessage.file)


@dataclass(frozen=True)
class Thread:
    """A question, what was said since, and the notes among staff."""

    question: Question
    messages: Sequence[QuestionMessage]
    notes: Sequence[InternalNote]


@dataclass(frozen=True)
class Said:
    """What somebody typed or sent, and as which message: an edit of that message mirrors."""

    chat_id: int
    message_id: int
    text: str | None = None
    file: Received | None = None


async def get(session: AsyncSession, officer: Citizen, question_id: int, *, now: datetime) -> Thread:
    """A question as staff see it. Raises NotYours or NotFound."""
    await _require(session, officer, "question.open", question_id, now=now)
    return await _thread(session, question_id)


async def get_own(session: AsyncSession, author: Citizen, question_id: int) -> Thread:
    """The author's own thread, without the notes of staff. Raises NotFound or NotYours."""
    await questions.get_own(session, author, question_id)
    found = await _thread(session, question_id)
    return Thread(found.question, found.messages, ())


async def find(session: AsyncSession, question_id: int) -> Question | None:
    return await session.get(Question, question_id)


async def find_by_number(session: AsyncSession, number: str) -> Question | None:
    return await session.scalar(select(Question).where(Question.number == number.upper()))


async def answer(
    session: AsyncSession, officer: Citizen, question_id: int, said: Said, *, bot_id: int, now: datetime
) -> QuestionMessage:
    """Answer; the citizen gets it once, and the task is the officer's from now on if it was nobody's.

    Raises NotYours, NotFound, TextTooShort, TextTooLong, FileRefused.
    """
    await _require(session, officer, "question.answer", question_id, now=now)
    question = await _locked(session, question_id)
    message = await _keep(session, officer, question, said, is_staff=True, bot_id=bot_id, now=now)
    question.state, question.waits_since, question.thanked_at = QuestionState.ANSWERED, None, None
    question.assignee_id = question.assignee_id or officer.id
    audit.note(session, officer, "question.answer", f"question:{question.id}", now=now, fields=["answer"])
    await session.flush()
    await _tell(session, question.author_id, f"question:{question.id}:answer:{message.id}", "answer", message, now=now)
    return message


async def ask_on(
    session: AsyncSession, author: Citizen, question_id: int, said: Said, *, bot_id: int, now: datetime
) -> Question:
    """The citizen asks on: the question waits again, and whoever has it is told.

    Raises NotFound, NotYours, TextTooShort, TextTooLong, FileRefused, LimitReached.
    """
    await questions.get_own(session, author, question_id)
    question = await _locked(session, question_id)
    asked = [one for one in (await _thread(session, question_id)).messages if not one.is_staff]
    if len(asked) >= MOST_ASKED_ON:
        raise LimitReached("questions", MOST_ASKED_ON)
    message = await _keep(session, author, question, said, is_staff=False, bot_id=bot_id, now=now)
    question.state, question.thanked_at = QuestionState.OPEN, None
    question.waits_since = question.waits_since or now
    await session.flush()
    if question.assignee_id is not None:
        cause = f"question:{question.id}:asked-on:{message.id}"
        await _tell(session, question.assignee_id, cause, "asked-on", message, now=now)
    return question


async def thank(session: AsyncSession, author: Citizen, question_id: int, *, now: datetime) -> Question:
    """The citizen says that the answer is enough. Raises NotFound or NotYours."""
    question = await questions.get_own(session, author, question_id)
    if question.state is QuestionState.ANSWERED:
        question.thanked_at = question.thanked_at or now
        await session.flush()
    return question


async def edit(
    session: AsyncSession, editor: Citizen, *, chat_id: int, message_id: int, text: str, now: datetime
) -> QuestionMessage | None:
    """Mirror an edited message; None when that message is no part of a thread, or is somebody else's.

    An answer that was corrected reaches the citizen as a correction, once a version; so do words put under a file.
    Raises NotYours (the officer's role was taken away), TextTooShort, TextTooLong.
    """
    query = select(QuestionMessage).where(
        QuestionMessage.chat_id == chat_id,
        QuestionMessage.message_id == message_id,
        QuestionMessage.author_id == editor.id,
    )
    message = await session.scalar(query)
    if message is None:
        return None
    if message.is_staff:
        await _require(session, editor, "question.edit", message.question_id, now=now)
    text = _checked(text)
    if text == message.text:
        return message
    message.text = text
    message.version += 1
    await session.flush()
    if message.is_staff:
        audit.note(session, editor, "question.edit", f"question:{message.question_id}", now=now, fields=["answer"])
        question = await session.get_one(Question, message.question_id)
        cause = f"question:{question.id}:answer:{message.id}:v{message.version}"
        await _tell(session, question.author_id, cause, "answer-edited", message, now=now)
    return message


async def find_message(session: AsyncSession, message_id: int) -> tuple[Question, QuestionMessage] | None:
    """A message of a thread and its question, for a notice."""
    message = await session.get(QuestionMessage, message_id, options=(selectinload(QuestionMessage.file),))
    if message is None:
        return None
    return await session.get_one(Question, message.question_id), message


async def _require(session: AsyncSession, officer: Citizen, action: str, question_id: int, *, now: datetime) -> None:
    await staff.require(session, officer, Role.MODERATOR, action=action, subject=f"question:{question_id}", now=now)


async def _thread(session: AsyncSession, question_id: int) -> Thread:
    query = select(Question).where(Question.id == question_id).options(_MESSAGES)
    question = await session.scalar(query.execution_options(populate_existing=True))
    if question is None:
        raise NotFound
    notes = select(InternalNote).where(InternalNote.question_id == question_id).order_by(InternalNote.id)
    return Thread(question, question.messages, (await session.scalars(notes)).all())


async def _locked(session: AsyncSession, question_id: int) -> Question:
    question = await session.get(Question, question_id, with_for_update=True)
    if question is None:
        raise NotFound
    return question


def _checked(text: str) -> str:
    text = text.strip()
    if len(text) < LIMITS[0]:
        raise TextTooShort(len(text), LIMITS[0])
    if len(text) > LIMITS[1]:
        raise TextTooLong(len(text), LIMITS[1])
    return text


async def _keep(
    session: AsyncSession,
    author: Citizen,
    question: Question,
    said: Said,
    *,
    is_staff: bool,
    bot_id: int,
    now: datetime,
) -> QuestionMessage:
    known = await session.scalar(
        select(QuestionMessage).where(
            QuestionMessage.question_id == question.id,
            QuestionMessage.chat_id == said.chat_id,
            QuestionMessage.message_id == said.message_id,
        )
    )
    if known is not None:
        return known
    text = _checked(said.text or "") if said.text or said.file is None else None
    file = await files.keep(session, author, said.file, bot_id=bot_id, now=now) if said.file else None
    message = QuestionMessage(
        question_id=question.id,
        author_id=author.id,
        is_staff=is_staff,
        text=text,
        file_id=file.id if file else None,
        chat_id=said.chat_id,
        message_id=said.message_id,
        said_at=now,
    )
    session.add(message)
    await session.flush()
    return message


async def _tell(
    session: AsyncSession, citizen_id: int, cause: str, kind: str, message: QuestionMessage, *, now: datetime
) -> None:
    person = select(Citizen.id).where(Citizen.id == citizen_id, Citizen.telegram_id.is_not(None))
    await notices.give(session, person, cause=cause, kind=kind, subject=str(message.id), now=now)
