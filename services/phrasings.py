"""Other ways in which people ask what an FAQ entry answers, added by staff: they feed the search and are never shown.

Phrasings of the release come and go with the content files (``services.content``); those of staff stay. The history of
an entry keeps only how many there were: a wording may be taken out because it told of somebody.
"""

import enum
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import Citizen, ContentVersion, FaqEntry, FaqPhrasing, FaqText, Language, Origin, Role
from services import audit, staff
from services.errors import NotFound
from services.search import Hit
from services.search.normal import words

SHORTEST, LONGEST = 2, 300  # characters of a phrasing
MOST = 60
"""Phrasings by staff, an entry and language: more would weigh it against all others."""
MOST_AT_ONCE = 20
"""Lines of one message that are read, so that the outcome of each can be said in one."""
_MOST_OFFERED = 6
_BY_LIKENESS = 3


class Outcome(enum.StrEnum):
    """What became of a line."""

    ADDED = "added"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    WORDLESS = "wordless"  # no letter or digit: the search would see nothing
    KNOWN = "known"  # this entry has it
    ELSEWHERE = "elsewhere"  # another entry has it: one text cannot teach two answers
    NO_ROOM = "no-room"


@dataclass(frozen=True)
class Line:
    """A line as typed and what became of it; ``entry_id`` is the other entry, for ELSEWHERE."""

    text: str
    outcome: Outcome
    entry_id: str | None = None


@dataclass(frozen=True)
class Added:
    """What became of a message: its lines, and how many more there were than are read at once."""

    entry: FaqEntry
    lang: Language
    lines: Sequence[Line]
    unread: int
    others: Sequence[FaqEntry]  # that have what was refused here

    @property
    def is_content_changed(self) -> bool:
        """Whether the search must be built anew: a draft is not in it."""
        return self.entry.published_at is not None and any(one.outcome is Outcome.ADDED for one in self.lines)

    @property
    def is_taught(self) -> bool:
        """Whether the entry has one of these wordings now, or had it already."""
        return any(one.outcome in {Outcome.ADDED, Outcome.KNOWN} for one in self.lines)


@dataclass(frozen=True)
class Phrasings:
    """How people ask what an entry answers: staff's phrasings, the oldest first, and how many the release has."""

    entry: FaqEntry
    own: Sequence[FaqPhrasing]
    shipped: Mapping[Language, int]

    def of(self, lang: Language) -> list[FaqPhrasing]:
        """Those of staff in one language."""
        return [one for one in self.own if one.lang == lang]


def lines_of(text: str) -> list[str]:
    """The phrasings in a message, one a line, without empty ones and without needless spaces."""
    return [line for typed in text.splitlines() if (line := " ".join(typed.split()))]


def judge(lines: Sequence[str], taken: Mapping[str, str], entry_id: str, *, room: int) -> list[Line]:
    """What becomes of each line. ``taken``: outline → the entry that has it; ``room``: how many more may be added."""
    taken = dict(taken)
    found = []
    for text in lines:
        outcome, other, outline = Outcome.ADDED, None, outline_of(text)
        if len(text) < SHORTEST:
            outcome = Outcome.TOO_SHORT
        elif len(text) > LONGEST:
            outcome = Outcome.TOO_LONG
        elif not outline:
            outcome = Outcome.WORDLESS
        elif holder := taken.get(outline):
            outcome = Outcome.KNOWN if holder == entry_id else Outcome.ELSEWHERE
            other = None if holder == entry_id else holder
        elif room <= 0:
            outcome = Outcome.NO_ROOM
        else:
            taken[outline] = entry_id
            room -= 1
        found.append(Line(text, outcome, other))
    return found


def outline_of(text: str) -> str:
    """A text as the search compares it: without case, marks and the differences of spelling that it does not see."""
    return " ".join(words(text))


async def list_of(session: AsyncSession, officer: Citizen, entry_id: str, *, now: datetime) -> Phrasings:
    """The phrasings of an entry, drafted or published. Raises NotYours or NotFound."""
    await _require(session, officer, "faq.phrasings", f"faq:{entry_id}", now)
    entry = await _entry(session, entry_id)
    of_entry = FaqPhrasing.entry_id == entry.id
    own = select(FaqPhrasing).where(of_entry, FaqPhrasing.origin == Origin.STAFF).order_by(FaqPhrasing.id)
    shipped = select(FaqPhrasing.lang).where(of_entry, FaqPhrasing.origin != Origin.STAFF)
    return Phrasings(entry, (await session.scalars(own)).all(), Counter(await session.scalars(shipped)))


async def get(session: AsyncSession, officer: Citizen, phrasing_id: int, *, now: datetime) -> FaqPhrasing:
    """One of staff's phrasings. Raises NotYours or NotFound."""
    await _require(session, officer, "faq.phrasings", f"phrasing:{phrasing_id}", now)
    row = await session.get(FaqPhrasing, phrasing_id)
    if row is None or row.origin is not Origin.STAFF:
        raise NotFound
    return row


async def add(
    session: AsyncSession, officer: Citizen, entry_id: str, lang: Language, text: str, *, now: datetime
) -> Added:
    """Add each line of a text to an entry, as far as it can be; the caller rebuilds the search.

    Nothing is refused as a whole: the outcome of each line is given. Raises NotYours or NotFound.
    """
    await _require(session, officer, "faq.phrasing-add", f"faq:{entry_id}", now)
    entry = await _entry(session, entry_id, is_locked=True)
    before = await _count_own(session, entry_id, lang)
    typed = lines_of(text)
    lines = judge(typed[:MOST_AT_ONCE], await _taken(session, entry_id), entry_id, room=MOST - before)
    added = [one.text for one in lines if one.outcome is Outcome.ADDED]
    session.add_all(FaqPhrasing(entry_id=entry_id, lang=lang, text=one, origin=Origin.STAFF) for one in added)
    if added:
        _note(session, officer, "faq.phrasing-add", entry_id, lang, before, before + len(added), now)
        await session.flush()
    other_ids = {one.entry_id for one in lines if one.entry_id}
    query = select(FaqEntry).where(FaqEntry.id.in_(other_ids)).options(selectinload(FaqEntry.texts))
    others = (await session.scalars(query)).all() if other_ids else ()
    return Added(entry, lang, lines, max(len(typed) - MOST_AT_ONCE, 0), others)


async def remove(session: AsyncSession, officer: Citizen, row: FaqPhrasing, *, now: datetime) -> FaqEntry:
    """Take out one of staff's phrasings, as ``get`` gave it; the caller rebuilds the search. Raises NotYours."""
    await _require(session, officer, "faq.phrasing-remove", f"phrasing:{row.id}", now)
    entry = await _entry(session, row.entry_id, is_locked=True)
    before = await _count_own(session, entry.id, row.lang)
    await session.delete(row)
    _note(session, officer, "faq.phrasing-remove", entry.id, row.lang, before, before - 1, now)
    await session.flush()
    return entry


async def find_entries(
    session: AsyncSession, officer: Citizen, typed: str, ranked: Sequence[Hit], *, now: datetime
) -> list[FaqEntry]:
    """Published entries that a wording may belong to: those with these words in a title, then the search's best."""
    await _require(session, officer, "faq.find", "faq:all", now)
    query = select(FaqEntry).where(FaqEntry.published_at.is_not(None)).options(selectinload(FaqEntry.texts))
    entries = {one.id: one for one in await session.scalars(query.order_by(FaqEntry.position))}
    sought = outline_of(typed)
    titled = [
        one.id for one in entries.values() if sought and any(sought in outline_of(text.title) for text in one.texts)
    ]
    likely = [hit.id for hit in ranked if hit.id in entries][:_BY_LIKENESS]
    chosen = dict.fromkeys([*titled[: _MOST_OFFERED - len(likely)], *likely])
    return [entries[one] for one in chosen]


async def _require(session: AsyncSession, officer: Citizen, action: str, subject: str, now: datetime) -> None:
    await staff.require(session, officer, Role.MODERATOR, action=action, subject=subject, now=now)


async def _entry(session: AsyncSession, entry_id: str, *, is_locked: bool = False) -> FaqEntry:
    """``is_locked``: two colleagues at one entry go one after the other, or both would count the same room."""
    query = select(FaqEntry).where(FaqEntry.id == entry_id).options(selectinload(FaqEntry.texts))
    found = await session.scalar(query.with_for_update() if is_locked else query)
    if found is None:
        raise NotFound
    return found


async def _count_own(session: AsyncSession, entry_id: str, lang: Language) -> int:
    of_staff = FaqPhrasing.entry_id == entry_id, FaqPhrasing.lang == lang, FaqPhrasing.origin == Origin.STAFF
    return await session.scalar(select(func.count()).select_from(FaqPhrasing).where(*of_staff)) or 0


async def _taken(session: AsyncSession, entry_id: str) -> dict[str, str]:
    """Outline of every phrasing and title → the entry that has it; this one where several do."""
    pairs = [
        *(await session.execute(select(FaqPhrasing.entry_id, FaqPhrasing.text))).all(),
        *(await session.execute(select(FaqText.entry_id, FaqText.title))).all(),
    ]
    pairs.sort(key=lambda pair: (pair[0] == entry_id, pair[0]))
    return {outline: holder for holder, text in pairs if (outline := outline_of(text))}


def _note(
    session: AsyncSession,
    officer: Citizen,
    action: str,
    entry_id: str,
    lang: Language,
    before: int,
    after: int,
    now: datetime,
) -> None:
    subject = f"faq:{entry_id}:{lang}:phrasings"
    version = ContentVersion(subject=subject, before=str(before), after=str(after))
    version.edited_by_id, version.edited_at = officer.id, now
    session.add(version)
    audit.note(session, officer, action, f"faq:{entry_id}", now=now, fields=[f"phrasings_{lang}"])
