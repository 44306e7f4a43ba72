"""Messages to participants of seminars. ``facts`` says what, when and where, above or below each."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.screens.screen import Button, Rows, lines
from handlers.screens.seminars import OpenSeminar, facts, title
from handlers.screens.start import menu_rows
from handlers.screens.texts import shortened
from locales.translator import Translator
from models import Seminar

__all__ = ["cancelled", "changed", "facts", "minutes", "reminder", "rows", "seat"]


def reminder(known: Markup, t: Translator) -> Markup:
    """A day or an hour before: the moment itself says how soon."""
    return lines(t("<b>Reminder: you are registered for a seminar</b>"), known)


def seat(known: Markup, t: Translator) -> Markup:
    return lines(
        t("<b>A seat has become free, and it is yours: you are registered.</b>"),
        known,
        t("If you cannot come, please cancel, so that somebody else can."),
    )


def changed(known: Markup, t: Translator) -> Markup:
    return lines(t("<b>A seminar you registered for has changed. It is now:</b>"), known)


def cancelled(known: Markup, t: Translator) -> Markup:
    return lines(t("<b>A seminar you registered for was called off</b>"), known)


def minutes(seminar: Seminar, t: Translator) -> Markup:
    """The whole text, in the reader's language or the nearest there is."""
    return lines(
        t("<b>Minutes of the seminar “{title}”</b>", title=title(seminar, t)),
        Markup("{}").format(t.pick(seminar.by_language("minutes"))),
    )


def rows(found: Sequence[Seminar], t: Translator) -> Rows:
    """A button to each seminar."""
    opened = [
        (Button(t.plain("Open: {title}", title=shortened(title(one, t), 50)), OpenSeminar(one.id)),) for one in found
    ]
    return (*opened, *menu_rows(t))
