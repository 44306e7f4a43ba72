"""`achyk reports …` and `achyk agency-token …`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table as Shown

if TYPE_CHECKING:
    from models.database import Database

out = Console()
err = Console(stderr=True)

reports = typer.Typer(no_args_is_help=True, help="Reports of the agencies.")
tokens = typer.Typer(no_args_is_help=True, help="Tokens with which agencies post reports over HTTP.")


def register(app: typer.Typer) -> None:
    app.add_typer(reports, name="reports")
    app.add_typer(tokens, name="agency-token")


@asynccontextmanager
async def _database() -> "AsyncIterator[Database]":
    from bot.preparing import check_key, database_of, prepare, utc_now
    from bot.settings import load

    settings = load()
    database = database_of(settings)
    try:
        await prepare(database, now=utc_now())
        await check_key(database, settings.cipher)
        yield database
    finally:
        await database.close()


@reports.command("import")
def import_file(
    path: Annotated[
        Path, typer.Argument(help="A CSV, XLSX or JSON file, one report a row; or a folder of such files.")
    ],
    agency: Annotated[str | None, typer.Option(help="The id of the agency that reports.")] = None,
    source: Annotated[
        str | None,
        typer.Option(help="The source's lasting name; default: the agency, else the name of the file or folder."),
    ] = None,
    publish: Annotated[bool, typer.Option(help="Publish at once; else the Secretariat approves.")] = False,
    complete: Annotated[bool, typer.Option(help="It lists all there is: what it lacks is withdrawn.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Only say what would happen.")] = False,
) -> None:
    """Take reports from a file or a folder. Reading the same again changes nothing."""
    from bot.importing import Refused, import_reports

    async def work() -> bool:
        with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=err) as progress:
            async with _database() as database:
                done = await import_reports(
                    database,
                    path,
                    source=source or agency or (path.resolve().name if path.is_dir() else path.stem),
                    agency=agency,
                    is_trusted=publish,
                    is_whole=complete,
                    is_dry=dry_run,
                    progress=progress,
                )
        if done.skipped:
            names = ", ".join(done.skipped)
            err.print(f"Skipped, neither CSV, XLSX nor JSON: {names}", markup=False, highlight=False, soft_wrap=True)
        for fault in done.faults:
            err.print(fault, markup=False, highlight=False, soft_wrap=True)
        out.print(escape(done.said), highlight=False, soft_wrap=True)
        return not done.faults

    try:
        is_clean = asyncio.run(work())
    except Refused as reason:
        err.print(str(reason), markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from None
    if not is_clean:
        raise typer.Exit(1)


@reports.command("sources")
def show_sources() -> None:
    """Check the sources file, and say how each source was read last."""
    from bot.settings import load
    from models import SourceReading
    from services.sources.config import SourcesFault, read
    from services.sources.reading import check_names

    path = load().sources_file
    if path is None:
        out.print("SOURCES_FILE is not set: no source is read. examples/sources.toml explains the file.")
        return

    async def look() -> None:
        shown = Shown("source", "kind", "trusted", "last read", "next", "fault")
        async with _database() as database:
            found = read(path).source
            await check_names(database, found)
            async with database.read() as session:
                for one in found:
                    was = await session.get(SourceReading, one.name)
                    times = (
                        [f"{at:%Y-%m-%d %H:%M} UTC" if at else "never" for at in (was.read_at, was.next_at)]
                        if was
                        else ["never", "now"]
                    )
                    shown.add_row(
                        one.name, one.kind, "yes" if one.trusted else "no", *times, escape((was and was.fault) or "")
                    )
        out.print(shown)

    try:
        asyncio.run(look())
    except SourcesFault as fault:
        for line in fault.faults:
            err.print(line, markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(1) from None


@tokens.command("create")
def create_token(
    agency: Annotated[str, typer.Argument(help="The agency's id, such as mof.")],
    label: Annotated[str, typer.Option(help="Which system will hold it.")] = "",
    trusted: Annotated[bool, typer.Option(help="Publish its reports without the Secretariat's approval.")] = False,
) -> None:
    """Make a token and show it, this once."""
    from bot.preparing import utc_now
    from services import agency_tokens
    from services.errors import NotFound

    async def make() -> str:
        async with _database() as database, database.begin() as session:
            _, secret = await agency_tokens.create(
                session, agency, label=label or agency, now=utc_now(), is_trusted=trusted
            )
            return secret

    try:
        secret = asyncio.run(make())
    except NotFound:
        err.print(f"There is no agency {agency!r}.", markup=False, highlight=False)
        raise typer.Exit(2) from None
    err.print("Keep it well: it is not shown again.")
    out.print(secret, markup=False, highlight=False, soft_wrap=True)


@tokens.command("revoke")
def revoke_token(number: Annotated[int, typer.Argument(help="The token's number in the list.")]) -> None:
    """End a token at once."""
    from bot.preparing import utc_now
    from services import agency_tokens
    from services.errors import NotFound

    async def end() -> None:
        async with _database() as database, database.begin() as session:
            await agency_tokens.revoke(session, number, now=utc_now())

    try:
        asyncio.run(end())
    except NotFound:
        err.print(f"There is no token {number}.")
        raise typer.Exit(2) from None
    out.print(f"Token {number} is revoked.")


@tokens.command("list")
def list_tokens() -> None:
    """Every token, without its secret."""
    from models import AgencyToken
    from services import agency_tokens

    async def look() -> list[AgencyToken]:
        async with _database() as database, database.read() as session:
            return list(await agency_tokens.list_all(session))

    shown = Shown("number", "agency", "label", "trusted", "made", "last used", "revoked")
    for one in asyncio.run(look()):
        times = [f"{at:%Y-%m-%d}" if at else "" for at in (one.created_at, one.used_at, one.revoked_at)]
        shown.add_row(str(one.id), one.agency_id, escape(one.label), "yes" if one.is_trusted else "no", *times)
    out.print(shown)
