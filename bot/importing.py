"""Taking reports from a file or a folder of files: what is wrong row by row, what would happen, and then what did."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from rich.progress import Progress

from bot.preparing import utc_now
from models import Agency
from models.database import Database
from services import matching
from services.sources import receiving, tables
from services.sources.decide import Changed, Intent, New, Withdrawn
from services.sources.incoming import IncomingReport
from services.sources.parsing import ShapeChanged
from services.sources.reading import carry_out_in_parts
from services.sources.tables import RowFault

# Beginnings of hidden files, and of the lock that Excel puts beside an open workbook.
_HIDDEN = (".", "~$")


class Refused(Exception):
    """Nothing can be taken."""


@dataclass
class Imported:
    """What an import did, in words; what it left out, row by row; what of a folder it did not read."""

    said: str
    faults: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


@dataclass
class _Gathered:
    """The reports of all files together."""

    reports: list[IncomingReport] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)  # external id → the file it stands in


async def import_reports(
    database: Database,
    path: Path,
    *,
    source: str,
    agency: str | None,
    is_trusted: bool,
    is_whole: bool,
    is_dry: bool,
    progress: Progress,
    now: datetime | None = None,
) -> Imported:
    """Read, check and take a file, or the files of a folder as one source. Rows with faults are left out, the others
    are taken. Raises Refused."""
    task = progress.add_task("Reading", total=None)
    files, skipped = await asyncio.to_thread(_files_of, path)
    async with database.read() as session:
        if agency is not None and await session.get(Agency, agency) is None:
            raise Refused(f"There is no agency {agency!r}.")
        register = await matching.register(session)
    progress.update(task, total=len(files))
    found = _Gathered()
    async for _ in _gather_all(found, files, register, agency, of_many=files != [path]):
        progress.advance(task)
    async with database.read() as session:
        name = f"import:{source}"[:60]
        # A row that could not be read is not a report that is gone.
        intents = await receiving.intents_for(session, name, found.reports, is_whole=is_whole and not found.faults)
    progress.update(task, description="Taking reports", total=len(intents), completed=0)
    if is_dry:
        return Imported(_planned(intents, len(found.reports)), found.faults, skipped)
    origin = receiving.Origin(name=name, agency_id=agency, is_trusted=is_trusted)
    done = await carry_out_in_parts(
        database,
        origin,
        intents,
        register,
        now=now or utc_now(),
        progress=lambda count: progress.advance(task, count),
    )
    said = (
        f"{done.new} new, {done.changed} changed, {done.withdrawn} withdrawn, "
        f"{len(found.reports) - done.new - done.changed} as they were; {done.published} published."
    )
    return Imported(said, found.faults, skipped)


def _files_of(path: Path) -> tuple[list[Path], list[str]]:
    """The files to read, by their names, and the names of what else is in the folder. Raises Refused."""
    try:
        inside = sorted(path.iterdir()) if path.is_dir() else None
    except OSError as error:
        raise Refused(f"{path}: {error.strerror}") from None
    if inside is None:
        return [path], []
    seen = [one for one in inside if not one.name.startswith(_HIDDEN)]
    files = [one for one in seen if one.suffix.lower() in tables.ENDINGS and not one.is_dir()]
    if not files:
        raise Refused(f"{path}: there is no CSV, XLSX or JSON file in this folder. Only these are read.")
    return files, [one.name for one in seen if one not in files]


async def _gather_all(
    found: _Gathered, files: list[Path], register: matching.Register, agency: str | None, *, of_many: bool
) -> AsyncIterator[Path]:
    """Each file once it is read; one that is no table is a fault beside those of rows. Raises Refused if none is."""
    unread = []
    for file in files:
        try:
            await _gather(found, file, register, agency, of_many=of_many)
        except (ShapeChanged, OSError) as fault:
            unread.append(f"{file}: {fault.strerror if isinstance(fault, OSError) else fault}")
        yield file
    if len(unread) == len(files):
        raise Refused("\n".join(unread))
    found.faults += unread


async def _gather(
    found: _Gathered, file: Path, register: matching.Register, agency: str | None, *, of_many: bool
) -> None:
    """Add what a file holds. Raises ShapeChanged, OSError."""
    table = await asyncio.to_thread(tables.parse, file)
    _check_commitments(table, register, agency)
    for report in table.reports:
        if first := found.files.get(report.external_id):
            said = f"{report.external_id} stands in {first} already"
            table.faults.append(RowFault(table.rows[report.external_id], "external_id", said))
        else:
            found.files[report.external_id] = file.name
            found.reports.append(report)
    table.faults.sort(key=lambda fault: fault.row)
    found.faults += [f"{file.name}: {fault}" if of_many else str(fault) for fault in table.faults]


def _check_commitments(table: tables.Table, register: matching.Register, agency: str | None) -> None:
    fitting = []
    for report in table.reports:
        refusal = register.refusal(report.commitment, agency) if report.commitment else None
        if refusal is None:
            fitting.append(report)
        else:
            table.faults.append(RowFault(table.rows[report.external_id], "commitment", refusal))
    table.reports = fitting


def _planned(intents: list[Intent], count: int) -> str:
    kinds = {kind: sum(isinstance(one, kind) for one in intents) for kind in (New, Changed, Withdrawn)}
    return (
        f"Dry run: {kinds[New]} would be new, {kinds[Changed]} changed, {kinds[Withdrawn]} withdrawn, "
        f"{count - kinds[New] - kinds[Changed]} as they are. Nothing was changed."
    )
