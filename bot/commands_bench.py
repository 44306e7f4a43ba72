"""`achyk bench …`: measurements on this machine."""

import asyncio
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

bench = typer.Typer(no_args_is_help=True, help="Measure this machine: ratios that can be compared, no token needed.")
out = Console()


def register(app: typer.Typer) -> None:
    app.add_typer(bench, name="bench")


@bench.callback()
def _group() -> None:
    """Keeps `achyk bench` a group, however many measurements there are."""


@bench.command()
def delivery(
    seconds: Annotated[float, typer.Option(min=3, help="How long to deliver at each rate.")] = 15,
    followers: Annotated[int, typer.Option(min=100, help="How many follow the report.")] = 20_000,
) -> None:
    """The achieved rate beside the allowed one, and how much longer /start takes while thousands are delivered."""
    from bot import log
    from bot.bench.delivery import measure

    log.start("WARNING", "text")
    table = Table("allowed", "sent", "achieved / allowed", "429", "/start idle", "/start busy", "busy / idle")
    for rate in (30, 1000):
        with out.status(f"delivering to {followers} followers at {rate} a second …"):
            found = asyncio.run(measure(rate, seconds=seconds, followers=followers))
        table.add_row(
            f"{found.allowed:.0f}/s",
            str(found.sent),
            f"{found.rate_ratio:.3f}",
            str(found.refused),
            f"{found.idle * 1000:.0f} ms",
            f"{found.busy * 1000:.0f} ms",
            f"{found.latency_ratio:.2f}",
        )
    out.print(table)
