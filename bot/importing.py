"""Taking reports from a file: what is wrong row by row, what would happen, and then what did."""

import asyncio
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
from services.sources.parsing import ShapeChanged
from services.sources.reading import carry_out_in_parts
from services.sources.tables import RowFault


class Refused(Exception):
    """Nothing of the file can be taken."""


@dataclass
class Imported:
    """What an import did, in words, and the rows it left out."""

    said: str
    faults: list[RowFault] = field(default_factory=list)


async def import_reports(
    database: Database,
    file: Path,
    *,
    source: str,
    agency: str | None,
    is_trusted: bool,
    is_whole: bool,
    is_dry: bool,
    progress: Progress,
    now: datetime | None = None,
) -> Imported:
    """Read, check and take a file. Rows with faults are left out, the others are taken. Raises Refused."""
    task = progress.add_task("Reading the file", total=None)
    try:
        table = await asyncio.to_thread(tables.parse, file)
    except ShapeChanged as fault:
        raise Refused(f"{file}: {fault}") from None
    except OSError as error:
        raise Refused(f"{file}: {error.strerror}") from None
    async with database.read() as session:
        if agency is not None and await session.get(Agency, agency) is None:
            raise Refused(f"There is no agency {agency!r}.")
        register = await matching.register(session)
        _check_commitments(table, register, agency)
        name = f"import:{source}"[:60]
        # A row that could not be read is not a report that is gone.
        intents = await receiving.intents_for(session, name, table.reports, is_whole=is_whole and not table.faults)
    progress.update(task, description="Taking reports", total=len(intents), completed=0)
    if is_dry:
        return Imported(_planned(intents, len(table.reports)), table.faults)
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
        f"{len(table.reports) - done.new - done.changed} as they were; {done.published} published."
    )
    return Imported(said, table.faults)


def _check_commitments(table: tables.Table, register: matching.Register, agency: str | None) -> None:
    fitting = []
    for report in table.reports:
        refusal = register.refusal(report.commitment, agency) if report.commitment else None
        if refusal is None:
            fitting.append(report)
        else:
            table.faults.append(RowFault(table.rows[report.external_id], "commitment", refusal))
    table.reports = fitting
    table.faults.sort(key=lambda fault: fault.row)


def _planned(intents: list[Intent], count: int) -> str:
    kinds = {kind: sum(isinstance(one, kind) for one in intents) for kind in (New, Changed, Withdrawn)}
    return (
        f"Dry run: {kinds[New]} would be new, {kinds[Changed]} changed, {kinds[Withdrawn]} withdrawn, "
        f"{count - kinds[New] - kinds[Changed]} as they are. Nothing was changed."
    )
