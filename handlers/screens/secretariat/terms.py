"""A commitment as staff edit it: how far it is, its term, and when reports on it are due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.commitments import STATUSES, OpenCommitment, title
from handlers.screens.screen import Button, Screen, column, lines
from handlers.screens.secretariat.bodies import OpenBodies
from handlers.screens.secretariat.edits import edits
from handlers.screens.secretariat.words import Colleagues, ListTerms, OpenLibrary, OpenTerms, desk_rows
from locales.translator import Translator
from models import Commitment, Completion, ContentVersion, Plan, ReportDeadline
from services.deadlines import USUAL_GRACE_DAYS

PER_PAGE = 9
_MOST_DEADLINES = 6
NOT_STATED = "-"


@dataclass(frozen=True)
class SetStatus(Payload):
    """How far it is; "-" for "not stated"."""

    prefix: ClassVar[str] = "tst"
    id: str
    status: str


@dataclass(frozen=True)
class EditDates(Payload):
    """Type the first and the last day of its term."""

    prefix: ClassVar[str] = "tda"
    id: str


@dataclass(frozen=True)
class EditDeadline(Payload):
    """Type the day by which a report is due, and the days of grace."""

    prefix: ClassVar[str] = "tdl"
    id: str


@dataclass(frozen=True)
class SwitchDeadlines(Payload):
    """Tell people when a report is overdue (1), or do not (0)."""

    prefix: ClassVar[str] = "tsw"
    id: str
    on: int


def listing(titles: Mapping[str, str], page: int, t: Translator) -> Screen:
    """The commitments, by number and short title; a page beyond the end shows the last one."""
    last = max(0, (len(titles) - 1) // PER_PAGE)
    page = min(max(page, 0), last)
    shown = list(titles.items())[page * PER_PAGE : (page + 1) * PER_PAGE]
    buttons = [Button(name, OpenTerms(id_)) for id_, name in shown]
    if page > 0:
        buttons.append(Button(t.plain("Previous page"), ListTerms(page - 1)))
    if page < last:
        buttons.append(Button(t.plain("Next page"), ListTerms(page + 1)))
    buttons.append(Button(t.plain("To the texts"), OpenLibrary()))
    return Screen(t("Which commitment?"), (*column(buttons), *desk_rows(t)))


def card(
    one: Commitment,
    plan: Plan,
    deadlines: Sequence[ReportDeadline],
    silent: frozenset[int],
    versions: Sequence[ContentVersion],
    known: Colleagues,
    t: Translator,
) -> Screen:
    """What can be changed, as it is now. ``silent``: ids of the deadlines whose report has not come in time."""
    starts, ends = one.starts_on or plan.starts_on, one.ends_on or plan.ends_on
    said = [
        Markup("<b>{}. {}</b>").format(one.position, title(one, t)),
        t("<b>Completion:</b> {status}", status=t(STATUSES[one.status]) if one.status else t("not stated yet")),
        t("<b>Term:</b> {start} – {end}", start=t.day(starts), end=t.day(ends)),
        lines(t("<b>Reports due</b>"), Markup("\n").join(_due(each, silent, t) for each in deadlines[:_MOST_DEADLINES]))
        if deadlines
        else t("No report is due, so the bot sends no overdue notices."),
        edits(versions, known, t),
    ]
    buttons = [
        Button(t.plain("Completion: {status}", status=t.plain(label)), SetStatus(one.id, status.value))
        for status, label in STATUSES.items()
        if status is not one.status
    ]
    if one.status is not None:
        buttons.append(Button(t.plain("Completion: not stated"), SetStatus(one.id, NOT_STATED)))
    buttons.append(Button(t.plain("Change the term"), EditDates(one.id)))
    buttons.append(Button(t.plain("Responsible bodies"), OpenBodies(one.id, 0)))
    buttons.append(Button(t.plain("Set when a report is due"), EditDeadline(one.id)))
    if any(each.is_on for each in deadlines):
        buttons.append(Button(t.plain("Turn off overdue notices"), SwitchDeadlines(one.id, 0)))
    elif deadlines:
        buttons.append(Button(t.plain("Turn overdue notices back on"), SwitchDeadlines(one.id, 1)))
    buttons.append(Button(t.plain("As people see it"), OpenCommitment(one.id)))
    buttons.append(Button(t.plain("All commitments"), ListTerms(0)))
    return Screen(lines(*said), (*column(buttons), *desk_rows(t)))


def _due(one: ReportDeadline, silent: frozenset[int], t: Translator) -> Markup:
    last = t.day(one.due_on + timedelta(days=one.grace_days))
    if not one.is_on:
        return t("{day}, with grace until {last}: switched off", day=t.day(one.due_on), last=last)
    if one.id in silent:
        return t("{day}, with grace until {last}: <b>overdue</b>", day=t.day(one.due_on), last=last)
    return t("{day}, with grace until {last}", day=t.day(one.due_on), last=last)


def ask_dates(commitment_id: str, t: Translator, note: Markup | None = None) -> Screen:
    """Two days; the last one belongs to the term."""
    said = t("Type the first and the last day of the term, for example: 2026-01-01 2028-12-31.")
    return Screen(lines(note, said), ((Button(t.plain("Back"), OpenTerms(commitment_id)),),))


def ask_deadline(commitment_id: str, t: Translator, note: Markup | None = None) -> Screen:
    """The day, and the days of grace if they are not the usual ones."""
    said = t(
        "Type the day by which a report is due, for example: 2027-01-31. If the days of grace are not {grace}, type "
        "them after it: 2027-01-31 14. The agency is reminded a week before; when the grace has passed, followers are "
        "told that no report has come.",
        grace=USUAL_GRACE_DAYS,
    )
    return Screen(lines(note, said), ((Button(t.plain("Back"), OpenTerms(commitment_id)),),))


def status_of(press: SetStatus) -> Completion | None:
    """Raises ValueError for what is no status."""
    return None if press.status == NOT_STATED else Completion(press.status)
