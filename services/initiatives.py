"""Initiatives from the first word of a draft to the withdrawal of what was sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import (
    Agency,
    Citizen,
    Initiative,
    InitiativeAnswer,
    InitiativeEvent,
    InitiativeFile,
    InitiativeState,
    InitiativeText,
    Language,
    Origin,
    Region,
    Theme,
)
from services import audit, campaigns, clock, files, languages, numbers, presence
from services.errors import (
    AlreadyDecided,
    AlreadySent,
    CollectionClosed,
    ConsentNeeded,
    DraftIncomplete,
    LimitReached,
    NotFound,
    NotYours,
)
from services.initiative_texts import check_choice, check_fixed, check_text

REQUIRED = ("title", "problem", "proposal")
CHOICES = {"theme": Theme, "agency": Agency, "region": Region}
MOST_DRAFTS = 5
MOST_A_DAY = 10
_IN_TEXTS = ("title", "problem", "proposal", "result")

_WHOLE = (
    selectinload(Initiative.texts),
    selectinload(Initiative.answers),
    selectinload(Initiative.events),
    selectinload(Initiative.attachments).selectinload(InitiativeFile.file),
)


async def start_draft(session: AsyncSession, author: Citizen, *, now: datetime) -> Initiative:
    """A new, empty draft. Raises LimitReached when the person has five."""
    if await _count(session, author, InitiativeState.DRAFT) >= MOST_DRAFTS:
        raise LimitReached("drafts", MOST_DRAFTS)
    lang = author.language or Language.KY
    draft = Initiative(
        author_id=author.id,
        lang=lang,
        state=InitiativeState.DRAFT,
        created_at=now,
        changed_at=now,
        texts=[InitiativeText(lang=lang, origin=Origin.AUTHOR)],
        answers=[],
        events=[],
        attachments=[],
    )
    session.add(draft)
    await session.flush()
    return draft


async def get_own(session: AsyncSession, author: Citizen, initiative_id: int, *, now: datetime) -> Initiative:
    """The person's own initiative, whole. Raises NotFound, or NotYours (noted in the audit trail)."""
    found = await session.scalar(select(Initiative).where(Initiative.id == initiative_id).options(*_WHOLE))
    if found is None:
        raise NotFound
    if found.author_id != author.id:
        audit.note(session, author, "initiative.open", f"initiative:{found.id}", now=now, is_refused=True)
        raise NotYours
    return found


async def find_by_key(session: AsyncSession, key: str) -> Initiative | None:
    """An initiative by its number (KG-2026-00017) or its id, as a link names it."""
    is_id = key.isascii() and key.isdigit() and len(key) < 18
    which = Initiative.id == int(key) if is_id else Initiative.number == key
    return await session.scalar(select(Initiative).where(which).options(*_WHOLE))


async def get_draft(session: AsyncSession, author: Citizen, draft_id: int, *, now: datetime) -> Initiative:
    """The person's own draft. Raises AlreadySent for what is no draft any more."""
    draft = await get_own(session, author, draft_id, now=now)
    if draft.state is not InitiativeState.DRAFT:
        raise AlreadySent
    return draft


async def list_own(session: AsyncSession, author: Citizen, *, drafts: bool) -> Sequence[Initiative]:
    """The person's drafts, or what they have sent; the latest first."""
    is_draft = Initiative.state == InitiativeState.DRAFT
    query = select(Initiative).where(Initiative.author_id == author.id, is_draft if drafts else ~is_draft)
    ordered = query.options(*_WHOLE).order_by(Initiative.changed_at.desc(), Initiative.id.desc())
    return (await session.scalars(ordered)).all()


def value_of(draft: Initiative, field: str) -> Any:
    """What a field holds: text, the id of a choice, attachments, or None."""
    if field in _IN_TEXTS:
        return getattr(draft.text, field)
    if field in CHOICES:
        return getattr(draft, f"{field}_id")
    if field == "files":
        return list(draft.attachments)
    if field == "details":
        return None
    if field == "contact_consent":
        return draft.contact_consented_at
    return getattr(draft, field)


def is_answered(draft: Initiative, field: str) -> bool:
    """Whether the field was answered or skipped on purpose."""
    return any(answer.field == field for answer in draft.answers)


async def answer(
    session: AsyncSession,
    draft: Initiative,
    field: str,
    value: str,
    *,
    now: datetime,
    message_id: int | None = None,
) -> None:
    """Keep an answer. Raises TextTooShort/TextTooLong, or NotFound for a choice that does not exist."""
    if draft.state is not InitiativeState.DRAFT:
        raise AlreadySent
    check_fixed(field, value)
    if field in _IN_TEXTS:
        setattr(draft.text, field, check_text(field, value))
        _guess_language(draft)
    elif field in CHOICES:
        setattr(draft, f"{field}_id", await check_choice(session, CHOICES[field], value))
    elif field == "contact_consent":
        _settle_contact(draft, agreed=value == "agree", now=now)
    elif field == "lang":
        _set_language(draft, Language(value))
    elif field == "details":
        draft.is_short = value == "enough"
    else:
        setattr(draft, field, check_text(field, value))
        draft.contact_consented_at = None
    _note_answer(draft, field, message_id, now=now)
    await session.flush()


async def skip(session: AsyncSession, draft: Initiative, field: str, *, now: datetime) -> None:
    """Leave an optional field empty on purpose; what it held goes."""
    if field in REQUIRED:
        raise DraftIncomplete([field])
    if field in _IN_TEXTS:
        setattr(draft.text, field, None)
    elif field in CHOICES:
        setattr(draft, f"{field}_id", None)
    elif field in {"name", "contact"}:
        setattr(draft, field, None)
    _note_answer(draft, field, None, now=now)
    await session.flush()


async def note_different(session: AsyncSession, draft: Initiative, *, now: datetime) -> None:
    """The author has seen the similar ones and says that this one is different: it is not asked again."""
    if draft.state is not InitiativeState.DRAFT:
        raise AlreadySent
    _note_answer(draft, "similar", None, now=now)
    await session.flush()


async def find_answer(session: AsyncSession, author: Citizen, message_id: int) -> tuple[Initiative, str] | None:
    """The initiative and field that this message of the person answered."""
    found = (
        await session.execute(
            select(InitiativeAnswer.initiative_id, InitiativeAnswer.field)
            .join(Initiative, Initiative.id == InitiativeAnswer.initiative_id)
            .where(Initiative.author_id == author.id, InitiativeAnswer.message_id == message_id)
            .order_by(InitiativeAnswer.answered_at.desc())
            .limit(1)
        )
    ).first()
    if found is None:
        return None
    whole = await session.scalar(select(Initiative).where(Initiative.id == found.initiative_id).options(*_WHOLE))
    assert whole is not None
    return whole, found.field


async def discard(session: AsyncSession, draft: Initiative) -> None:
    """Throw a draft away with its files, for good."""
    if draft.state is not InitiativeState.DRAFT:
        raise AlreadySent
    attached = [each.file_id for each in draft.attachments]
    await session.delete(draft)
    await session.flush()
    await files.forget_unused(session, attached)


def missing(draft: Initiative) -> list[str]:
    """The required fields that are still empty, in the order of the form."""
    return [field for field in REQUIRED if not value_of(draft, field)]


async def submit(
    session: AsyncSession, author: Citizen, draft: Initiative, *, now: datetime, zone: ZoneInfo
) -> Initiative:
    """Send a draft: it gets its number. What is already sent comes back as it is, so sending twice stores one.

    Raises DraftIncomplete, ConsentNeeded, CollectionClosed, or LimitReached (ten a day, Bishkek time).
    """
    if draft.state is not InitiativeState.DRAFT:
        return draft
    if empty := missing(draft):
        raise DraftIncomplete(empty)
    if author.consented_at is None:
        raise ConsentNeeded
    collection = await campaigns.current(session, now=now)
    if collection.is_closed:
        raise CollectionClosed
    today, tomorrow = clock.day_of(now, zone)
    if await _sent_since(session, author, today) >= MOST_A_DAY:
        raise LimitReached("submissions", MOST_A_DAY, until=tomorrow)
    if (draft.name or draft.contact) and draft.contact_consented_at is None:
        draft.name = draft.contact = None  # without consent it is not kept
    draft.seminar_id = await presence.find_seminar(session, author, now=now, zone=zone)
    draft.number = await numbers.draw(session, "KG", now=now, zone=zone)
    draft.campaign_id = collection.campaign.id if collection.campaign else None
    draft.submitted_at = draft.changed_at = now
    _enter(draft, InitiativeState.SUBMITTED, now=now)
    await session.flush()
    return draft


async def withdraw(session: AsyncSession, author: Citizen, initiative: Initiative, *, now: datetime) -> None:
    """Take an undecided initiative back; it leaves the public list. Raises AlreadyDecided."""
    if initiative.state is InitiativeState.WITHDRAWN:
        return
    if not initiative.is_undecided:
        raise AlreadyDecided
    initiative.published_at = None
    initiative.changed_at = now
    _enter(initiative, InitiativeState.WITHDRAWN, now=now)
    audit.note(session, author, "initiative.withdraw", f"initiative:{initiative.id}", now=now)
    await session.flush()


def _enter(initiative: Initiative, state: InitiativeState, *, now: datetime) -> None:
    initiative.state = state
    initiative.events.append(InitiativeEvent(state=state, at=now, published_at=now))


def _note_answer(draft: Initiative, field: str, message_id: int | None, *, now: datetime) -> None:
    draft.changed_at = now
    for known in draft.answers:
        if known.field == field:
            known.message_id, known.answered_at = message_id, now
            return
    draft.answers.append(InitiativeAnswer(field=field, message_id=message_id, answered_at=now))


def _guess_language(draft: Initiative) -> None:
    if is_answered(draft, "lang"):
        return  # the person has said it
    words = " ".join(filter(None, (getattr(draft.text, field) for field in _IN_TEXTS)))
    _set_language(draft, languages.guess(words, draft.lang))


def _set_language(draft: Initiative, lang: Language) -> None:
    text = draft.text
    draft.lang = text.lang = lang


def _settle_contact(draft: Initiative, *, agreed: bool, now: datetime) -> None:
    if agreed:
        draft.contact_consented_at = now
    else:
        draft.name = draft.contact = draft.contact_consented_at = None


async def _count(session: AsyncSession, author: Citizen, state: InitiativeState) -> int:
    query = select(func.count()).where(Initiative.author_id == author.id, Initiative.state == state)
    return await session.scalar(query) or 0


async def _sent_since(session: AsyncSession, author: Citizen, since: datetime) -> int:
    query = select(func.count()).where(Initiative.author_id == author.id, Initiative.submitted_at >= since)
    return await session.scalar(query) or 0
