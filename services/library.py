"""What staff edit without a release: FAQ entries, facts, collections of initiatives. Each edit keeps what was before.

FAQ entry: drafted (from a question, or taken off) → published (complete in three languages) → taken off → …
"""

import re
from collections.abc import Sequence
from datetime import datetime

from markupsafe import escape
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from locales import content as files
from models import (
    Campaign,
    CampaignWait,
    Citizen,
    ContentVersion,
    Fact,
    FaqCategory,
    FaqEntry,
    FaqText,
    Language,
    Notice,
    Plan,
    Role,
    TypedQuestion,
)
from models.database import Database
from services import answering, audit, notices, staff
from services.content_check import MOST_ANSWER, MOST_TITLE
from services.errors import DatesCrossed, NotFound, TextTooLong, TextTooShort, TranslationsMissing

LIMITS = {"title": (3, MOST_TITLE), "answer": (10, MOST_ANSWER)}  # characters
FACT_LIMIT = 500
DRAFTED, PUBLISHED = "draft", "published"  # what an entry is, in the history of its edits
_FACT = re.compile(r"\{fact:([a-z_]+)\}")
_MISSING = "—"


async def _require(session: AsyncSession, officer: Citizen, action: str, subject: str, now: datetime) -> None:
    await staff.require(session, officer, Role.MODERATOR, action=action, subject=subject, now=now)


def _note(
    session: AsyncSession, officer: Citizen, subject: str, before: str | None, after: str | None, now: datetime
) -> None:
    session.add(ContentVersion(subject=subject, before=before, after=after, edited_by_id=officer.id, edited_at=now))


async def list_entries(
    session: AsyncSession, officer: Citizen, category_id: str, *, now: datetime
) -> Sequence[FaqEntry]:
    """Entries of a category, drafted ones too. Raises NotYours."""
    await _require(session, officer, "faq.list", f"faq-category:{category_id}", now)
    query = select(FaqEntry).where(FaqEntry.category_id == category_id).options(selectinload(FaqEntry.texts))
    return (await session.scalars(query.order_by(FaqEntry.position))).all()


async def get_entry(session: AsyncSession, officer: Citizen, entry_id: str, *, now: datetime) -> FaqEntry:
    """One entry, drafted or published. Raises NotYours or NotFound."""
    await _require(session, officer, "faq.open", f"faq:{entry_id}", now)
    return await _entry(session, entry_id)


async def draft_from_question(
    session: AsyncSession, officer: Citizen, question_id: int, category_id: str, *, now: datetime
) -> FaqEntry:
    """A draft from an answered question, in the question's language; once drafted, the same draft comes back.

    The citizen's words are not taken over as they are: the title is for staff to write. Raises NotYours, NotFound.
    """
    await _require(session, officer, "faq.draft", f"question:{question_id}", now)
    thread = await answering.get(session, officer, question_id, now=now)
    answer = next((one.text for one in reversed(thread.messages) if one.is_staff and one.text), None)
    if answer is None or await session.get(FaqCategory, category_id) is None:
        raise NotFound
    text = _html(answer)[:MOST_ANSWER]
    return await _drafted(
        session, officer, thread.question.number.lower(), category_id, thread.question.lang, text, now
    )


async def draft_from_typed(
    session: AsyncSession, officer: Citizen, typed_id: int, category_id: str, *, now: datetime
) -> FaqEntry:
    """An empty draft for a question that people typed and got no answer to; once drafted, the same comes back.

    Their words are not taken over: they may tell of somebody, and an entry is public. Raises NotYours, NotFound.
    """
    await _require(session, officer, "faq.draft", f"typed-question:{typed_id}", now)
    typed = await session.get(TypedQuestion, typed_id)
    if typed is None or typed.text is None or await session.get(FaqCategory, category_id) is None:
        raise NotFound
    return await _drafted(session, officer, f"t-{typed_id}", category_id, typed.lang, _MISSING, now)


async def _drafted(
    session: AsyncSession,
    officer: Citizen,
    entry_id: str,
    category_id: str,
    lang: Language,
    answer: str,
    now: datetime,
) -> FaqEntry:
    if await session.get(FaqEntry, entry_id) is None:
        last = await session.scalar(select(func.max(FaqEntry.position))) or 0
        session.add(FaqEntry(id=entry_id, category_id=category_id, position=last + 1))
        await session.flush()
        session.add(FaqText(entry_id=entry_id, lang=lang, title=_MISSING, answer=answer))
        _note(session, officer, f"faq:{entry_id}", None, DRAFTED, now)
        audit.note(session, officer, "faq.draft", f"faq:{entry_id}", now=now, fields=["answer"])
        await session.flush()
    return await _entry(session, entry_id)


async def edit_entry(
    session: AsyncSession,
    officer: Citizen,
    entry_id: str,
    lang: Language,
    field: str,
    text: str,
    *,
    now: datetime,
) -> FaqEntry:
    """Change the title or the answer in one language. Raises NotYours, NotFound, TextTooShort, TextTooLong."""
    await _require(session, officer, "faq.edit", f"faq:{entry_id}", now)
    entry = await _entry(session, entry_id)
    if field not in LIMITS:
        raise NotFound
    said = _checked(text, *LIMITS[field])
    said = _html(said) if field == "answer" else said
    row = next((one for one in entry.texts if one.lang == lang), None)
    before = getattr(row, field) if row else None
    if row is None:
        row = FaqText(entry_id=entry_id, lang=lang, title=_MISSING, answer=_MISSING)
        session.add(row)
    setattr(row, field, said)
    _note(session, officer, f"faq:{entry_id}:{lang}:{field}", before, said, now)
    audit.note(session, officer, "faq.edit", f"faq:{entry_id}", now=now, fields=[f"{field}_{lang}"])
    await session.flush()
    return await _entry(session, entry_id)


def lacking(entry: FaqEntry) -> list[str]:
    """The languages in which an entry is not complete."""
    there = {one.lang for one in entry.texts if _MISSING not in {one.title, one.answer}}
    return [lang.value for lang in Language if lang not in there]


async def publish_entry(session: AsyncSession, officer: Citizen, entry_id: str, *, now: datetime) -> FaqEntry:
    """Approve a draft. The caller rebuilds the search. Raises NotYours, NotFound, TranslationsMissing."""
    await _require(session, officer, "faq.publish", f"faq:{entry_id}", now)
    entry = await _entry(session, entry_id)
    if missing := lacking(entry):
        raise TranslationsMissing(missing)
    if entry.published_at is None:
        entry.published_at = now
        _note(session, officer, f"faq:{entry_id}", DRAFTED, PUBLISHED, now)
        audit.note(session, officer, "faq.publish", f"faq:{entry_id}", now=now, fields=["published_at"])
        await session.flush()
    return entry


async def take_off_entry(session: AsyncSession, officer: Citizen, entry_id: str, *, now: datetime) -> FaqEntry:
    """Take an entry off: it is a draft again. Raises NotYours or NotFound."""
    await _require(session, officer, "faq.take-off", f"faq:{entry_id}", now)
    entry = await _entry(session, entry_id)
    if entry.published_at is not None:
        entry.published_at = None
        _note(session, officer, f"faq:{entry_id}", PUBLISHED, DRAFTED, now)
        audit.note(session, officer, "faq.take-off", f"faq:{entry_id}", now=now, fields=["published_at"])
        await session.flush()
    return entry


async def history(session: AsyncSession, officer: Citizen, subject: str, *, now: datetime) -> Sequence[ContentVersion]:
    """The latest edits of a thing, newest first. Raises NotYours."""
    await _require(session, officer, "content.history", subject[:80], now)
    query = select(ContentVersion).where(
        (ContentVersion.subject == subject) | ContentVersion.subject.startswith(f"{subject}:", autoescape=True)
    )
    return (await session.scalars(query.order_by(ContentVersion.id.desc()).limit(10))).all()


async def list_facts(session: AsyncSession, officer: Citizen, *, now: datetime) -> dict[str, dict[str, str]]:
    """Fact key → {language: value}; a key without a value is there too. Raises NotYours."""
    await _require(session, officer, "fact.list", "fact:all", now)
    values: dict[str, dict[str, str]] = {key: {} for key in files.fact_wordings()}
    for row in await session.scalars(select(Fact)):
        values.setdefault(row.key, {})[row.lang.value] = row.value
    return values


async def set_fact(
    session: AsyncSession, officer: Citizen, key: str, lang: Language, value: str | None, *, now: datetime
) -> None:
    """State a fact in one language, or take it back (None). Raises NotYours, NotFound, TextTooLong."""
    subject = f"fact:{key}:{lang}"
    await _require(session, officer, "fact.set", subject, now)
    if key not in files.fact_wordings():
        raise NotFound
    row = await session.get(Fact, (key, lang))
    before = row.value if row else None
    value = _checked(value, 1, FACT_LIMIT) if value is not None else None
    if row is not None and value is None:
        await session.delete(row)
    elif row is not None and value is not None:
        row.value, row.updated_at = value, now
    elif value is not None:
        session.add(Fact(key=key, lang=lang, value=value, updated_at=now))
    _note(session, officer, subject, before, value, now)
    audit.note(session, officer, "fact.set", subject, now=now, fields=["value"])
    await session.flush()


async def list_campaigns(
    session: AsyncSession, officer: Citizen, *, now: datetime
) -> tuple[Sequence[Campaign], Sequence[Plan]]:
    """Every collection, and the plans one could be for. Raises NotYours."""
    await _require(session, officer, "campaign.list", "campaign:all", now)
    found = (await session.scalars(select(Campaign).order_by(Campaign.opens_at.desc()))).all()
    return found, (await session.scalars(select(Plan).order_by(Plan.starts_on.desc()))).all()


async def set_campaign(
    session: AsyncSession, officer: Citizen, plan_id: str, *, opens_at: datetime, closes_at: datetime, now: datetime
) -> Campaign:
    """Announce the collection for a plan, or move its dates. Raises NotYours, NotFound, DatesCrossed."""
    await _require(session, officer, "campaign.set", f"campaign:{plan_id}", now)
    if await session.get(Plan, plan_id) is None:
        raise NotFound
    if closes_at <= opens_at:
        raise DatesCrossed
    campaign = await session.scalar(select(Campaign).where(Campaign.plan_id == plan_id).order_by(Campaign.opens_at))
    before = f"{campaign.opens_at.isoformat()} / {campaign.closes_at.isoformat()}" if campaign else None
    if campaign is None:
        campaign = Campaign(id=plan_id, plan_id=plan_id, opens_at=opens_at, closes_at=closes_at)
        session.add(campaign)
    campaign.opens_at, campaign.closes_at = opens_at, closes_at
    after = f"{opens_at.isoformat()} / {closes_at.isoformat()}"
    _note(session, officer, f"campaign:{campaign.id}", before, after, now)
    audit.note(session, officer, "campaign.set", f"campaign:{campaign.id}", now=now, fields=["opens_at", "closes_at"])
    await session.flush()
    return campaign


async def run_due_openings(database: Database, *, now: datetime) -> None:
    """Tell everybody who asked to hear when the next collection opens, once; they need not be asked again."""
    async with database.begin() as session:
        query = select(Campaign).where(Campaign.opens_at <= now, Campaign.closes_at > now)
        opened = await session.scalar(query.order_by(Campaign.opens_at).limit(1))
        if opened is None:
            return
        waiting = select(CampaignWait.citizen_id)
        # Dates may be moved: who was told of the first opening and has asked again hears of the second.
        cause = f"campaign:{opened.id}:opened:{opened.opens_at:%Y%m%dT%H%M}"
        await notices.give(session, waiting, cause=cause, kind="campaign-opened", subject=opened.id, now=now)
        told = select(Notice.citizen_id).where(Notice.cause == cause)
        await session.execute(delete(CampaignWait).where(CampaignWait.citizen_id.in_(told)))


async def _entry(session: AsyncSession, entry_id: str) -> FaqEntry:
    query = select(FaqEntry).where(FaqEntry.id == entry_id).options(selectinload(FaqEntry.texts))
    found = await session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def _checked(text: str, at_least: int, at_most: int) -> str:
    text = text.strip()
    if len(text) < at_least:
        raise TextTooShort(len(text), at_least)
    if len(text) > at_most:
        raise TextTooLong(len(text), at_most)
    return text


def _html(text: str) -> str:
    """Answers are kept as HTML: what staff type is plain text, and a fact that does not exist is no placeholder."""
    known = files.fact_wordings()
    return _FACT.sub(lambda found: found[0] if found[1] in known else found[1], str(escape(text)))
