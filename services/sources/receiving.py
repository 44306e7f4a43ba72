"""From intents to the database: what a source says becomes reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Report, ReportState
from services import publication, reports
from services.matching import Register
from services.sources.decide import Changed, Intent, Known, New, Withdrawn, decide
from services.sources.incoming import IncomingReport


@dataclass(frozen=True)
class Origin:
    """Where reports come from, and what that means for them."""

    name: str
    agency_id: str | None = None
    commitment_id: str | None = None  # every report of this source is about it
    is_trusted: bool = False  # published at once
    announces: bool = True  # followers hear; not when an archive is read for the first time


@dataclass
class Outcome:
    """What a reading did, counted in reports."""

    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    published: int = 0


async def intents_for(
    session: AsyncSession, source: str, fetched: Sequence[IncomingReport], *, is_whole: bool
) -> list[Intent]:
    """Compare what was read with what is known of this source."""
    columns = (Report.external_id, Report.content_hash, Report.state, Report.pending)
    rows = await session.execute(select(*columns).where(Report.source == source))
    known = {
        row.external_id: Known(row.content_hash, row.state is ReportState.WITHDRAWN or row.pending == reports.GONE)
        for row in rows
    }
    return decide(known, fetched, is_whole=is_whole)


async def carry_out(
    session: AsyncSession, origin: Origin, intents: Sequence[Intent], register: Register, *, now: datetime
) -> Outcome:
    """Do what was decided. A caller with thousands of intents passes them in parts, a unit of work each."""
    done = Outcome()
    for intent in intents:
        match intent:
            case New(report):
                await _take_new(session, origin, report, register, done, now=now)
            case Changed(report):
                await _take_change(session, origin, report, register, done, now=now)
            case Withdrawn(external_id):
                await _take_back(session, origin, external_id, done, now=now)
    await session.flush()
    return done


async def receive(
    session: AsyncSession,
    origin: Origin,
    fetched: Sequence[IncomingReport],
    register: Register,
    *,
    now: datetime,
    is_whole: bool = False,
) -> Outcome:
    """Compare and carry out in one unit of work: for a report or a few."""
    intents = await intents_for(session, origin.name, fetched, is_whole=is_whole)
    return await carry_out(session, origin, intents, register, now=now)


async def find(session: AsyncSession, source: str, external_id: str) -> Report | None:
    """The report that this source knows by this id."""
    query = select(Report).where(Report.source == source, Report.external_id == external_id)
    return await session.scalar(query.options(*reports.WHOLE).with_for_update())


async def _take_new(
    session: AsyncSession, origin: Origin, said: IncomingReport, register: Register, done: Outcome, *, now: datetime
) -> None:
    report = Report(
        source=origin.name,
        external_id=said.external_id,
        content_hash=said.content_hash,
        agency_id=origin.agency_id,
        state=ReportState.RECEIVED,
        version=1,
        received_at=now,
        texts=[],
        files=[],
    )
    publication.rewrite(report, said)
    _match(report, origin, said, register)
    session.add(report)
    await session.flush()
    done.new += 1
    await _publish_if_trusted(session, report, origin, done, now=now)


async def _take_change(
    session: AsyncSession, origin: Origin, said: IncomingReport, register: Register, done: Outcome, *, now: datetime
) -> None:
    report = await find(session, origin.name, said.external_id)
    assert report is not None
    done.changed += 1
    report.content_hash = said.content_hash
    if _is_on_later_period(report, said):
        report.received_at = now
    if report.state is ReportState.PUBLISHED and not origin.is_trusted:
        # People go on reading the published version until the Secretariat has seen the new one.
        report.pending, report.pending_since = said.model_dump(mode="json", exclude_none=True), now
        return
    report.pending = None
    if report.state is not ReportState.PUBLISHED:
        report.state, report.received_at = ReportState.RECEIVED, now
    publication.rewrite(report, said)
    left = report.commitment_id
    _match(report, origin, said, register)
    if left is not None and left != report.commitment_id:
        await session.flush()
        await publication.settle_status(session, left)
    await _publish_if_trusted(session, report, origin, done, now=now)


async def _take_back(session: AsyncSession, origin: Origin, external_id: str, done: Outcome, *, now: datetime) -> None:
    report = await find(session, origin.name, external_id)
    assert report is not None
    if report.state is ReportState.REJECTED:
        return
    done.withdrawn += 1
    if report.state is ReportState.PUBLISHED and not origin.is_trusted:
        report.pending, report.pending_since = dict(reports.GONE), now
    else:
        await publication.take_back(session, report, now=now)


def _is_on_later_period(report: Report, said: IncomingReport) -> bool:
    """Whether a source that keeps one entry up to date reports anew by it, rather than corrects what it said."""
    known = (reports.proposed(report) or report).period_to
    return said.period_to is not None and known is not None and said.period_to > known


def _match(report: Report, origin: Origin, said: IncomingReport, register: Register) -> None:
    named = register.find(said.commitment) if said.commitment else origin.commitment_id
    if named is not None:
        report.commitment_id = named
    elif report.commitment_id is None:
        titles = [words.title or words.done[:200] for words in said.texts.values()]
        found = (register.suggest(title, origin.agency_id) for title in titles)
        report.suggested_commitment_id = next((one for one in found if one), None)


async def _publish_if_trusted(
    session: AsyncSession, report: Report, origin: Origin, done: Outcome, *, now: datetime
) -> None:
    if origin.is_trusted and report.commitment_id is not None:
        await publication.make_public(session, report, now=now, announce=origin.announces)
        done.published += 1
