"""The gallery as one HTML page, the three languages side by side."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from string import Template

from markupsafe import Markup

from bot.gallery import Example, every
from bot.gallery.limits import WIDEST_ROW, Measures, measure
from handlers.callbacks import MOST_BYTES
from handlers.screens.screen import MOST_BUTTONS, Button, Screen
from locales.translator import OWN_NAMES, Voices

PAGE = Path(__file__).with_name("page.html")


def rendered(voices: Voices) -> tuple[str, int]:
    """(the page, how many limits are broken). It needs nothing from elsewhere: no script, no font, no picture."""
    together = list(zip(*(every(t) for t in voices.every), strict=True))
    faults = sum(len(measure(screen).faults) for row in together for one in row for screen in one.screens)
    page = Template(PAGE.read_text(encoding="utf-8")).substitute(
        count=len(together),
        faults=f"{faults} do" if faults else "none does",
        contents=Markup().join(_entries(together)),
        screens=Markup("\n").join(_section(number, row, voices) for number, row in enumerate(together)),
    )
    return page, faults


def _entries(together: Sequence[tuple[Example, ...]]) -> Iterable[Markup]:
    said = ""
    for number, row in enumerate(together):
        if row[0].name != said:
            said = row[0].name
            yield Markup('<li><a href="#s{}">{}</a></li>').format(number, said)


def _section(number: int, row: tuple[Example, ...], voices: Voices) -> Markup:
    columns = Markup().join(_column(t.language, one) for t, one in zip(voices.every, row, strict=True))
    return Markup('<section id="s{}"><h2>{} <small>{}</small></h2><div class="row">{}</div></section>').format(
        number, row[0].name, row[0].note, columns
    )


def _column(language: str, example: Example) -> Markup:
    screens = Markup().join(_screen(screen) for screen in example.screens)
    return Markup('<div class="language" lang="{}"><p>{}</p>{}</div>').format(language, OWN_NAMES[language], screens)


def _screen(screen: Screen) -> Markup:
    file = (
        Markup('<span class="file">[{}: {}]</span>').format(screen.attached.kind, screen.attached.name or "—")
        if (screen.attached)
        else Markup()
    )
    messages = Markup().join(Markup('<div class="message">{}</div>').format(text) for text in screen.before)
    rows = Markup().join(
        Markup('<div class="buttons">{}</div>').format(Markup().join(_button(button) for button in row))
        for row in screen.rows
    )
    return Markup('{}<div class="message">{}{}</div>{}{}').format(
        messages, file, screen.text, rows, _limits(measure(screen))
    )


def _button(button: Button) -> Markup:
    return Markup('<span class="button">{}</span>').format(button.label)


def _limits(measures: Measures) -> Markup:
    said = Markup(
        "<p>{} of {} characters · {} of {} buttons · widest row {} of {} · payload {} of {} bytes</p>"
    ).format(
        measures.characters,
        measures.of_characters,
        measures.buttons,
        MOST_BUTTONS,
        measures.widest_row,
        WIDEST_ROW,
        measures.longest_payload,
        MOST_BYTES,
    )
    return said + Markup().join(Markup('<p class="fault">Broken: {}</p>').format(fault) for fault in measures.faults)
