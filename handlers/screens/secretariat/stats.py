"""/stats: the numbers as text, which a screen reader reads, and the same as a chart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from markupsafe import Markup, escape

from handlers.callbacks import Payload
from handlers.screens.initiatives import STATES
from handlers.screens.screen import Attached, Button, Made, Screen, column, lines
from handlers.screens.secretariat.words import OpenExports
from handlers.screens.start import menu_rows
from handlers.screens.texts import shortened
from locales.translator import OWN_NAMES, Translator
from models import InitiativeState, Language, MessageState
from services.statistics import Numbers

Names = Mapping[str, Mapping[str, Mapping[str, str]]]  # theme, region → id → language → name
Titles = Mapping[str, str]  # commitment id → "4. Short title"
Bars = list[tuple[str, int]]
MOST_BARS = 18  # of a picture; more would be too thin for their letters


@dataclass(frozen=True)
class ShowStats(Payload):
    """The numbers, counted anew."""

    prefix: ClassVar[str] = "st"


def overview(
    numbers: Numbers, names: Names, titles: Titles, at: datetime, t: Translator, *, may_export: bool
) -> Screen:
    """Every number in words."""
    parts = [
        t("<b>Numbers</b>, {moment}", moment=t.moment(at)),
        _facts(
            t("People"),
            [
                t("Total: {n}", n=numbers.people),
                t("Of these, not reachable now: {n}", n=numbers.unreachable),
                *_counts(_languages(numbers, t)),
            ],
        ),
        _facts(t("People by region"), _counts(_regions(numbers, names, t))),
        _facts(t("Initiatives by state"), _counts(_states(numbers, t)) or [t("None yet.")]),
        _facts(t("Initiatives by theme"), _counts(_themes(numbers, names, t))),
        _facts(t("Questions"), _questions(numbers, t)),
        _facts(
            t("Published reports by commitment"),
            [*(_counts(_reports(numbers, titles)) or [t("None yet.")]), t("Waiting: {n}", n=numbers.reports_waiting)],
        ),
        _facts(t("Broadcasts"), _broadcasts(numbers, t)),
    ]
    buttons = [Button(t.plain("Count again"), ShowStats())]
    if may_export:
        buttons.append(Button(t.plain("Export data to a file"), OpenExports()))
    return Screen(lines(*parts), (*column(buttons), *menu_rows(t)))


def charts(numbers: Numbers, names: Names, titles: Titles, at: datetime, t: Translator) -> list[Screen]:
    """The same as pictures, drawn when they are sent; several, since letters of a very long one would be tiny. A
    picture that would be empty is left out."""
    states = (t.plain("Initiatives by state"), _states(numbers, t))
    pictures = [
        [(t.plain("People by language"), _languages(numbers, t)), states],
        [(t.plain("People by region"), _regions(numbers, names, t))],
        [(t.plain("Initiatives by theme"), _themes(numbers, names, t))],
        [(t.plain("Published reports by commitment"), _reports(numbers, titles))],
    ]
    drawable = [part for panels in pictures for part in _parts([panel for panel in panels if panel[1]])]
    return [_picture(panels, at, t) for panels in drawable]


def _parts(panels: list[tuple[str, Bars]]) -> list[list[tuple[str, Bars]]]:
    """A list longer than one picture takes, as several pictures: several plans have more commitments than one."""
    if len(panels) == 1 and len(panels[0][1]) > MOST_BARS:
        title, bars = panels[0]
        return [[(title, bars[start : start + MOST_BARS])] for start in range(0, len(bars), MOST_BARS)]
    return [panels] if panels else []


def _picture(panels: list[tuple[str, Bars]], at: datetime, t: Translator) -> Screen:
    data: dict[str, Any] = {
        "title": t.day(at),
        "panels": [{"title": title, "bars": [list(bar) for bar in bars]} for title, bars in panels],
    }
    caption = Markup("\n").join(escape(title) for title, _ in panels)
    otherwise = t("The picture could not be made. The numbers are in the text.")
    return Screen(caption, attached=Attached(kind="photo", name="numbers.png", made=Made("chart", data, otherwise)))


def _facts(title: Markup, facts: Iterable[Markup]) -> Markup | None:
    facts = list(facts)
    return Markup("\n").join([Markup("<b>{}</b>").format(title), *facts]) if facts else None


def _counts(bars: Bars) -> list[Markup]:
    return [Markup("{}: {}").format(label, number) for label, number in bars]


def _languages(numbers: Numbers, t: Translator) -> Bars:
    known = [(OWN_NAMES[lang], numbers.languages[lang]) for lang in Language if numbers.languages.get(lang)]
    return known + _unchosen(numbers.languages, t)


def _unchosen(counts: Mapping[str | None, int], t: Translator) -> Bars:
    return [(t.plain("not chosen"), counts[None])] if counts.get(None) else []


def _regions(numbers: Numbers, names: Names, t: Translator) -> Bars:
    return _named(numbers.regions, names["region"], t)


def _themes(numbers: Numbers, names: Names, t: Translator) -> Bars:
    return _named(numbers.themes, names["theme"], t)


def _named(counts: Mapping[str | None, int], names: Mapping[str, Mapping[str, str]], t: Translator) -> Bars:
    """The most first; those who chose nothing last."""
    known = [(str(t.pick(names[key])), count) for key, count in counts.items() if key is not None and key in names]
    return sorted(known, key=lambda bar: -bar[1]) + _unchosen(counts, t)


def _states(numbers: Numbers, t: Translator) -> Bars:
    return [(t.plain(STATES[state]), numbers.states[state]) for state in InitiativeState if numbers.states.get(state)]


def _reports(numbers: Numbers, titles: Titles) -> Bars:
    """In the plan's order."""
    return [(shortened(title, 60), numbers.reports[key]) for key, title in titles.items() if numbers.reports.get(key)]


def _questions(numbers: Numbers, t: Translator) -> list[Markup]:
    said = [t("Total: {n}", n=numbers.questions), t("Open: {n}", n=numbers.questions_open)]
    if numbers.first_answer is None:
        return [*said, t("Median time to the first answer: nothing is answered yet")]
    return [*said, t("Median time to the first answer: {time}", time=_lasting(numbers.first_answer, t))]


def _lasting(time: timedelta, t: Translator) -> str:
    minutes = max(1, round(time.total_seconds() / 60))
    if minutes < 60:
        return t.plain_plural("{n} minute", "{n} minutes", minutes)
    hours = round(minutes / 60)
    if hours < 48:
        return t.plain_plural("{n} hour", "{n} hours", hours)
    return t.plain_plural("{n} day", "{n} days", round(hours / 24))


def _broadcasts(numbers: Numbers, t: Translator) -> list[Markup]:
    """No broadcast: nothing to say."""
    if not numbers.broadcasts:
        return [t("None yet.")]
    counts = numbers.broadcast_messages
    return [
        t("Total: {n}", n=numbers.broadcasts),
        t("Delivered: {n}", n=counts.get(MessageState.SENT, 0)),
        t("Unreachable: {n}", n=counts.get(MessageState.UNREACHABLE, 0)),
        t("Failed: {n}", n=counts.get(MessageState.FAILED, 0)),
        t("Unknown: {n}", n=counts.get(MessageState.UNKNOWN, 0)),
    ]
