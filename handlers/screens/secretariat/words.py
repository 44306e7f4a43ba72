"""Words that the desk's screens share: kinds, marks, roles, outcomes, and the way back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from handlers.callbacks import Payload
from handlers.screens.screen import Button, Rows
from handlers.screens.texts import shortened
from locales.translator import Translator, msg
from models import Outcome, Role
from services.desk import Kind, Whose
from services.workdays import Mark

KINDS = {
    Kind.NEW: msg("New initiatives"),
    Kind.CLARIFIED: msg("Clarifications received"),
    Kind.REVIEW: msg("Under review"),
    Kind.DECIDED: msg("Decisions to publish"),
    Kind.QUESTION: msg("Questions"),
    Kind.REPORT: msg("Reports to approve"),
    Kind.OVERDUE: msg("Overdue reports"),
    Kind.COMMENT: msg("Citizens’ comments on reports"),
    Kind.FAQ: msg("Drafted answers to approve"),
}
# The colour helps the eye; the word beside it says the same.
MARKS = {
    Mark.IN_TIME: msg("in time"),
    Mark.AMBER: msg("🟡 due soon"),
    Mark.RED: msg("🔴 overdue"),
}
ROLES = {
    Role.ADMINISTRATOR: msg("Administrator"),
    Role.MODERATOR: msg("Moderator"),
    Role.ANNOUNCER: msg("Announcer"),
    Role.AGENCY_OFFICER: msg("Agency officer"),
}
OUTCOMES = {
    Outcome.ACCEPTED: msg("Accepted"),
    Outcome.IN_PLAN: msg("Included in the NAP"),
    Outcome.REJECTED: msg("Rejected"),
}
WHOSE = {Whose.ALL: msg("everybody’s"), Whose.MINE: msg("mine"), Whose.FREE: msg("nobody’s")}

# A citizen's id → the name colleagues know; it may be empty.
Colleagues = Mapping[int, str]
_NAME = 40  # characters; Telegram lets a name be 128 long


@dataclass(frozen=True)
class OpenDesk(Payload):
    """Back to the whole queue."""

    prefix: ClassVar[str] = "desk"


@dataclass(frozen=True)
class ToggleMorningList(Payload):
    """Each working morning the list of what waits, or not."""

    prefix: ClassVar[str] = "tl"
    on: int


@dataclass(frozen=True)
class OpenLibrary(Payload):
    """What can be edited."""

    prefix: ClassVar[str] = "lb"


@dataclass(frozen=True)
class OpenFaqDraft(Payload):
    """One entry, drafted or published."""

    prefix: ClassVar[str] = "lo"
    id: str


@dataclass(frozen=True)
class HowAsked(Payload):
    """How people ask what an entry answers."""

    prefix: ClassVar[str] = "ha"
    id: str


@dataclass(frozen=True)
class OpenExports(Payload):
    """What can be exported to a file."""

    prefix: ClassVar[str] = "xo"


@dataclass(frozen=True)
class ListTerms(Payload):
    """The commitments, to change their status, dates and deadlines of reports."""

    prefix: ClassVar[str] = "tz"
    page: int


@dataclass(frozen=True)
class OpenTerms(Payload):
    """A commitment's status, dates and deadlines of reports."""

    prefix: ClassVar[str] = "to"
    id: str


@dataclass(frozen=True)
class OpenComments(Payload):
    """What citizens say of a report and nobody at the desk has looked at."""

    prefix: ClassVar[str] = "oc"
    report: int


@dataclass(frozen=True)
class ListUnanswered(Payload):
    """What people typed and the search had no answer to, in groups of much the same."""

    prefix: ClassVar[str] = "un"
    page: int


def desk_rows(t: Translator) -> Rows:
    return ((Button(t.plain("To the desk"), OpenDesk()),),)


def colleague(citizen_id: int | None, known: Colleagues, t: Translator) -> str:
    """Who has a task, by name where there is one."""
    if citizen_id is None:
        return t.plain("nobody")
    return shortened(known.get(citizen_id, ""), _NAME) or t.plain("colleague No. {n}", n=citizen_id)


def commands(t: Translator, role: str | None) -> list[tuple[str, str]]:
    """Staff's own commands, for the chats of those who hold a role."""
    found = []
    if role in {Role.ADMINISTRATOR, Role.MODERATOR}:
        found += [
            ("desk", t.plain("The desk: what is waiting")),
            ("review", t.plain("Initiatives to review")),
            ("questions", t.plain("Questions to answer")),
            ("seminars", t.plain("Seminars: announce, attendance, minutes")),
            ("publish", t.plain("Reports to approve")),
        ]
    if role == Role.AGENCY_OFFICER:
        found.append(("report", t.plain("Report on a commitment")))
    if role in {Role.ADMINISTRATOR, Role.MODERATOR, Role.ANNOUNCER}:
        found.append(("stats", t.plain("Numbers and charts")))
    if role in {Role.ADMINISTRATOR, Role.MODERATOR}:
        found.append(("export", t.plain("Export data to a file")))
    if role in {Role.ADMINISTRATOR, Role.ANNOUNCER}:
        found.append(("broadcast", t.plain("Announcements to many people")))
    if role == Role.ADMINISTRATOR:
        found.append(("team", t.plain("The team: roles, invitations, audit trail")))
    return found
