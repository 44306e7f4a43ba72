"""What people typed and got no answer to, and whether answers helped: the Secretariat learns from both."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Language, QuestionOutcome, Role, TypedQuestion
from models.database import Database
from services import audit, citizens, faq, languages, staff
from services.search import group_similar

MOST_KEPT = 400
"""Characters: what the search looks at."""
MOST_GROUPED = 1000
Groups = tuple[tuple[int, ...], ...]
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


def _unanswered(up_to: int | None) -> Select[TypedQuestion]:
    query = select(TypedQuestion).where(TypedQuestion.outcome.in_(_UNANSWERED))
    return query if up_to is None else query.where(TypedQuestion.id <= up_to)


async def count_unanswered(session: AsyncSession) -> int:
    """How many questions wait for an entry, or to be settled."""
    return await session.scalar(select(func.count()).select_from(_unanswered(None).subquery())) or 0


async def group_unanswered(database: Database, telegram_id: int, *, up_to: int | None = None) -> Groups:
    """Ids of questions without an answer that helped, in groups of much the same, the largest group first; none
    for whoever is no moderator.

    Of the latest thousand, the rest comes up when these are settled. ``up_to``: as it was when this id was the
    latest, so that a button goes on meaning what its reader saw. Takes up to seconds of a core at a thousand, in
    a thread: no transaction may be open.
    """
    async with database.read() as session:
        reader = await citizens.find(session, telegram_id)
        if reader is None or not await staff.has_role(session, reader, Role.MODERATOR):
            return ()
        query = _unanswered(up_to).order_by(TypedQuestion.id.desc()).limit(MOST_GROUPED)
        latest = [(one.id, one.text or "") for one in (await session.scalars(query)).all()]
    grouped = await asyncio.to_thread(group_similar, [text for _, text in latest])
    return tuple(tuple(latest[place][0] for place in group) for group in grouped)


async def list_unanswered(
    session: AsyncSession, moderator: Citizen, groups: Groups, *, now: datetime
) -> list[list[TypedQuestion]]:
    """The questions of these groups that are still unanswered, in their order. Raises NotYours."""
    await staff.require(session, moderator, Role.MODERATOR, action="faq.unanswered", subject="typed-questions", now=now)
    ids = [one for group in groups for one in group]
    found = {one.id: one for one in await session.scalars(_unanswered(None).where(TypedQuestion.id.in_(ids)))}
    known = ([found[one] for one in group if one in found] for group in groups)
    return [group for group in known if group]


async def text_of(session: AsyncSession, typed_id: int) -> str | None:
    """The words of an unanswered question, for the search to read; whoever asks has asked for the role."""
    row = await session.scalar(_unanswered(None).where(TypedQuestion.id == typed_id))
    return row.text if row else None


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
