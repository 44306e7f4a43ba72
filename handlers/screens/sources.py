"""Screens about the sources of reports, for administrators."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.screens.screen import Screen, lines
from handlers.screens.start import menu_rows
from handlers.screens.texts import shortened
from locales.translator import Translator
from models import SourceReading

_MOST = 10


def failing(found: Sequence[SourceReading], t: Translator) -> Screen:
    """Which cannot be read, and why. The reason is said as the log says it, for whoever mends it."""
    reasons = [Markup("<b>{}</b>\n{}").format(one.name, shortened(one.fault or "", 300)) for one in found[:_MOST]]
    said = [
        t("<b>A source of reports cannot be read</b>"),
        *reasons,
        t("It is tried again by itself. You get one more message when it can be read again."),
    ]
    return Screen(lines(*said), menu_rows(t))


def well(found: Sequence[SourceReading], t: Translator) -> Screen:
    """Which can be read again."""
    names = ", ".join(one.name for one in found[:_MOST])
    return Screen(lines(t("<b>A source of reports can be read again:</b> {names}", names=names)), menu_rows(t))
