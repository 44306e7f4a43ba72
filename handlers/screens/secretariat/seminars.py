"""Seminars as staff see them: drafts, announced ones, what came of those that were."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.forms.table import Act, Field, Form, Press
from handlers.screens.forms import PREVIEW, preview_rows
from handlers.screens.screen import Attached, Button, Rows, Screen, column, lines
from handlers.screens.seminars import Names, facts, title
from handlers.screens.start import menu_rows
from handlers.screens.texts import pages, shortened
from locales.translator import Translator
from models import Initiative, Question, Seminar, SeminarState
from services.presence import closes_at, opens_at
from services.seminar_drafts import value_of
from services.seminar_results import Results
from services.seminars import is_open

ON_PAGE = 10


@dataclass(frozen=True)
class OpenStaffList(Payload):
    """A page of the list."""

    prefix: ClassVar[str] = "sml"
    page: int = 0


@dataclass(frozen=True)
class NewSeminar(Payload):
    prefix: ClassVar[str] = "smn"


@dataclass(frozen=True)
class OpenForStaff(Payload):
    prefix: ClassVar[str] = "smo"
    id: int


@dataclass(frozen=True)
class CallOff(Payload):
    """``sure`` after having been asked."""

    prefix: ClassVar[str] = "smx"
    id: int
    sure: int = 0


@dataclass(frozen=True)
class MakeCode(Payload):
    """The QR code of the room; ``sure`` where an earlier one would lapse."""

    prefix: ClassVar[str] = "smk"
    id: int
    sure: int = 0


@dataclass(frozen=True)
class WriteMinutes(Payload):
    prefix: ClassVar[str] = "smm"
    id: int


@dataclass(frozen=True)
class ShowSent(Payload):
    """What was sent from a seminar: ``what`` is q for questions, i for initiatives."""

    prefix: ClassVar[str] = "sms"
    id: int
    what: str
    page: int = 0


def listing(every: Sequence[Seminar], page: int, code: str, t: Translator, *, now: datetime) -> Screen:
    """Drafts, what is to come, what was."""
    last = max(0, (len(every) - 1) // ON_PAGE)
    page = min(max(page, 0), last)
    found = every[page * ON_PAGE : (page + 1) * ON_PAGE]
    drafts = [one for one in found if one.state is SeminarState.DRAFT]
    coming = [one for one in found if one.starts_at is not None and one not in drafts and one.starts_at > now]
    past = [one for one in found if one not in drafts and one not in coming]
    said = [t("<b>Seminars: the Secretariat’s desk</b>")]
    for heading, group in ((t("Drafts"), drafts), (t("Upcoming"), coming), (t("Past"), past)):
        if group:
            said.append(Markup("<b>{}</b>\n").format(heading) + Markup("\n").join(_line(one, t) for one in group))
    if not every:
        said.append(t("There are no seminars yet."))
    buttons = [Button(t.plain("New seminar"), NewSeminar())]
    for one in found:
        name = shortened(_title(one, t), 50)
        if one.state is SeminarState.DRAFT:
            buttons.append(Button(t.plain("Continue: {title}", title=name), Press(code, Act.OPEN, PREVIEW, one.id)))
        else:
            buttons.append(Button(name, OpenForStaff(one.id)))
    steps = _steps(page, last, OpenStaffList, t)
    return Screen(lines(*said), (*column(buttons), *steps, *menu_rows(t)))


def _steps(page: int, last: int, to: Callable[[int], Payload], t: Translator) -> Rows:
    """The row that turns pages, where there are several."""
    steps = []
    if page > 0:
        steps.append(Button(t.plain("Previous page"), to(page - 1)))
    if page < last:
        steps.append(Button(t.plain("Next page"), to(page + 1)))
    return (tuple(steps),) if steps else ()


def _line(seminar: Seminar, t: Translator) -> Markup:
    said = Markup("• {}").format(_title(seminar, t))
    if seminar.starts_at is not None:
        said += Markup(", {}").format(t.moment(seminar.starts_at))
    if seminar.state is SeminarState.CANCELLED:
        said += Markup(" ({})").format(t("called off"))
    return said


def _title(seminar: Seminar, t: Translator) -> str:
    return title(seminar, t) if seminar.by_language("title") else t.plain("untitled")


def card(
    seminar: Seminar, results: Results, regions: Names, link: str, code: str, t: Translator, *, now: datetime
) -> Screen:
    """One announced seminar. ``link`` is for people, ``code`` names the form that changes it."""
    said: list[Markup | None] = [
        facts(seminar, regions, t),
        t("This seminar was called off.") if seminar.state is SeminarState.CANCELLED else None,
        _counts(seminar, results, t, has_begun=not is_open(seminar, now=now)),
        t("Link to share: {link}", link=link),
    ]
    buttons: list[Button] = []
    is_held = seminar.state is SeminarState.ANNOUNCED
    if is_open(seminar, now=now):
        buttons.append(Button(t.plain("Change"), Press(code, Act.OPEN, PREVIEW, seminar.id)))
    if is_held and now < closes_at(seminar):
        buttons.append(Button(t.plain("QR code for the room"), MakeCode(seminar.id)))
    if results.questions:
        label = t.plain("Questions from the seminar: {n}", n=results.questions)
        buttons.append(Button(label, ShowSent(seminar.id, "q")))
    if results.initiatives:
        label = t.plain("Initiatives from the seminar: {n}", n=results.initiatives)
        buttons.append(Button(label, ShowSent(seminar.id, "i")))
    if is_held and not is_open(seminar, now=now) and seminar.minutes_sent_at is None:
        buttons.append(Button(t.plain("Write the minutes"), WriteMinutes(seminar.id)))
    if is_open(seminar, now=now):
        buttons.append(Button(t.plain("Call it off"), CallOff(seminar.id)))
    buttons.append(Button(t.plain("All seminars"), OpenStaffList()))
    return Screen(lines(*said), (*column(buttons), *menu_rows(t)))


def _counts(seminar: Seminar, results: Results, t: Translator, *, has_begun: bool) -> Markup:
    seats = seminar.seats if seminar.seats is not None else t.plain("not limited")
    said = [
        t("Seats: {seats}", seats=seats),
        t("Registered: {n}", n=results.registered),
        t("On the waiting list: {n}", n=results.waiting),
    ]
    if has_begun or results.present:
        said += [
            t("Present: {n}", n=results.present),
            t(
                "Of these, registered beforehand: {came}, without registration: {more}",
                came=results.came,
                more=results.walked_in,
            ),
            t("Questions from the seminar: {n}", n=results.questions),
            t("Initiatives from the seminar: {n}", n=results.initiatives),
        ]
    if seminar.minutes_sent_at is not None:
        said.append(t("Minutes sent: {moment}", moment=t.moment(seminar.minutes_sent_at)))
    return Markup("\n").join(said)


def preview(form: Form, seminar: Seminar, fields: Sequence[Field], regions: Names, t: Translator) -> Screen:
    """All fields of a seminar, each to be changed; of an announced one a change takes effect at once."""
    is_draft = seminar.state is SeminarState.DRAFT
    head = (
        t("<b>New seminar</b>\nPlease check it. Nobody sees it before you announce it.")
        if is_draft
        else t(
            "<b>Announced seminar</b>\nA change takes effect at once. When the place or the time changes, those "
            "who registered get a message in ten minutes."
        )
    )
    said = Markup("\n").join(
        Markup("<b>{}:</b> {}").format(t(field.label), _value(seminar, field.name, regions, t)) for field in fields
    )
    send = t.plain("Announce") if is_draft else t.plain("Done")
    return Screen(lines(head, said), preview_rows(form, fields, seminar.id, t, send=send))


def _value(seminar: Seminar, field: str, regions: Names, t: Translator) -> str:
    value = value_of(seminar, field)
    if value is None:
        return t.plain("not limited") if field == "seats" else "—"
    if field == "region":
        return str(t.pick(regions[str(value)]))
    return t.moment(value) if isinstance(value, datetime) else str(value)


def minutes_preview(form: Form, seminar: Seminar, fields: Sequence[Field], present: int, t: Translator) -> Screen:
    """The beginning of the minutes in each language, and to how many they would go."""
    said = [
        Markup("<b>{}:</b> {}").format(t(field.label), shortened(str(value_of(seminar, field.name) or "—"), 900))
        for field in fields
    ]
    head = t(
        "<b>Minutes of “{title}”</b>\nThey are sent once, and cannot be changed afterwards.", title=title(seminar, t)
    )
    send = t.plain_plural("Send to {n} person who was there", "Send to {n} people who were there", present)
    rows = preview_rows(form, fields, seminar.id, t, send=send)
    full = Button(t.plain("Read in full"), Press(form.code, Act.READ, PREVIEW, seminar.id))
    return Screen(lines(head, *said), (rows[0], (full,), *rows[1:]))


def minutes_in_full(seminar: Seminar, fields: Sequence[Field]) -> list[Screen]:
    """Each language as messages of its own."""
    texts = [value_of(seminar, field.name) for field in fields]
    return [Screen(page) for text in texts if text for page in pages(str(text))]


def really_call_off(seminar: Seminar, people: int, t: Translator) -> Screen:
    return Screen(
        t(
            "Call off “{title}”? This is for good. People who get a message: {people}",
            title=title(seminar, t),
            people=people,
        ),
        column(
            [
                Button(t.plain("Yes, call it off"), CallOff(seminar.id, 1)),
                Button(t.plain("No, keep it"), OpenForStaff(seminar.id)),
            ]
        ),
    )


def really_new_code(seminar: Seminar, t: Translator) -> Screen:
    """The secret is not kept, so an old code cannot be shown again."""
    return Screen(
        t(
            "There is a code for “{title}” already. It cannot be shown again; a new one replaces it, and what is "
            "printed stops working. Make a new one?",
            title=title(seminar, t),
        ),
        column(
            [
                Button(t.plain("Yes, make a new code"), MakeCode(seminar.id, 1)),
                Button(t.plain("No, keep it"), OpenForStaff(seminar.id)),
            ]
        ),
    )


def code(seminar: Seminar, link: str, t: Translator) -> Screen:
    """The picture to print or to project in the room."""
    return Screen(
        lines(
            Markup("<b>{}</b>").format(title(seminar, t)),
            t(
                "Show this code in the room only: whoever scans it is counted as present. It works from {opens} until "
                "{closes}. The code is not stored: save the picture.",
                opens=t.moment(opens_at(seminar)),
                closes=t.moment(closes_at(seminar)),
            ),
            link,
        ),
        column([Button(t.plain("Back to the seminar"), OpenForStaff(seminar.id))]),
        attached=Attached(kind="photo", name="room.png", qr=link),
    )


def sent(seminar: Seminar, found: Sequence[Question] | Sequence[Initiative], press: ShowSent, t: Translator) -> Screen:
    """What was sent from a seminar, with numbers; the beginning of each text."""
    last = max(0, (len(found) - 1) // ON_PAGE)
    page = min(max(press.page, 0), last)
    head = t("<b>Questions from the seminar</b>") if press.what == "q" else t("<b>Initiatives from the seminar</b>")
    said = [head, Markup("{}").format(title(seminar, t))]
    for one in found[page * ON_PAGE : (page + 1) * ON_PAGE]:
        words = one.text if isinstance(one, Question) else one.text.title
        said.append(Markup("<b>{}</b> {}").format(one.number, shortened(words or "—", 300)))
    if not found:
        said.append(t("Nothing has been sent from the seminar."))
    steps = _steps(page, last, lambda to: ShowSent(seminar.id, press.what, to), t)
    back = Button(t.plain("Back to the seminar"), OpenForStaff(seminar.id))
    return Screen(lines(*said), (*steps, (back,), *menu_rows(t)))
