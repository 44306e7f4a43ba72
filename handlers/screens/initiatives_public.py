"""Screens of the published initiatives: the list with its filters, and one of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.collections import NewInitiative
from handlers.screens.commitments import OpenCommitment
from handlers.screens.initiatives import STATES
from handlers.screens.screen import Button, Rows, Screen, column, lines
from handlers.screens.sharing import share_rows
from handlers.screens.start import menu_rows
from handlers.screens.texts import pages, shortened
from locales.translator import Translator, msg
from models import Decision, Initiative, InitiativeState, InitiativeText
from services.initiatives_public import Page, Place, Sort, shown_state, takes_support, text_for

ALL = "-"  # "no filter" in a payload
Names = Mapping[str, Mapping[str, Mapping[str, str]]]  # "theme" | "region" → id → language → name
_SHORT = 700

SORTS = {Sort.NEWEST: msg("Newest first"), Sort.MOST_SUPPORTED: msg("Most supported first")}
_PARTS = (
    ("problem", msg("Problem")),
    ("proposal", msg("Proposal")),
    ("result", msg("Expected result")),
)


@dataclass(frozen=True)
class OpenInitiatives(Payload):
    """A page of the list. ``place``: "" for the first, else what it comes after ("a") or before ("b")."""

    prefix: ClassVar[str] = "il"
    sort: Sort = Sort.NEWEST
    theme: str = ALL
    region: str = ALL
    place: str = ""

    @property
    def after(self) -> Place | None:
        return _place(self.place, "a")

    @property
    def before(self) -> Place | None:
        return _place(self.place, "b")


@dataclass(frozen=True)
class FilterInitiatives(Payload):
    """Choose a theme or a region (``what``) for a list that is sorted and filtered already."""

    prefix: ClassVar[str] = "if"
    what: str
    sort: Sort
    theme: str
    region: str


@dataclass(frozen=True)
class OpenPublic(Payload):
    """A published initiative."""

    prefix: ClassVar[str] = "ip"
    id: int


@dataclass(frozen=True)
class ReadPublic(Payload):
    """Its whole text."""

    prefix: ClassVar[str] = "ir"
    id: int


@dataclass(frozen=True)
class SupportIt(Payload):
    """Support it, or take the support back, as drawn."""

    prefix: ClassVar[str] = "sup"
    id: int
    on: int


def _place(text: str, side: str) -> Place | None:
    mark, _, rest = text.partition(".")
    rank, _, id_ = rest.partition(".")
    if mark != side:
        return None
    try:
        return Place(int(rank, 36), int(id_, 36))
    except ValueError:  # forged
        return None


def _placed(side: str, place: Place) -> str:
    return f"{side}.{_base36(place.rank)}.{_base36(place.id)}"


def _base36(number: int) -> str:
    """Short: a moment in microseconds takes 11 characters instead of 16, and a payload has 64 bytes."""
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
        if not number:
            return digits


def listing(page: Page, asked: OpenInitiatives, names: Names, t: Translator) -> Screen:
    """A page of published initiatives; honest when there are none."""
    head = [t("<b>Published initiatives</b>")]
    if asked.theme != ALL:
        head.append(t("Theme: {name}", name=t.pick(names["theme"][asked.theme])))
    if asked.region != ALL:
        head.append(t("Region: {name}", name=t.pick(names["region"][asked.region])))
    if not page.items:
        return Screen(lines(*head, _none(asked, t)), (*_filters(asked, t, is_empty=True), *menu_rows(t)))
    head.append(Markup("<i>{}</i>").format(t(SORTS[asked.sort])))
    buttons = []
    for listed in page.items:
        one = listed.initiative
        title = text_for(one, t.language).title or ""
        supporters = t.plain_plural("{n} supporter", "{n} supporters", listed.supporters)
        head.append(Markup("<b>{}</b> · {}\n{}").format(one.number, supporters, title))
        buttons.append(Button(f"{one.number}: {shortened(title, 40)}", OpenPublic(one.id)))
    return Screen(lines(*head), (*column(buttons), *_steps(page, asked, t), *_filters(asked, t), *menu_rows(t)))


def _none(asked: OpenInitiatives, t: Translator) -> Markup:
    if asked.theme != ALL or asked.region != ALL:
        return t("No published initiative fits this choice.")
    return t(
        "No initiative has been published yet. The Secretariat publishes initiatives after reading them. "
        "You can send the first one."
    )


def _steps(page: Page, asked: OpenInitiatives, t: Translator) -> Rows:
    steps = []
    if page.has_before:
        before = replace(asked, place=_placed("b", page.items[0].place))
        steps.append(Button(t.plain("Previous page"), before))
    if page.has_after:
        steps.append(Button(t.plain("Next page"), replace(asked, place=_placed("a", page.items[-1].place))))
    return (tuple(steps),) if steps else ()


def _filters(asked: OpenInitiatives, t: Translator, *, is_empty: bool = False) -> Rows:
    kept = (asked.sort, asked.theme, asked.region)
    is_filtered = asked.theme != ALL or asked.region != ALL
    rows: list[tuple[Button, ...]] = []
    if not is_empty:
        other = Sort.NEWEST if asked.sort is Sort.MOST_SUPPORTED else Sort.MOST_SUPPORTED
        rows.append((Button(t.plain(SORTS[other]), replace(asked, sort=other, place="")),))
    if is_filtered or not is_empty:
        rows.append(
            (
                Button(t.plain("By theme"), FilterInitiatives("theme", *kept)),
                Button(t.plain("By region"), FilterInitiatives("region", *kept)),
            )
        )
    if is_filtered:
        rows.append((Button(t.plain("All initiatives"), OpenInitiatives(asked.sort)),))
    if is_empty:
        rows.append((Button(t.plain("Submit an initiative"), NewInitiative()),))
    return tuple(rows)


def filters(asked: FilterInitiatives, names: Names, t: Translator) -> Screen:
    """All themes, or all regions; the other filter stays."""
    head = t("Choose a theme:") if asked.what == "theme" else t("Choose a region:")
    chosen = OpenInitiatives(asked.sort, asked.theme, asked.region)

    def of(id_: str) -> OpenInitiatives:
        return replace(chosen, theme=id_) if asked.what == "theme" else replace(chosen, region=id_)

    buttons = [Button(str(t.pick(name)), of(id_)) for id_, name in names[asked.what].items()]
    any_ = t.plain("Any theme") if asked.what == "theme" else t.plain("Any region")
    return Screen(head, (*column([*buttons, Button(any_, of(ALL))]), *menu_rows(t)))


def card(
    one: Initiative,
    supporters: int,
    names: Names,
    t: Translator,
    *,
    is_own: bool,
    is_supported: bool,
    merged_into: Initiative | None = None,
    decision: Decision | None = None,
    back: OpenInitiatives | None = None,
) -> Screen:
    """A published initiative as anybody sees it: no name, no contact, no files. ``decision``: the published one."""
    text = text_for(one, t.language)
    said = [
        Markup("<b>{}</b>\n<b>{}</b>").format(one.number, text.title),
        *(_part(text, field, label, t) for field, label in _PARTS),
        _facts(one, names, t),
        _decided(decision, t) if decision is not None else None,
        t.plural("<b>Supported by:</b> {n} person", "<b>Supported by:</b> {n} people", supporters),
        t("This is your own initiative.") if is_own else None,
    ]
    rows: list[tuple[Button, ...]] = []
    if is_supported:
        rows.append((Button(t.plain("Withdraw my support"), SupportIt(one.id, 0)),))
    elif not is_own and takes_support(one):
        rows.append((Button(t.plain("Support"), SupportIt(one.id, 1)),))
    if decision is not None and decision.commitment_id is not None:
        rows.append((Button(t.plain("The commitment"), OpenCommitment(decision.commitment_id)),))
    if merged_into is not None:
        said.append(t("It was merged with {number}.", number=merged_into.number))
        rows.append((Button(t.plain("Open {number}", number=merged_into.number), OpenPublic(merged_into.id)),))
    if any(len(getattr(text, field) or "") > _SHORT for field, _ in _PARTS):
        rows.append((Button(t.plain("Read in full"), ReadPublic(one.id)),))
    rows += share_rows("i", one.number or "", one.number or "", t)
    rows.append((Button(t.plain("To the list"), back or OpenInitiatives()),))
    return Screen(lines(*said), (*rows, *menu_rows(t)))


def _decided(decision: Decision, t: Translator) -> Markup:
    """The outcome, its day, and why, in the reader's language or the nearest there is."""
    assert decision.published_at is not None
    head = t(
        "<b>Decision of {day}:</b> {outcome}",
        day=t.day(decision.published_at),
        outcome=t.plain(STATES[InitiativeState(decision.outcome.value)]),
    )
    reasons = {text.lang.value: text.reason for text in decision.texts if text.reason}
    if not reasons:
        return head
    return Markup("{}\n{}").format(head, t("<b>Why:</b> {reason}", reason=shortened(t.pick(reasons), _SHORT)))


def _part(text: InitiativeText, field: str, label: str, t: Translator) -> Markup | None:
    words = getattr(text, field)
    return Markup("<b>{}:</b> {}").format(t(label), shortened(words, _SHORT)) if words else None


def _facts(one: Initiative, names: Names, t: Translator) -> Markup:
    found = [t("<b>State:</b> {state}", state=t.plain(STATES[shown_state(one)]))]
    if one.theme_id:
        found.append(t("<b>Theme:</b> {name}", name=t.pick(names["theme"][one.theme_id])))
    if one.region_id:
        found.append(t("<b>Region:</b> {name}", name=t.pick(names["region"][one.region_id])))
    return Markup("\n").join(found)


def in_full(one: Initiative, t: Translator) -> list[Screen]:
    """The whole text, as many messages as it takes."""
    text = text_for(one, t.language)
    parts = [f"{one.number}\n{text.title}"]
    parts += [f"{t.plain(label)}:\n{getattr(text, field)}" for field, label in _PARTS if getattr(text, field)]
    return [Screen(page) for page in pages("\n\n".join(parts))]


def is_merged(one: Initiative) -> bool:
    """Whether the public may know that it was merged."""
    return shown_state(one) is InitiativeState.MERGED
