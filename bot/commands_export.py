"""`achyk export`: initiatives, questions, reports, decisions or the audit trail as a file."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from services.export_kinds import HAS_PERSONAL, What
from services.sheets import Format

out = Console()
err = Console(stderr=True)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


def export(
    what: Annotated[What, typer.Argument(help="What to export; decisions is the ledger of reasoned responses.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    kind: Annotated[Format, typer.Option("--format", help="Excel, CSV or JSON.")] = Format.XLSX,
    personal: Annotated[
        bool, typer.Option("--personal", help="With names and contacts (initiatives); noted in the audit trail.")
    ] = False,
) -> None:
    """Write a file for a spreadsheet or a program. Every export is noted in the audit trail."""
    if personal and what not in HAS_PERSONAL:
        err.print("Only initiatives have names and contacts: leave --personal out.")
        raise typer.Exit(2)
    try:
        rows = asyncio.run(_write(what, kind, output, personal=personal))
    except OSError as fault:
        err.print(f"{output} cannot be written: {fault.strerror}", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from None
    out.print(f"{output}: {rows} rows.", markup=False, highlight=False, soft_wrap=True)


async def _write(what: What, kind: Format, output: Path, *, personal: bool) -> int:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from bot import exporting
    from bot.preparing import check_key, database_of, prepare, utc_now
    from bot.settings import load
    from services import exports

    settings = load()
    database = database_of(settings)
    # Beside its place, readable by its owner only, and moved there when it is whole.
    draft = output.with_name(f".{output.name}.part")
    look = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        await prepare(database, now=utc_now())
        await check_key(database, settings.cipher)
        async with database.begin() as session:
            total = await exports.count(session, what)
            exports.note(session, None, what, kind, personal=personal, now=utc_now())
        with Progress(*look, console=err) as progress:
            task = progress.add_task(what.value, total=total)
            rows = await exporting.write(
                database,
                draft,
                what,
                kind,
                personal=personal,
                zone=settings.zone,
                advance=lambda more: progress.advance(task, more),
            )
        draft.replace(output)
        return rows
    finally:
        draft.unlink(missing_ok=True)
        await database.close()
