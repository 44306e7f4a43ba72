"""The desk's queue: what waits for staff, oldest first, with ages and counts."""

import enum
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Assessment,
    Citizen,
    Clarification,
    Commitment,
    ContentVersion,
    Decision,
    FaqEntry,
    Initiative,
    InitiativeState,
    InitiativeText,
    Question,
    Report,
    Role,
)
from services import assessments, deadlines, reports, staff, workdays
from services.workdays import Mark

PAGE = 6
_MOST_REPORTS = 500


class Kind(enum.StrEnum):
    """Why something waits."""

    NEW = "n"  # an initiative nobody has looked at
    CLARIFIED = "c"  # the author has answered
    REVIEW = "r"  # under review, to be decided
    DECIDED = "d"  # decided, the decision not published
    QUESTION = "q"
    REPORT = "p"  # a report to approve
    OVERDUE = "o"  # a report that an agency owes and has not given
    COMMENT = "k"  # citizens' comments on a report that nobody has looked at
    FAQ = "f"  # a drafted FAQ entry to approve


INITIATIVES = frozenset({Kind.NEW, Kind.CLARIFIED, Kind.REVIEW, Kind.DECIDED})


class Whose(enum.StrEnum):
    """Whose tasks to show."""

    ALL = "a"
    MINE = "m"
    FREE = "u"


@dataclass(frozen=True)
class Filter:
    """What of the queue to show. ``kinds``: empty for all."""

    kinds: frozenset[Kind] = frozenset()
    whose: Whose = Whose.ALL
    theme: str | None = None
    region: str | None = None


@dataclass(frozen=True)
class Item:
    """One waiting thing. ``days``: working days since it began to wait. ``commitment_id``: what a report is, or
    would be, about; a report has no number that means anything to people."""

    kind: Kind
    id: int | str
    number: str
    since: datetime
    assignee_id: int | None = None
    theme_id: str | None = None
    region_id: str | None = None
    days: int = 0
    mark: Mark = Mark.IN_TIME
    title: str = ""
    commitment_id: str | None = None


@dataclass(frozen=True)
class Queue:
    """A page of the queue. ``counts`` and ``marks`` are of everything the filter lets through, not of the page."""

    items: Sequence[Item]
    page: int
    pages: int
    total: int
    counts: dict[Kind, int] = field(default_factory=dict)
    marks: dict[Mark, int] = field(default_factory=dict)


async def queue(
    session: AsyncSession,
    officer: Citizen,
    wanted: Filter,
    *,
    now: datetime,
    zone: ZoneInfo,
    page: int = 0,
) -> Queue:
    """What waits, oldest first. Raises NotYours."""
    await staff.require(session, officer, Role.MODERATOR, action="desk.open", subject="desk:queue", now=now)
    return await waiting(session, wanted, now=now, zone=zone, officer_id=officer.id, page=page)


async def waiting(
    session: AsyncSession,
    wanted: Filter,
    *,
    now: datetime,
    zone: ZoneInfo,
    officer_id: int | None = None,
    page: int = 0,
) -> Queue:
    """The queue without asking who looks: for the morning list."""
    everything = [
        *await _initiatives(session),
        *await _questions(session),
        *await _with_themes(
            session,
            [
                *await _reports(session),
                *await _overdue(session, now=now, zone=zone),
                *await _comments(session),
            ],
        ),
        *await _drafted_faq(session),
    ]
    found = sorted(_passing(everything, wanted, officer_id), key=lambda one: (one.since, one.number))
    calendar = await workdays.calendar(session, zone)
    marks = Counter(calendar.mark(one.since, now) for one in found)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = found[page * PAGE : (page + 1) * PAGE]
    titles = await _titles(session, shown)
    items = [
        replace(
            one,
            days=calendar.days_between(one.since, now),
            mark=calendar.mark(one.since, now),
            title=titles.get((one.kind, one.id), ""),
        )
        for one in shown
    ]
    return Queue(items, page, pages, len(found), dict(Counter(one.kind for one in found)), dict(marks))


def _passing(items: Iterable[Item], wanted: Filter, officer_id: int | None) -> list[Item]:
    def passes(one: Item) -> bool:
        return (
            (not wanted.kinds or one.kind in wanted.kinds)
            and (wanted.theme is None or one.theme_id == wanted.theme)
            and (wanted.region is None or one.region_id == wanted.region)
            and (wanted.whose is not Whose.MINE or one.assignee_id == officer_id)
            and (wanted.whose is not Whose.FREE or one.assignee_id is None)
        )

    return [one for one in items if passes(one)]


async def _initiatives(session: AsyncSession) -> list[Item]:
    answers = (
        select(Clarification.initiative_id, func.max(Clarification.answered_at))
        .where(Clarification.answered_at.is_not(None))
        .group_by(Clarification.initiative_id)
    )
    answered = {row[0]: row[1] for row in await session.execute(answers)}
    written = select(Decision.initiative_id, Decision.decided_at).where(Decision.published_at.is_(None))
    decided = {row[0]: row[1] for row in await session.execute(written)}
    in_work = Initiative.state.in_([InitiativeState.SUBMITTED, InitiativeState.UNDER_REVIEW])
    query = select(
        Initiative.id,
        Initiative.number,
        Initiative.state,
        Initiative.submitted_at,
        Initiative.assignee_id,
        Initiative.theme_id,
        Initiative.region_id,
    ).where(in_work | Initiative.id.in_(decided.keys()))
    found = []
    for row in await session.execute(query):
        if row.state is InitiativeState.WITHDRAWN or row.state is InitiativeState.MERGED:
            continue  # a decision was written before; nothing is to be published any more
        kind, since = Kind.REVIEW, row.submitted_at
        if row.id in decided:
            kind, since = Kind.DECIDED, decided[row.id]
        elif row.state is InitiativeState.SUBMITTED:
            kind = Kind.NEW
        elif row.id in answered:
            kind, since = Kind.CLARIFIED, answered[row.id]
        found.append(Item(kind, row.id, row.number, since, row.assignee_id, row.theme_id, row.region_id))
    return found


async def _questions(session: AsyncSession) -> list[Item]:
    query = select(Question.id, Question.number, Question.waits_since, Question.assignee_id)
    rows = await session.execute(query.where(Question.waits_since.is_not(None)))
    return [Item(Kind.QUESTION, row.id, row.number, row.waits_since, row.assignee_id) for row in rows]


async def _reports(session: AsyncSession) -> list[Item]:
    """New reports, and changes and withdrawals of published ones."""
    return [
        Item(
            Kind.REPORT,
            one.id,
            one.external_id[:30],
            one.waits_since,
            commitment_id=one.commitment_id or one.suggested_commitment_id,
        )
        for one in await reports.list_waiting(session, limit=_MOST_REPORTS)
    ]


async def _with_themes(session: AsyncSession, items: Sequence[Item]) -> list[Item]:
    """What is about a commitment is found under the commitment's theme."""
    query = select(Commitment.id, Commitment.theme_id)
    themes: dict[str, str] = dict((await session.execute(query)).all())
    return [replace(one, theme_id=themes.get(one.commitment_id or "")) for one in items]


async def _overdue(session: AsyncSession, *, now: datetime, zone: ZoneInfo) -> list[Item]:
    """One for each commitment that is reported on too late: they wait since the morning after the grace."""
    first: dict[str, Item] = {}
    for one in await deadlines.list_silent(session, now=now, zone=zone):
        since = datetime.combine(deadlines.told_from(one) + timedelta(days=1), time(), zone)
        item = Item(Kind.OVERDUE, one.commitment_id, one.commitment_id, since, commitment_id=one.commitment_id)
        first.setdefault(one.commitment_id, item)
    return list(first.values())


async def _comments(session: AsyncSession) -> list[Item]:
    """One for each report with comments or photos that wait to be looked at: they wait since the first of them."""
    since = func.min(Assessment.changed_at).label("since")
    query = (
        select(Report.id, Report.external_id, Report.commitment_id, since)
        .join(Assessment, Assessment.report_id == Report.id)
        .where(assessments.is_unchecked())
        .group_by(Report.id, Report.external_id, Report.commitment_id)
    )
    return [
        Item(Kind.COMMENT, row.id, row.external_id[:30], row.since, commitment_id=row.commitment_id)
        for row in await session.execute(query)
    ]


async def _drafted_faq(session: AsyncSession) -> list[Item]:
    """Entries that are no longer, or not yet, published; they wait since their history began."""
    since = func.min(ContentVersion.edited_at).label("since")
    query = (
        select(FaqEntry.id, since)
        .join(ContentVersion, ContentVersion.subject == literal("faq:").concat(FaqEntry.id))
        .where(FaqEntry.published_at.is_(None))
        .group_by(FaqEntry.id)
    )
    return [Item(Kind.FAQ, row.id, row.id, row.since) for row in await session.execute(query)]


async def _titles(session: AsyncSession, shown: Sequence[Item]) -> dict[tuple[Kind, int | str], str]:
    """Titles of what is on the page only: they are encrypted one by one."""
    titles: dict[tuple[Kind, int | str], str] = {}
    of_initiatives = {one.id: one.kind for one in shown if one.kind in INITIATIVES}
    if of_initiatives:
        query = (
            select(InitiativeText.initiative_id, InitiativeText.title)
            .join(Initiative, Initiative.id == InitiativeText.initiative_id)
            .where(Initiative.id.in_(of_initiatives), InitiativeText.lang == Initiative.lang)
        )
        for row in await session.execute(query):
            titles[of_initiatives[row.initiative_id], row.initiative_id] = row.title or ""
    asked = [one.id for one in shown if one.kind is Kind.QUESTION]
    if asked:
        for row in await session.execute(select(Question.id, Question.text).where(Question.id.in_(asked))):
            titles[Kind.QUESTION, row.id] = row.text
    return titles
