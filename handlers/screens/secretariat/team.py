"""/team: who has which role, invitation links, the audit trail, the desk's own term."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.screen import Button, Screen, column, lines
from handlers.screens.secretariat.words import ROLES, Colleagues, OpenDesk, colleague
from handlers.screens.texts import shortened, spread
from locales.translator import Translator
from models import AuditEntry, Role, StaffInvitation, StaffRole
from services.team import TRAIL_PAGE
from services.workdays import TERMS, Calendar

Names = Mapping[str, Mapping[str, str]]

_IN_GROUP = 15  # people or links, of some 200 characters each


@dataclass(frozen=True)
class OpenTeam(Payload):
    """The team."""

    prefix: ClassVar[str] = "tm"


@dataclass(frozen=True)
class Invite(Payload):
    """Which role to invite for."""

    prefix: ClassVar[str] = "ti"


@dataclass(frozen=True)
class InviteAs(Payload):
    """A link for this role; for an officer the agency follows."""

    prefix: ClassVar[str] = "tr"
    role: Role


@dataclass(frozen=True)
class InviteOfficer(Payload):
    """A link for an officer of this agency."""

    prefix: ClassVar[str] = "ta"
    agency: str


@dataclass(frozen=True)
class RevokeInvitation(Payload):
    """Take a link back."""

    prefix: ClassVar[str] = "tx"
    id: int


@dataclass(frozen=True)
class RevokeRole(Payload):
    """Take a role away; ``sure`` after the question."""

    prefix: ClassVar[str] = "tv"
    id: int
    sure: int


@dataclass(frozen=True)
class ShowTrail(Payload):
    """The audit trail, of entries before this one; 0: the latest."""

    prefix: ClassVar[str] = "tt"
    before: int


@dataclass(frozen=True)
class ShowTerm(Payload):
    """The desk's term and holidays."""

    prefix: ClassVar[str] = "tc"


@dataclass(frozen=True)
class SetTerm(Payload):
    """So many working days."""

    prefix: ClassVar[str] = "td"
    days: int


def team(
    held: Sequence[StaffRole],
    invitations: Sequence[StaffInvitation],
    agencies: Names,
    known: Colleagues,
    t: Translator,
    note: Markup | None = None,
) -> Screen:
    """Every role, every open link."""
    people = [_person(one, agencies, known, t) for one in held]
    links = [
        t(
            "Link No. {n}: {role}, works until {moment}",
            n=one.id,
            role=_role(one.role, one.agency_id, agencies, t),
            moment=t.moment(one.expires_at),
        )
        for one in invitations
    ]
    text, before = spread(
        [
            note,
            t("<b>The team</b>"),
            *_in_groups(people),
            t("<b>Open invitations</b>") if links else None,
            *_in_groups(links),
        ]
    )
    buttons = [Button(t.plain("Invite somebody"), Invite())]
    buttons += [
        Button(
            t.plain(
                "Remove: {name}, {role}",
                name=shortened(colleague(one.citizen_id, known, t), 24),
                role=t.plain(ROLES[one.role]),
            ),
            RevokeRole(one.id, 0),
        )
        for one in held
    ]
    buttons += [Button(t.plain("Revoke link No. {n}", n=one.id), RevokeInvitation(one.id)) for one in invitations]
    buttons += [
        Button(t.plain("Audit trail"), ShowTrail(0)),
        Button(t.plain("Term and holidays"), ShowTerm()),
        Button(t.plain("To the desk"), OpenDesk()),
    ]
    return Screen(text, column(buttons[:90]), before)


def _in_groups(entries: Sequence[Markup]) -> list[Markup]:
    """Paragraphs short enough to be spread over messages."""
    return [Markup("\n").join(entries[start : start + _IN_GROUP]) for start in range(0, len(entries), _IN_GROUP)]


def _person(one: StaffRole, agencies: Names, known: Colleagues, t: Translator) -> Markup:
    return t(
        "{name}: {role}, since {day}",
        name=colleague(one.citizen_id, known, t),
        role=_role(one.role, one.agency_id, agencies, t),
        day=t.day(one.granted_at),
    )


def _role(role: Role, agency_id: str | None, agencies: Names, t: Translator) -> str:
    if agency_id is None:
        return t.plain(ROLES[role])
    return f"{t.plain(ROLES[role])} ({t.pick(agencies[agency_id])})"


def choose_role(t: Translator) -> Screen:
    """For which role."""
    said = t(
        "<b>Invite somebody</b>\n\nAdministrator: everything, and the team. Moderator: reviews initiatives, answers "
        "questions. Announcer: broadcasts. Agency officer: reports of one agency."
    )
    buttons = [Button(t.plain(label), InviteAs(role)) for role, label in ROLES.items()]
    return Screen(said, column([*buttons, Button(t.plain("Back"), OpenTeam())]))


def choose_agency(agencies: Names, t: Translator) -> Screen:
    """Of which agency."""
    buttons = [Button(str(t.pick(texts)), InviteOfficer(agency)) for agency, texts in agencies.items()]
    return Screen(t("Officer of which agency?"), column([*buttons[:90], Button(t.plain("Back"), Invite())]))


def invited(invitation: StaffInvitation, link: str, agencies: Names, t: Translator) -> Screen:
    """The link, shown this once."""
    said = t(
        "Send this link to one person. It works once, until {moment}, and is not shown again:\n\n{link}\n\n"
        "Role: {role}",
        moment=t.moment(invitation.expires_at),
        link=link,
        role=_role(invitation.role, invitation.agency_id, agencies, t),
    )
    return Screen(said, ((Button(t.plain("To the team"), OpenTeam()),),))


def confirm_revocation(one: StaffRole, agencies: Names, known: Colleagues, t: Translator) -> Screen:
    """A role is taken away at once, also from buttons that are drawn already."""
    said = t("Remove this role? {person}", person=_person(one, agencies, known, t))
    return Screen(
        said,
        column([Button(t.plain("Yes, remove it"), RevokeRole(one.id, 1)), Button(t.plain("Back"), OpenTeam())]),
    )


def welcome(given: StaffRole, agencies: Names, t: Translator) -> Screen:
    """To somebody who has just taken a role."""
    role = _role(given.role, given.agency_id, agencies, t)
    if given.role is Role.AGENCY_OFFICER:
        return Screen(t("Welcome. Your role: {role}.", role=role))
    return Screen(
        t("Welcome. Your role: {role}. Your commands are in the menu of this chat.", role=role),
        column([Button(t.plain("To the desk"), OpenDesk())]) if given.role is not Role.ANNOUNCER else (),
    )


def trail(entries: Sequence[AuditEntry], known: Colleagues, t: Translator) -> Screen:
    """Who did what, when, which fields; refusals are named as such."""
    shown = entries[:TRAIL_PAGE]
    said = [
        t(
            "{moment} · {who} · <code>{action}</code> · {subject} {fields}{refused}",
            moment=t.moment(one.at),
            who=colleague(one.actor_id, known, t),
            action=one.action,
            subject=one.subject,
            fields=f"({one.fields})" if one.fields else "",
            refused=t(" · <b>refused</b>") if one.is_refused else "",
        )
        for one in shown
    ]
    buttons = []
    if len(entries) > TRAIL_PAGE:
        buttons.append(Button(t.plain("Earlier entries"), ShowTrail(shown[-1].id)))
    buttons.append(Button(t.plain("To the team"), OpenTeam()))
    body = Markup("\n").join(said) if said else t("Nothing here yet.")
    return Screen(lines(t("<b>Audit trail</b>"), body), column(buttons))


def term(calendar: Calendar, holidays: Sequence[date], t: Translator) -> Screen:
    """The desk's own term; nothing here is a legal one."""
    said = t(
        "<b>Term and holidays</b>\n\nThe desk’s own term, in working days: {days}. It is not a legal term. Saturdays, "
        "Sundays and holidays are not counted.\n\nHolidays: {holidays}\n\nTo add or remove a holiday, type its day, "
        "for example 2027-01-07.",
        days=calendar.term,
        holidays=", ".join(t.day(day) for day in holidays) or "—",
    )
    choices = [
        Button(t.plain_plural("{n} working day", "{n} working days", days), SetTerm(days))
        for days in TERMS
        if days != calendar.term
    ]
    pairs = tuple(tuple(choices[start : start + 2]) for start in range(0, len(choices), 2))
    return Screen(said, (*pairs, (Button(t.plain("To the team"), OpenTeam()),)))
