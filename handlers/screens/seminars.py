"""Seminars as people see them: the list by region, a card, being there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.screen import Attached, Button, Screen, column, lines
from handlers.screens.sharing import Share
from handlers.screens.start import Open, OpenMenu, menu_rows
from handlers.screens.texts import shortened
from locales.translator import Translator
from models import Seminar, SeminarRegistration, SeminarState
from services.seminar_seats import Standing
from services.seminars import is_open

ON_PAGE = 6
Names = Mapping[str, Mapping[str, str]]  # region → {language: name}


@dataclass(frozen=True)
class OpenSeminars(Payload):
    """A page of the list."""

    prefix: ClassVar[str] = "sems"
    page: int = 0


@dataclass(frozen=True)
class OpenSeminar(Payload):
    prefix: ClassVar[str] = "sem"
    id: int


@dataclass(frozen=True)
class Register(Payload):
    """A seat, or a place in the waiting list."""

    prefix: ClassVar[str] = "semr"
    id: int


@dataclass(frozen=True)
class Withdraw(Payload):
    """Give the seat or the place back; ``sure`` after having been asked."""

    prefix: ClassVar[str] = "semx"
    id: int
    sure: int = 0


@dataclass(frozen=True)
class TakeCalendar(Payload):
    """The calendar file."""

    prefix: ClassVar[str] = "semc"
    id: int


def title(seminar: Seminar, t: Translator) -> str:
    return str(t.pick(seminar.by_language("title")))


def place(seminar: Seminar, t: Translator) -> str:
    return str(t.pick(seminar.by_language("place")))


def listing(
    found: Sequence[Seminar], own: Mapping[int, SeminarRegistration], regions: Names, page: int, t: Translator
) -> Screen:
    """What is to come, region by region, in the order given."""
    last = max(0, (len(found) - 1) // ON_PAGE)
    page = min(max(page, 0), last)
    shown = found[page * ON_PAGE : (page + 1) * ON_PAGE]
    said: list[Markup] = [t("<b>Seminars</b>")]
    region = None
    for one in shown:
        assert one.starts_at is not None
        if one.region_id != region:
            region = one.region_id
            said.append(Markup("<b>{}</b>").format(_region(one, regions, t)))
        said.append(
            Markup("{}\n{}\n{}").format(title(one, t), t.moment(one.starts_at), place(one, t))
            + _own_mark(own.get(one.id), t)
        )
    if not found:
        said.append(t("No seminar is planned right now. Dates are announced here."))
    buttons = [Button(shortened(title(one, t), 60), OpenSeminar(one.id)) for one in shown]
    steps = []
    if page > 0:
        steps.append(Button(t.plain("Previous page"), OpenSeminars(page - 1)))
    if page < last:
        steps.append(Button(t.plain("Next page"), OpenSeminars(page + 1)))
    return Screen(lines(*said), (*column(buttons), *((tuple(steps),) if steps else ()), *menu_rows(t)))


def _own_mark(own: SeminarRegistration | None, t: Translator) -> Markup:
    if own is None:
        return Markup()
    said = t("You are on the waiting list.") if own.is_waiting else t("You are registered.")
    return Markup("\n<i>{}</i>").format(said)


def _region(seminar: Seminar, regions: Names, t: Translator) -> str:
    assert seminar.region_id is not None
    return str(t.pick(regions[seminar.region_id]))


def facts(seminar: Seminar, regions: Names, t: Translator) -> Markup:
    """What, where, when, under whose link: the same on every card and in every notice."""
    assert seminar.starts_at is not None
    said = [
        Markup("<b>{}</b>").format(title(seminar, t)),
        t("When: {moment} (Bishkek time)", moment=t.moment(seminar.starts_at)),
        t("Region: {name}", name=_region(seminar, regions, t)),
        t("Place: {place}", place=place(seminar, t)),
    ]
    if seminar.link:
        said.append(t("Link: {link}", link=seminar.link))
    return Markup("\n").join(said)


def card(seminar: Seminar, regions: Names, stand: Standing, link: str, t: Translator, *, now: datetime) -> Screen:
    """One seminar, with what the person can do. ``link`` opens it in this bot."""
    said: list[Markup | None] = [facts(seminar, regions, t), _openness(seminar, stand, t, now=now)]
    rows: list[Button] = []
    if is_open(seminar, now=now):
        said.append(_own_words(stand, t))
        rows.append(_next_step(seminar, stand, t))
        rows.append(Button(t.plain("Add to my calendar"), TakeCalendar(seminar.id)))
        rows.append(Button(t.plain("Share"), url=_share(link, title(seminar, t))))
        rows.append(Button(t.plain("Link and QR code"), Share("e", str(seminar.id))))
    rows.append(Button(t.plain("All seminars"), OpenSeminars()))
    return Screen(lines(*said), (*column(rows), *menu_rows(t)))


def _openness(seminar: Seminar, stand: Standing, t: Translator, *, now: datetime) -> Markup:
    if seminar.state is SeminarState.CANCELLED:
        return t("This seminar was called off.")
    if not is_open(seminar, now=now):
        return t("This seminar has begun; registration is closed.")
    if seminar.seats is None:
        return t("The number of seats is not limited. Registered: {taken}", taken=stand.taken)
    if stand.taken < seminar.seats:
        return t("Free seats: {free} of {seats}", free=seminar.seats - stand.taken, seats=seminar.seats)
    return t("All seats are taken: {seats}. On the waiting list: {waiting}", seats=seminar.seats, waiting=stand.waiting)


def _own_words(stand: Standing, t: Translator) -> Markup | None:
    if stand.own is None:
        return None
    if stand.own.is_waiting:
        return t(
            "<b>You are on the waiting list.</b> Before you: {ahead}. When a seat becomes free, it is yours and you "
            "get a message.",
            ahead=stand.ahead,
        )
    return t("<b>You are registered.</b> You will be reminded a day and an hour before.")


def _next_step(seminar: Seminar, stand: Standing, t: Translator) -> Button:
    if stand.own is not None:
        label = t.plain("Leave the waiting list") if stand.own.is_waiting else t.plain("Cancel my registration")
        return Button(label, Withdraw(seminar.id))
    is_full = seminar.seats is not None and stand.taken >= seminar.seats
    return Button(t.plain("Join the waiting list") if is_full else t.plain("Register"), Register(seminar.id))


def _share(link: str, said: str) -> str:
    return f"https://t.me/share/url?{urlencode({'url': link, 'text': said})}"


def really_withdraw(seminar: Seminar, t: Translator) -> Screen:
    """The seat may go to somebody else at once, so it is asked."""
    return Screen(
        t(
            "Cancel your registration for “{title}”? If somebody is waiting, they get your place at once.",
            title=title(seminar, t),
        ),
        column(
            [
                Button(t.plain("Yes, cancel it"), Withdraw(seminar.id, 1)),
                Button(t.plain("No, keep it"), OpenSeminar(seminar.id)),
            ]
        ),
    )


def calendar(seminar: Seminar, content: bytes, t: Translator) -> Screen:
    """The file, to be opened with the phone's calendar."""
    said = t("Open this file to put the seminar into your calendar: {title}", title=title(seminar, t))
    return Screen(said, attached=Attached(kind="document", name=f"seminar-{seminar.id}.ics", content=content))


def present(seminar: Seminar, t: Translator) -> Screen:
    """After the code of the room: what can be sent from there, and that it will be known where from."""
    return Screen(
        lines(
            t("<b>You are registered as present.</b>"),
            Markup("<b>{}</b>").format(title(seminar, t)),
            t(
                "Welcome! What would you like to do? The Secretariat will see that the initiatives and questions you "
                "send today come from this seminar."
            ),
        ),
        column(
            [
                Button(t.plain("Submit an initiative"), Open("initiative")),
                Button(t.plain("Ask the Secretariat"), Open("ask")),
                Button(t.plain("Main menu"), OpenMenu()),
            ]
        ),
    )
