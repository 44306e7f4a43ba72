"""Reading the configured sources that are due: fetch, parse, decide, receive, and remember how it went."""

import asyncio
import hashlib
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Agency, Role, SourceReading, StaffRole
from models.database import Database
from services import matching, notices
from services.sources import feeds, pages, receiving, tables
from services.sources.config import Feed, Folder, Page, Source, SourcesFault
from services.sources.decide import Intent
from services.sources.fetch import Fetched, FetchFault, fetch
from services.sources.parsing import Parsed, ShapeChanged
from services.sources.receiving import Outcome

log = logging.getLogger(__name__)

# One unit of work holds SQLite's write lock; ten thousand reports in one would make people wait.
AT_ONCE = 25
LONGEST_WAIT = timedelta(hours=24)
Fetch = Callable[..., Awaitable[Fetched]]


@dataclass(frozen=True)
class Content:
    """What a source holds now; ``parsed`` is None when it is as it was."""

    parsed: Parsed | None
    etag: str | None = None
    last_modified: str | None = None
    content_hash: str | None = None


async def run_due_sources(
    database: Database, sources: Sequence[Source], *, now: datetime, fetching: Fetch = fetch
) -> None:
    """Read each source whose time has come. A source that fails waits longer each time; the operator hears of it
    once, and once more when it is well again."""
    for source in sources:
        reading = await _reading_of(database, source, now=now)
        if reading.next_at > now:
            continue
        try:
            outcome = await _read(database, source, reading, now=now, fetching=fetching)
        except Exception as fault:  # noqa: BLE001 - an odd source must not keep the others from being read
            await _fail(database, source, fault, now=now)
        else:
            if outcome is not None and (outcome.new or outcome.changed or outcome.withdrawn):
                log.info(
                    "source %s: %d new, %d changed, %d withdrawn, %d published",
                    source.name,
                    outcome.new,
                    outcome.changed,
                    outcome.withdrawn,
                    outcome.published,
                )


async def check_names(database: Database, sources: Sequence[Source]) -> None:
    """Raises SourcesFault for agencies and commitments that are not there."""
    async with database.read() as session:
        agencies = set(await session.scalars(select(Agency.id)))
        register = await matching.register(session)
    faults = [f"source {one.name}: no agency {one.agency}" for one in sources if one.agency not in {None, *agencies}]
    faults += [
        f"source {one.name}: no commitment {one.commitment}"
        for one in sources
        if one.commitment and register.find(one.commitment) is None
    ]
    if faults:
        raise SourcesFault(faults)


async def _reading_of(database: Database, source: Source, *, now: datetime) -> SourceReading:
    async with database.begin() as session:
        reading = await session.get(SourceReading, source.name)
        if reading is None:
            reading = SourceReading(name=source.name, next_at=now, failures=0)
            session.add(reading)
    return reading


async def _read(
    database: Database, source: Source, reading: SourceReading, *, now: datetime, fetching: Fetch
) -> Outcome | None:
    content = await _content(source, reading, fetching)
    outcome = None
    if content.parsed is not None:
        is_first = reading.read_at is None
        outcome = await take(database, source, content.parsed, now=now, is_first=is_first)
    async with database.begin() as session:
        kept = await session.get_one(SourceReading, source.name)
        if content.parsed is not None:
            kept.etag, kept.last_modified = content.etag, content.last_modified
            kept.content_hash = content.content_hash
        kept.read_at, kept.next_at = now, now + source.every
        if kept.failures:
            log.warning("source %s: is read again; it failed %d times", source.name, kept.failures)
            await _tell(session, kept, "source-well", now=now)
        if kept.failures or content.parsed is not None:
            before, kept.fault = kept.fault, _left_out(content.parsed)
            if kept.fault is not None and kept.fault != before:  # once, not at every reading of the same page
                log.warning("source %s: %s", source.name, kept.fault)
        kept.failures, kept.failing_since = 0, None
    return outcome


def _left_out(parsed: Parsed | None) -> str | None:
    """What of a source could not be read although the rest could."""
    if parsed is None or not parsed.faults:
        return None
    return f"not everything could be read ({len(parsed.faults)}): {'; '.join(parsed.faults[:3])}"[:300]


async def take(database: Database, source: Source, parsed: Parsed, *, now: datetime, is_first: bool) -> Outcome:
    """Decide and carry out in parts, a short unit of work each. A crash in between loses nothing: the next reading
    decides anew."""
    async with database.read() as session:
        register = await matching.register(session)
        # Entries that could not be read are not gone.
        is_whole = source.complete and not parsed.faults
        intents = await receiving.intents_for(session, source.name, parsed.reports, is_whole=is_whole)
    if intents and not parsed.reports:
        raise ShapeChanged(f"lists nothing any more, though {len(intents)} reports of it are known: none is withdrawn")
    origin = receiving.Origin(
        name=source.name,
        agency_id=source.agency,
        commitment_id=register.find(source.commitment) if source.commitment else None,
        is_trusted=source.trusted,
        announces=source.announce_first or not is_first,
    )
    # The oldest first, so that the newest report is the last to be published.
    return await carry_out_in_parts(database, origin, list(reversed(intents)), register, now=now)


async def carry_out_in_parts(
    database: Database,
    origin: receiving.Origin,
    intents: Sequence[Intent],
    register: matching.Register,
    *,
    now: datetime,
    progress: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """Carry the intents out, ``AT_ONCE`` in a unit of work; ``progress`` is told how many are done more."""
    total: dict[str, int] = defaultdict(int)
    for start in range(0, len(intents), AT_ONCE):
        part = intents[start : start + AT_ONCE]
        async with database.begin() as session:
            done = await receiving.carry_out(session, origin, part, register, now=now)
        for name, count in vars(done).items():
            total[name] += count
        progress(len(part))
    return Outcome(**total)


async def _content(source: Source, reading: SourceReading, fetching: Fetch) -> Content:
    if isinstance(source, Folder):
        return await asyncio.to_thread(_folder, source, reading.content_hash)
    is_same = reading.content_hash == source.fingerprint
    fetched = await fetching(
        source, etag=reading.etag if is_same else None, last_modified=reading.last_modified if is_same else None
    )
    if fetched.content is None:
        return Content(None)
    parsed = await asyncio.to_thread(parse_fetched, source, fetched)  # 10,000 entries take seconds
    return Content(parsed, fetched.etag, fetched.last_modified, source.fingerprint)


def parse_fetched(source: Feed | Page, fetched: Fetched) -> Parsed:
    """The reports in what was fetched. Raises ShapeChanged."""
    content = fetched.content or b""
    if isinstance(source, Feed):
        return feeds.parse(content, content_type=fetched.content_type, base=fetched.url)
    return pages.parse(content, source.select, content_type=fetched.content_type, base=fetched.url)


def _folder(source: Folder, known: str | None) -> Content:
    """All files of a folder together; unchanged files are not parsed again. Raises ShapeChanged, OSError."""
    if not source.path.exists():
        raise ShapeChanged(f"there is no {source.path}")
    paths = sorted(source.path.iterdir()) if source.path.is_dir() else [source.path]
    paths = [path for path in paths if path.suffix.lower() in tables.ENDINGS | {".xml"}]
    if not paths:
        raise ShapeChanged(f"there is no CSV, XLSX, JSON or XML file in {source.path}")
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    if digest.hexdigest() == known:
        return Content(None)
    whole = Parsed()
    for path in paths:
        if path.suffix.lower() == ".xml":
            one = feeds.parse(path.read_bytes())
            whole.reports += one.reports
            whole.faults += [f"{path.name}: {fault}" for fault in one.faults]
        else:
            table = tables.parse(path)
            whole.reports += table.reports
            whole.faults += [f"{path.name}: {fault}" for fault in table.faults]
    return Content(whole, content_hash=digest.hexdigest())


async def _fail(database: Database, source: Source, fault: Exception, *, now: datetime) -> None:
    said = f"{type(fault).__name__}: {fault}"[:300]
    async with database.begin() as session:
        kept = await session.get_one(SourceReading, source.name)
        # One message for a streak of the same kind: its words may differ from attempt to attempt.
        is_known = kept.failures > 0 and (kept.fault or "").startswith(f"{type(fault).__name__}:")
        kept.failures += 1
        kept.failing_since = kept.failing_since or now
        kept.fault = said
        wait = min(LONGEST_WAIT, source.every * 2 ** min(kept.failures - 1, 12))
        asked = getattr(fault, "retry_after", None)
        if asked:
            wait = max(wait, timedelta(seconds=min(asked, LONGEST_WAIT.total_seconds())))
        kept.next_at = now + wait
        if not is_known:
            await _tell(session, kept, "source-failing", now=now)
    if not is_known:
        is_ours = not isinstance(fault, (FetchFault, ShapeChanged, OSError))
        trace = fault if is_ours else None
        log.error(
            "source %s cannot be read: %s. It is tried again with longer waits", source.name, said, exc_info=trace
        )


async def _tell(session: AsyncSession, reading: SourceReading, kind: str, *, now: datetime) -> None:
    """Administrators hear once that a source fails, and once that it is well again."""
    assert reading.failing_since is not None
    chiefs = select(StaffRole.citizen_id).where(StaffRole.role == Role.ADMINISTRATOR, StaffRole.revoked_at.is_(None))
    cause = f"{kind}:{reading.name}:{reading.failing_since.astimezone(UTC):%Y%m%dT%H%M%S}"
    await notices.give(session, chiefs.distinct(), cause=cause, kind=kind, subject=reading.name, now=now)
