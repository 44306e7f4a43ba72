"""The command line. Heavy modules are imported by the command that needs them: `achyk --help` stays quick."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot import commands_answers, commands_bench, commands_export, commands_reports, commands_screens
from bot.faults import DatabaseFault, SettingsFault

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="The Achyk Okmot bot.", pretty_exceptions_enable=False
)
db = typer.Typer(no_args_is_help=True, help="The database.")
content = typer.Typer(no_args_is_help=True, help="Commitments, agencies, themes, regions, FAQ.")
app.add_typer(db, name="db")
app.add_typer(content, name="content")
commands_answers.register(app, content)
commands_bench.register(app)
commands_screens.register(app)
commands_reports.register(app)
commands_export.register(app)

out = Console()
err = Console(stderr=True)


def main() -> None:
    """Run a command; what the operator can mend is said in plain words, without a traceback."""
    try:
        app()
    except SettingsFault as fault:
        err.print("[bold]The settings are not right:[/bold]")
        for line in fault.faults:
            err.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)
        raise SystemExit(2) from None
    except DatabaseFault as fault:
        err.print(str(fault), markup=False, highlight=False, soft_wrap=True)
        raise SystemExit(1) from None


def _settings(*, for_run: bool = False) -> "Settings":
    from bot import log
    from bot.settings import load

    settings = load(for_run=for_run)
    log.start(settings.log_level, settings.log_format, secrets=settings.secrets)
    return settings


@app.command()
def run(
    only: Annotated[
        list[str] | None, typer.Option(help="Run one role only: intake, worker, delivery, clock or web.")
    ] = None,
) -> None:
    """Run the bot: migrate, load content, and work until stopped."""
    from bot import memory

    with memory.loading():
        settings = _settings(for_run=True)
        from bot.assembly import CannotStart
        from bot.runtime import ROLES
        from bot.runtime import run as run_bot

    roles = frozenset(only or ROLES)
    if unknown := roles - set(ROLES):
        err.print(f"No such role: {', '.join(sorted(unknown))}. There are: {', '.join(ROLES)}.")
        raise typer.Exit(2)
    try:
        asyncio.run(run_bot(settings, roles))
    except CannotStart as reason:
        err.print(f"The bot does not start. {reason}", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(1) from None


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The page's port on this machine.")] = 8080,
    data: Annotated[Path, typer.Option(help="Where the demo keeps its state.")] = Path("data/demo"),
) -> None:
    """Talk to the bot in the browser: no token, no network."""
    from bot.playground.demo import run as run_demo

    run_demo("127.0.0.1", port, data)


@app.command()
def doctor() -> None:
    """Look whether everything is well; exit 1 if not."""
    from bot.doctor import examine

    async def look() -> bool:
        is_well = True
        async for finding in examine():
            mark = "[green]well [/green]" if finding.is_well else "[red]fault[/red]"
            out.print(f"{mark} [bold]{finding.what}[/bold]:", end=" ")
            out.print(finding.said, markup=False, highlight=False, soft_wrap=True)
            if not finding.is_well:
                out.print(f"      → {finding.advice}", markup=False, highlight=False, soft_wrap=True)
            is_well = is_well and finding.is_well
        return is_well

    if not asyncio.run(look()):
        raise typer.Exit(1)


@app.command()
def key() -> None:
    """Print a new DATA_KEY."""
    from cryptography.fernet import Fernet

    sys.stdout.write(Fernet.generate_key().decode() + "\n")


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database's tables up to this release."""
    settings = _settings()
    from bot.preparing import database_of, upgrade

    async def bring_up() -> None:
        database = database_of(settings)
        try:
            await upgrade(database)
        finally:
            await database.close()

    asyncio.run(bring_up())
    out.print("The database is up to date.")


@content.command("check")
def content_check() -> None:
    """Check the content files; exit 1 if anything is missing or dangling."""
    from services.content_check import faults

    found = faults()
    for fault in found:
        err.print(fault, markup=False, highlight=False, soft_wrap=True)
    if found:
        raise typer.Exit(1)
    out.print("The content is complete in ky, ru and en.")


@content.command("load")
def content_load() -> None:
    """Load the content files; what staff have edited is never overwritten."""
    settings = _settings()
    from bot.preparing import database_of, prepare, utc_now

    async def load_all() -> None:
        database = database_of(settings)
        try:
            done = await prepare(database, now=utc_now())
        finally:
            await database.close()
        out.print(f"{done.inserted} rows inserted, {done.updated} updated.")
        for conflict in done.conflicts:
            out.print(f"Kept as staff edited it, though the files changed: {conflict}", markup=False)

    asyncio.run(load_all())
