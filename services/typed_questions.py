"""What people typed and got no answer to, and whether answers helped: the Secretariat learns from both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Language, QuestionOutcome, Role, TypedQuestion
from services import audit, faq, languages, staff
from services.search import group_similar

MOST_KEPT = 400
"""Characters: what the search looks at."""
MOST_GROUPED = 1000
_UNANSWERED = (QuestionOutcome.NO_ANSWER, QuestionOutcome.NOT_HELPED)


@dataclass(frozen=True)
class Usefulness:
    """How often the typed answers of one entry were said to help or not."""

    helped: int
    not_helped: int


async def note_unanswered(session: AsyncSession, author: Citizen, text: str, *, inbox_id: int, now: datetime) -> None:
    """Keep a question that the search had no answer to."""
    await _note(session, author, inbox_id, QuestionOutcome.NO_ANSWER, now=now, text=text)


async def note_feedback(
    session: AsyncSession,
    author: Citizen,
    entry_id: str,
    *,
    helped: bool,
    text: str | None,
    inbox_id: int,
    now: datetime,
) -> None:
    """Keep what somebody said of an answer; the last word counts.

    ``text`` is the question; None when it is no longer known, and then only praise can be kept. Raises NotFound
    for an entry that is not there.
    """
    await faq.get(session, entry_id)
    if helped:
        await _note(session, author, inbox_id, QuestionOutcome.HELPED, now=now, entry_id=entry_id)
    elif text is not None:
        await _note(session, author, inbox_id, QuestionOutcome.NOT_HELPED, now=now, entry_id=entry_id, text=text)


async def _note(
    session: AsyncSession,
    author: Citizen,
    inbox_id: int,
    outcome: QuestionOutcome,
    *,
    now: datetime,
    entry_id: str | None = None,
    text: str | None = None,
) -> None:
    row = await session.scalar(
        select(TypedQuestion).where(TypedQuestion.author_id == author.id, TypedQuestion.inbox_id == inbox_id)
    )
    if row is None:
        lang = languages.guess(text, author.language or Language.KY) if text else author.language or Language.KY
        row = TypedQuestion(inbox_id=inbox_id, author_id=author.id, lang=lang, asked_at=now)
        session.add(row)
    row.outcome, row.entry_id, row.text = outcome, entry_id, text[:MOST_KEPT] if text else None
    await session.flush()


async def list_own(session: AsyncSession, author: Citizen) -> Sequence[TypedQuestion]:
    """The person's own questions that are kept with their words, the oldest first."""
    query = select(TypedQuestion).where(TypedQuestion.author_id == author.id, TypedQuestion.text.is_not(None))
    return (await session.scalars(query.order_by(TypedQuestion.id))).all()


async def list_unanswered(session: AsyncSession) -> list[list[TypedQuestion]]:
    """Questions without an answer that helped, in groups of much the same: the largest group first.

    Of the latest thousand; the rest comes up when these are settled. Takes up to seconds of the processor at
    that number.
    """
    query = select(TypedQuestion).where(TypedQuestion.outcome.in_(_UNANSWERED))
    latest = (await session.scalars(query.order_by(TypedQuestion.id.desc()).limit(MOST_GROUPED))).all()
    return [[latest[place] for place in group] for group in group_similar([row.text or "" for row in latest])]


async def settle(session: AsyncSession, moderator: Citizen, ids: Sequence[int], *, now: datetime) -> int:
    """Take questions off the list, once they have become an entry or need none; their number.

    They are deleted: nobody needs them any more. Raises NotYours.
    """
    subject = f"typed-questions:{len(ids)}"
    await staff.require(session, moderator, Role.MODERATOR, action="faq.settle", subject=subject, now=now)
    unanswered = TypedQuestion.id.in_(ids), TypedQuestion.outcome.in_(_UNANSWERED)
    settled = (await session.scalars(delete(TypedQuestion).where(*unanswered).returning(TypedQuestion.id))).all()
    audit.note(session, moderator, "faq.settle", subject, now=now)
    await session.flush()
    return len(settled)


async def usefulness(session: AsyncSession) -> dict[str, Usefulness]:
    """FAQ entry id → how often its answer helped or not, for entries that anybody said so of."""
    query = (
        select(TypedQuestion.entry_id, TypedQuestion.outcome, func.count())
        .where(TypedQuestion.entry_id.is_not(None))
        .group_by(TypedQuestion.entry_id, TypedQuestion.outcome)
    )
    found = (await session.execute(query)).all()
    counts = {(str(entry), outcome): count for entry, outcome, count in found}
    return {
        entry: Usefulness(
            counts.get((entry, QuestionOutcome.HELPED), 0), counts.get((entry, QuestionOutcome.NOT_HELPED), 0)
        )
        for entry in sorted({entry for entry, _ in counts})
    }
