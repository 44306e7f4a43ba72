"""Staff ask the author to clarify named fields; the author answers just these.

submitted | under-review ── ask ──→ clarification ── send ──→ under-review
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import Citizen, Clarification, ClarificationAnswer, Initiative, InitiativeState
from services import audit, initiative_texts, initiatives, reviews
from services.errors import (
    AlreadySent,
    AlreadySettled,
    DraftIncomplete,
    NotFound,
    NotYours,
    TextTooLong,
)

# What may be asked about, by the names of the initiative's form.
FIELDS = ("title", "problem", "proposal", "result", "theme", "agency", "region", "files")
REMARK_LIMIT = 1000  # characters
_IN_TEXTS = frozenset({"title", "problem", "proposal", "result"})
_WHOLE = (selectinload(Clarification.answers),)


async def ask(
    session: AsyncSession,
    officer: Citizen,
    initiative_id: int,
    fields: Sequence[str],
    *,
    now: datetime,
    remark: str | None = None,
) -> Clarification:
    """Ask the author to clarify these fields; the author is told once.

    Raises NotYours, NotFound, AlreadySettled (decided, asked already, or nobody to ask), TextTooLong.
    """
    await reviews.require(session, officer, "initiative.clarify", f"initiative:{initiative_id}", now=now)
    one = await reviews.load(session, initiative_id, lock=True)
    chosen = [field for field in FIELDS if field in fields]
    if not chosen:
        raise NotFound
    if one.state not in {InitiativeState.SUBMITTED, InitiativeState.UNDER_REVIEW} or one.author_id is None:
        raise AlreadySettled
    remark = (remark or "").strip() or None
    if remark and len(remark) > REMARK_LIMIT:
        raise TextTooLong(len(remark), REMARK_LIMIT)
    asked = Clarification(
        initiative_id=one.id,
        fields=",".join(chosen),
        remark=remark,
        asked_by_id=officer.id,
        asked_at=now,
        answers=[],
    )
    session.add(asked)
    reviews.enter(one, InitiativeState.CLARIFICATION, now=now)
    audit.note(session, officer, "initiative.clarify", f"initiative:{one.id}", now=now, fields=chosen)
    await session.flush()
    await reviews.tell_author(
        session, one, cause=f"initiative:{one.id}:clarification:{asked.id}", kind="clarification", now=now
    )
    return asked


async def find_open(session: AsyncSession, initiative_id: int) -> Clarification | None:
    """The request that the author has not answered."""
    query = select(Clarification).where(
        Clarification.initiative_id == initiative_id, Clarification.answered_at.is_(None)
    )
    return await session.scalar(query.options(*_WHOLE))


async def get_own(
    session: AsyncSession, author: Citizen, clarification_id: int, *, now: datetime
) -> tuple[Clarification, Initiative]:
    """A request to this author, and the initiative. Raises NotFound, NotYours (noted), AlreadySettled, AlreadySent."""
    asked = await session.scalar(
        select(Clarification).where(Clarification.id == clarification_id).options(*_WHOLE).with_for_update()
    )
    if asked is None:
        raise NotFound
    one = await reviews.load(session, asked.initiative_id, lock=True)
    if one.author_id != author.id:
        audit.note(session, author, "clarification.open", f"clarification:{asked.id}", now=now, is_refused=True)
        raise NotYours
    if asked.answered_at is not None:
        raise AlreadySent
    if one.state is not InitiativeState.CLARIFICATION:
        raise AlreadySettled  # withdrawn meanwhile
    return asked, one


def answer_of(asked: Clarification, field: str) -> ClarificationAnswer | None:
    return next((each for each in asked.answers if each.field == field), None)


async def answer(
    session: AsyncSession,
    asked: Clarification,
    field: str,
    value: str | None,
    *,
    now: datetime,
    message_id: int | None = None,
) -> None:
    """Keep an answer beside the initiative, which changes only when all is sent. None: left as it is.

    Raises NotFound for a field that was not asked about or a choice that is not there, TextTooShort, TextTooLong.
    """
    if field not in asked.names:
        raise NotFound
    if value is not None and field in _IN_TEXTS:
        value = initiative_texts.check_text(field, value)
    choices = initiatives.CHOICES.get(field)
    if value is not None and choices is not None:
        value = await initiative_texts.check_choice(session, choices, value)
    known = answer_of(asked, field)
    if known is None:
        known = ClarificationAnswer(field=field)
        asked.answers.append(known)
    known.value, known.message_id, known.answered_at = value, message_id, now
    await session.flush()


def missing(asked: Clarification) -> list[str]:
    """The fields without an answer, in the order of the form."""
    return [field for field in asked.names if answer_of(asked, field) is None]


async def send(
    session: AsyncSession, author: Citizen, asked: Clarification, one: Initiative, *, now: datetime
) -> Initiative:
    """Put the answers into the initiative; it is under review again. Raises DraftIncomplete.

    Words that nobody at the desk has read are not public: a published one waits to be published anew.
    """
    if empty := missing(asked):
        raise DraftIncomplete(empty)
    changed = []
    for each in asked.answers:
        before = _value(one, each.field)
        each.before = before
        if each.value is not None and each.value != before:
            _set(one, each.field, each.value)
            changed.append(each.field)
    asked.answered_at = now
    if one.published_at is not None and _IN_TEXTS.intersection(changed):
        one.published_at = None
        audit.note(session, author, "initiative.unpublish", f"initiative:{one.id}", now=now, fields=["published_at"])
    reviews.enter(one, InitiativeState.UNDER_REVIEW, now=now)
    audit.note(session, author, "clarification.send", f"initiative:{one.id}", now=now, fields=changed)
    await session.flush()
    return one


def _value(one: Initiative, field: str) -> str | None:
    found = initiatives.value_of(one, field)
    return found if isinstance(found, str) else None


def _set(one: Initiative, field: str, value: str) -> None:
    if field in _IN_TEXTS:
        setattr(one.text, field, value)
    elif field in initiatives.CHOICES:
        setattr(one, f"{field}_id", value)
