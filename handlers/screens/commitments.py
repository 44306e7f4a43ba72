"""Screens of the commitments and of what one follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.screen import Button, Screen, column, lines
from handlers.screens.sharing import share_rows
from handlers.screens.start import Open, menu_rows
from handlers.screens.texts import shortened
from locales.content import ogp_values
from locales.translator import Translator, msg
from models import Commitment, Completion, Plan, Subscription, Topic
from services.commitments import by_language

PER_PAGE = 6
ALL = "-"  # "no filter" in a payload
Names = Mapping[str, Mapping[str, str]]  # id → language → name

STATUSES = {
    Completion.NOT_STARTED: msg("Not started"),
    Completion.LIMITED: msg("Limited"),
    Completion.SUBSTANTIAL: msg("Substantial"),
    Completion.COMPLETED: msg("Completed"),
}


@dataclass(frozen=True)
class OpenList(Payload):
    """A page of the list, perhaps of one theme or one body."""

    prefix: ClassVar[str] = "cl"
    page: int
    theme: str = ALL
    agency: str = ALL


@dataclass(frozen=True)
class OpenCommitment(Payload):
    prefix: ClassVar[str] = "c"
    id: str


@dataclass(frozen=True)
class OpenFilter(Payload):
    """Choose a theme or a body: ``what`` is one of the two."""

    prefix: ClassVar[str] = "cf"
    what: str


@dataclass(frozen=True)
class Follow(Payload):
    """Follow or unfollow a thing, as drawn; ``place`` is the screen to come back to."""

    prefix: ClassVar[str] = "fw"
    topic: Topic
    target: str
    on: int
    place: str


def listing(
    found: Sequence[Commitment],
    page: int,
    theme: str,
    agency: str,
    names: Mapping[str, Names],
    is_followed: bool,
    t: Translator,
) -> Screen:
    """A page of commitments; a page beyond the end shows the last one."""
    last = max(0, (len(found) - 1) // PER_PAGE)
    page = min(max(page, 0), last)
    shown = found[page * PER_PAGE : (page + 1) * PER_PAGE]
    years = (
        f"{found[0].starts_on.year}–{found[0].ends_on.year}"
        if found and found[0].starts_on and found[0].ends_on
        else ""
    )
    head = [
        t("<b>Commitments of the National Action Plan {years}</b>", years=years)
        if years
        else Markup("<b>{}</b>").format(t("Commitments of the plan"))
    ]
    if theme != ALL:
        head.append(t("Theme: {name}", name=t.pick(names["theme"][theme])))
    if agency != ALL:
        head.append(t("Responsible body: {name}", name=t.pick(names["agency"][agency])))
    head += [Markup("{}. {}").format(one.position, title(one, t)) for one in shown]
    if not found:
        head.append(t("There are none."))
    buttons = [
        Button(f"{one.position}. {t.pick(by_language(one.texts, 'short'))}", OpenCommitment(one.id)) for one in shown
    ]
    rows = [*column(buttons)]
    steps = []
    if page > 0:
        steps.append(Button(t.plain("Previous page"), OpenList(page - 1, theme, agency)))
    if page < last:
        steps.append(Button(t.plain("Next page"), OpenList(page + 1, theme, agency)))
    if steps:
        rows.append(tuple(steps))
    rows += _filters(theme, agency, is_followed, t)
    return Screen(lines(*head), (*rows, *menu_rows(t)))


def _filters(theme: str, agency: str, is_followed: bool, t: Translator) -> list[tuple[Button, ...]]:
    if theme == agency == ALL:
        return [
            (
                Button(t.plain("By theme"), OpenFilter("theme")),
                Button(t.plain("By body"), OpenFilter("agency")),
            ),
            (_follow(Topic.EVERYTHING, "", is_followed, "list", t),),
        ]
    topic, target = (Topic.THEME, theme) if theme != ALL else (Topic.AGENCY, agency)
    return [
        (_follow(topic, target, is_followed, "list", t),),
        (Button(t.plain("All commitments"), OpenList(0)),),
    ]


_FOLLOW = {
    Topic.COMMITMENT: (msg("Subscribe to this commitment"), msg("Unsubscribe from this commitment")),
    Topic.AGENCY: (msg("Subscribe to this body"), msg("Unsubscribe from this body")),
    Topic.THEME: (msg("Subscribe to this theme"), msg("Unsubscribe from this theme")),
    Topic.EVERYTHING: (msg("Subscribe to all commitments"), msg("Unsubscribe from all commitments")),
}


def _follow(topic: Topic, target: str, is_followed: bool, place: str, t: Translator) -> Button:
    follow, stop = _FOLLOW[topic]
    return Button(t.plain(stop if is_followed else follow), Follow(topic, target, 0 if is_followed else 1, place))


def filters(what: str, names: Names, t: Translator) -> Screen:
    """All themes, or all bodies."""
    head = t("Choose a theme:") if what == "theme" else t("Choose a responsible body:")
    buttons = [
        Button(str(t.pick(name)), OpenList(0, id_, ALL) if what == "theme" else OpenList(0, ALL, id_))
        for id_, name in names.items()
    ]
    return Screen(head, (*column([*buttons, Button(t.plain("All commitments"), OpenList(0))]), *menu_rows(t)))


def title(one: Commitment, t: Translator) -> str:
    return str(t.pick(by_language(one.texts, "title")))


def card(
    one: Commitment, plan: Plan, names: Mapping[str, Names], timeline: Screen, *, is_followed: bool, t: Translator
) -> Screen:
    """One commitment: what, who, until when, how far; ``timeline`` is what has happened to it."""
    leads = ", ".join(str(t.pick(names["agency"][lead.agency_id])) for lead in one.leads)
    values = ", ".join(str(t.pick(ogp_values()[value])) for value in one.ogp_values.split(","))
    starts, ends = one.starts_on or plan.starts_on, one.ends_on or plan.ends_on
    status = t(STATUSES[one.status]) if one.status else t("not stated yet")
    said = [
        Markup("<b>{}. {}</b>").format(one.position, title(one, t)),
        t("<b>Responsible body:</b> {name}", name=leads or t.plain("to be named by the Secretariat")),
        t("<b>Theme:</b> {name}", name=t.pick(names["theme"][one.theme_id])),
        t("<b>OGP values:</b> {names}", names=values),
        t("<b>Term:</b> {start} – {end}", start=t.day(starts), end=t.day(ends)),
        t("<b>Completion:</b> {status}", status=status),
        timeline.text,
    ]
    place = "card"
    return Screen(
        lines(*said),
        (
            (_follow(Topic.COMMITMENT, one.id, is_followed, place, t),),
            *timeline.rows,
            *share_rows("c", one.id, str(t.pick(by_language(one.texts, "short"))), t),
            (Button(t.plain("All commitments"), OpenList(0)),),
            *menu_rows(t),
        ),
    )


def following(found: Sequence[Subscription], labels: Mapping[int, str], t: Translator) -> Screen:
    """Everything followed; one tap ends one."""
    if not found:
        text = t(
            "<b>My subscriptions</b>\n\nYou have no subscriptions yet. Open a commitment and press “Subscribe to this "
            "commitment”."
        )
        return Screen(text, ((Button(t.plain("Commitments of the plan"), Open("commitments")),), *menu_rows(t)))
    text = t(
        "<b>My subscriptions</b>\n\nYou get a message when an agency posts a report about these, or fails to. "
        "Press one to unsubscribe."
    )
    buttons = [
        Button(
            t.plain("Unsubscribe: {name}", name=shortened(labels[one.id], 50)),
            Follow(one.topic, one.target, 0, "mine"),
        )
        for one in found[:90]
    ]
    return Screen(text, (*column(buttons), *menu_rows(t)))
