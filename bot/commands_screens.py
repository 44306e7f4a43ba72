"""`achyk screens`: what the bot can show, on one page."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

out = Console()


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("screens")(screens)


def screens(
    to: Annotated[Path, typer.Option(help="The HTML file to write.")] = Path("data/screens.html"),
) -> None:
    """Write every screen in three languages side by side into one HTML page; exit 1 if one breaks a limit."""
    from bot.gallery.page import rendered
    from bot.settings import Settings
    from locales.translator import Voices

    page, faults = rendered(Voices(ZoneInfo(Settings.model_fields["timezone"].default)))
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(page, encoding="utf-8")
    out.print(f"{to}: open it in a browser.", markup=False, highlight=False, soft_wrap=True)
    if faults:
        out.print(f"Limits of Telegram broken: {faults}; the page names them.", highlight=False)
        raise typer.Exit(1)
