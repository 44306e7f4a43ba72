"""The queue: what waits, oldest first, with ages and counts, and its filters."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.publishing import OpenAnswers, OpenForDecision
from handlers.screens.screen import Button, Rows, Screen, column, lines
from handlers.screens.secretariat.words import (
    KINDS,
    MARKS,
    WHOSE,
    Colleagues,
    ListUnanswered,
    OpenComments,
    OpenFaqDraft,
    OpenLibrary,
    OpenTerms,
    ToggleMorningList,
    colleague,
    desk_rows,
)
from handlers.screens.texts import shortened
from locales.translator import Translator
from services.desk import INITIATIVES, Item, Kind, Queue, Whose
from services.tasks import Thing
from services.workdays import Mark

Names = Mapping[str, Mapping[str, str]]  # id → language → name
_NOBODYS = frozenset({Kind.REPORT, Kind.OVERDUE, Kind.COMMENT, Kind.FAQ})  # whoever has time does these


class Door(enum.StrEnum):
    """The command by which the queue was entered."""

    ALL = "a"
    INITIATIVES = "i"
    QUESTIONS = "q"

    @property
    def kinds(self) -> frozenset[Kind]:
        if self is Door.INITIATIVES:
            return INITIATIVES
        return frozenset({Kind.QUESTION}) if self is Door.QUESTIONS else frozenset()


class Axis(enum.StrEnum):
    """What a filter is about."""

    THEME = "t"
    REGION = "r"


@dataclass(frozen=True)
class ShowQueue(Payload):
    """The queue through a filter. Theme and region by their place in the list, counted from 1; 0: any."""

    prefix: ClassVar[str] = "dq"
    door: Door = Door.ALL
    whose: Whose = Whose.ALL
    theme: int = 0
    region: int = 0
    page: int = 0


@dataclass(frozen=True)
class PickFilter(Payload):
    """Choose a theme or a region to filter by; the rest of the filter stays."""

    prefix: ClassVar[str] = "df"
    axis: Axis
    door: Door
    whose: Whose
    theme: int
    region: int


@dataclass(frozen=True)
class OpenTask(Payload):
    """An initiative's or a question's card for staff."""

    prefix: ClassVar[str] = "dt"
    thing: Thing
    id: int


@dataclass(frozen=True)
class TakeTask(Payload):
    """Make it my task; from the private card or from the staff group."""

    prefix: ClassVar[str] = "dk"
    thing: Thing
    id: int


@dataclass(frozen=True)
class ReleaseTask(Payload):
    """Nobody's task again."""

    prefix: ClassVar[str] = "dr"
    thing: Thing
    id: int


@dataclass(frozen=True)
class HandOver(Payload):
    """Give it to a colleague; ``to`` 0: choose one first."""

    prefix: ClassVar[str] = "dh"
    thing: Thing
    id: int
    to: int = 0


def queue(
    found: Queue,
    view: ShowQueue,
    themes: Names,
    regions: Names,
    known: Colleagues,
    me: int,
    t: Translator,
    titles: Mapping[str, str] = MappingProxyType({}),
    unanswered: int = 0,
) -> Screen:
    """One page of the queue. ``titles``: commitment id → its number and short title. ``unanswered``: how many typed
    questions the bot had no answer to."""
    head = t("<b>The desk</b> · waiting: {n}", n=found.total)
    counts = Markup("\n").join(
        t("{kind}: {n}", kind=t.plain(KINDS[kind]), n=found.counts[kind]) for kind in Kind if found.counts.get(kind)
    )
    late = [
        t("{mark}: {n}", mark=t.plain(MARKS[mark]), n=found.marks[mark])
        for mark in (Mark.RED, Mark.AMBER)
        if found.marks.get(mark)
    ]
    said = [
        head,
        counts,
        Markup(" · ").join(late),
        _filter_words(view, themes, regions, t),
        *(_line(one, titles, known, me, t) for one in found.items),
    ]
    if not found.total:
        said.append(t("Nothing is waiting here."))
    if found.pages > 1:
        said.append(t("Page {page} of {pages}", page=found.page + 1, pages=found.pages))
    return Screen(
        lines(*said), (*_items(found.items, titles, t), *_pages(found, view, t), *_filters(view, unanswered, t))
    )


def _line(one: Item, titles: Mapping[str, str], known: Colleagues, me: int, t: Translator) -> Markup:
    words = {
        "number": _name(one, titles, t),
        "kind": t.plain(KINDS[one.kind]),
        "days": one.days,
        "mark": t.plain(MARKS[one.mark]),
    }
    if one.kind in _NOBODYS:
        return t("<b>{number}</b> · {kind} · working days waited: {days} ({mark})", **words)
    whose = t.plain("you") if one.assignee_id == me else colleague(one.assignee_id, known, t)
    said = t(
        "<b>{number}</b> · {kind} · working days waited: {days} ({mark}) · assigned to: {whose}", **words, whose=whose
    )
    return Markup("{}\n{}").format(said, shortened(one.title, 90)) if one.title else said


def _name(one: Item, titles: Mapping[str, str], t: Translator) -> str:
    if one.kind is Kind.REPORT:
        about = titles.get(one.commitment_id or "") or one.number
        return t.plain("Report of {day}: {commitment}", day=t.day(one.since), commitment=about)
    return titles.get(one.commitment_id or "") or one.number


def _items(items: Sequence[Item], titles: Mapping[str, str], t: Translator) -> Rows:
    buttons = []
    for one in items:
        name = shortened(_name(one, titles, t), 60)
        label = name if one.mark is Mark.IN_TIME else f"{name} · {t.plain(MARKS[one.mark])}"
        buttons.append(Button(label, _door_to(one)))
    return column(buttons)


def _door_to(one: Item) -> Payload:
    match one.kind:
        case Kind.FAQ:
            return OpenFaqDraft(str(one.id))
        case Kind.OVERDUE:
            return OpenTerms(str(one.id))
        case Kind.REPORT:
            return OpenForDecision(int(one.id))
        case Kind.COMMENT:
            return OpenComments(int(one.id))
        case Kind.QUESTION:
            return OpenTask(Thing.QUESTION, int(one.id))
        case _:
            return OpenTask(Thing.INITIATIVE, int(one.id))


def _pages(found: Queue, view: ShowQueue, t: Translator) -> Rows:
    turning = []
    if found.page > 0:
        turning.append(Button(t.plain("Previous page"), replace(view, page=found.page - 1)))
    if found.page + 1 < found.pages:
        turning.append(Button(t.plain("Next page"), replace(view, page=found.page + 1)))
    return (tuple(turning),) if turning else ()


def _filters(view: ShowQueue, unanswered: int, t: Translator) -> Rows:
    order = list(Whose)
    following = order[(order.index(view.whose) + 1) % len(order)]
    whose = t.plain("Show: {whose}", whose=t.plain(WHOSE[following]))
    rest = (view.door, view.whose, view.theme, view.region)
    filters = [
        Button(t.plain("Theme"), PickFilter(Axis.THEME, *rest)),
        Button(t.plain("Region"), PickFilter(Axis.REGION, *rest)),
    ]
    rows: Rows = ((Button(whose, replace(view, whose=following, page=0)),),)
    if view.door is not Door.QUESTIONS:
        rows = (*rows, tuple(filters))
    if view != ShowQueue(view.door):
        rows = (*rows, (Button(t.plain("Clear the filters"), ShowQueue(view.door)),))
    if unanswered and view.door is not Door.INITIATIVES:
        label = t.plain("Questions without an answer: {n}", n=unanswered)
        rows = (*rows, (Button(label, ListUnanswered(0)),))
    if view.door is Door.ALL:
        rows = (*rows, (Button(t.plain("What citizens answered"), OpenAnswers(0)),))
    return (
        *rows,
        (Button(t.plain("Refresh"), replace(view, page=0)), Button(t.plain("Texts"), OpenLibrary())),
    )


def _filter_words(view: ShowQueue, themes: Names, regions: Names, t: Translator) -> Markup | None:
    said = []
    if view.whose is not Whose.ALL:
        said.append(t("tasks: {whose}", whose=t.plain(WHOSE[view.whose])))
    if theme := at(themes, view.theme):
        said.append(t("theme: {name}", name=t.pick(themes[theme])))
    if region := at(regions, view.region):
        said.append(t("region: {name}", name=t.pick(regions[region])))
    return t("Filter: {filters}", filters=Markup(", ").join(said)) if said else None


def at(names: Names, place: int) -> str | None:
    """The id at a place of the list, counted from 1; None for 0 or a place that is not there."""
    known = list(names)
    return known[place - 1] if 0 < place <= len(known) else None


def pick_filter(press: PickFilter, names: Names, t: Translator) -> Screen:
    """Every theme, or every region."""
    view = ShowQueue(press.door, press.whose, press.theme, press.region)
    is_theme = press.axis is Axis.THEME

    def button(label: str, place: int) -> Button:
        return Button(label, replace(view, theme=place) if is_theme else replace(view, region=place))

    buttons = [button(str(t.pick(texts)), place) for place, texts in enumerate(names.values(), 1)]
    said = t("Show which theme?") if is_theme else t("Show which region?")
    return Screen(said, column([button(t.plain("All"), 0), *buttons]))


def pick_colleague(press: HandOver, colleagues: Sequence[tuple[int, str]], t: Translator) -> Screen:
    """To whom a task goes."""
    known = dict(colleagues)
    buttons = [Button(colleague(one, known, t), replace(press, to=one)) for one in known]
    back = Button(t.plain("Back"), OpenTask(press.thing, press.id))
    said = t("Hand it over to whom?") if buttons else t("There is no colleague who could take it yet: /team")
    return Screen(said, (*column([*buttons, back]), *desk_rows(t)))


def task_rows(thing: Thing, task_id: int, assignee_id: int | None, me: int, t: Translator) -> Rows:
    """Under a card: take, or release and hand over."""
    if assignee_id is None:
        return ((Button(t.plain("Take it"), TakeTask(thing, task_id)), _handing(thing, task_id, t)),)
    if assignee_id == me:
        return ((Button(t.plain("Release it"), ReleaseTask(thing, task_id)), _handing(thing, task_id, t)),)
    return ((_handing(thing, task_id, t),),)


def _handing(thing: Thing, task_id: int, t: Translator) -> Button:
    return Button(t.plain("Hand over"), HandOver(thing, task_id))


def morning_row(t: Translator, *, wants_list: bool) -> tuple[Button, ...]:
    """The list of every working morning: wanted or not."""
    if wants_list:
        return (Button(t.plain("Stop the morning list"), ToggleMorningList(0)),)
    return (Button(t.plain("Send me the list every morning"), ToggleMorningList(1)),)
