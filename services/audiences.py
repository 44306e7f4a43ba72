"""Whom a broadcast is for: a choice of people as one query, so that no list of them is ever held in memory.

Only those who have chosen a language and can be reached are ever among them, and only those who want announcements.
"""

import enum
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Citizen,
    Conversation,
    Initiative,
    Language,
    Mute,
    Notice,
    SeminarPresence,
    SeminarRegistration,
    StaffRole,
    Subscription,
    Support,
    Topic,
)

IN_A_FORM = timedelta(hours=1)
"""Somebody who has not answered for longer has left the form lying."""
AT_A_LOOK = 10_000
"""Ids looked at in one go: where few of a million people are meant, finding them would else be one long statement."""


class Who(enum.StrEnum):
    """The kinds of audiences. Those from ``COMMITMENT`` to ``SEMINAR`` name a target."""

    EVERYONE = "all"
    COMMITMENT = "commitment"
    AGENCY = "agency"
    THEME = "theme"
    SUPPORTERS = "supporters"
    SEMINAR = "seminar"
    AUTHORS = "authors"
    STAFF = "staff"


TARGETED = frozenset({Who.COMMITMENT, Who.AGENCY, Who.THEME, Who.SUPPORTERS, Who.SEMINAR})
_TOPICS = {Who.COMMITMENT: Topic.COMMITMENT, Who.AGENCY: Topic.AGENCY, Who.THEME: Topic.THEME}


@dataclass(frozen=True)
class Audience:
    """A choice of people. ``language`` and ``region`` narrow whatever ``who`` chooses."""

    who: Who = Who.EVERYONE
    target: str | None = None
    language: Language | None = None
    region: str | None = None
    spares_busy: bool = True  # leaves out those in the middle of a form

    @classmethod
    def parse(cls, kept: dict[str, Any]) -> Self:
        """From what ``keep`` gave; nothing at all means everyone."""
        values = dict(kept)
        values["who"] = Who(values.get("who", Who.EVERYONE))
        values["language"] = Language(values["language"]) if values.get("language") else None
        return cls(**values)

    def keep(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def people(audience: Audience, *, at: datetime) -> Select[Any]:
    """The ids of those whom the audience holds at an instant.

    Asked later, whoever has come in since is not among them: what is kept of joining, following, supporting, sending,
    registering, being there and being appointed has its moment. A language, a region or a wish has none: they are as
    they stand when this is asked.
    """
    return select(Citizen.id).where(*_chosen(audience, at))


def _chosen(audience: Audience, at: datetime) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = [
        Citizen.telegram_id.is_not(None),
        Citizen.language.is_not(None),
        Citizen.unreachable.is_(None),
        Citizen.wants_announcements.is_(True),
        Citizen.created_at <= at,
    ]
    if audience.language is not None:
        chosen.append(Citizen.language == audience.language)
    if audience.region is not None:
        chosen.append(Citizen.region_id == audience.region)
    if audience.spares_busy:
        busy = exists().where(
            Conversation.citizen_id == Citizen.id,
            Conversation.flow.is_not(None),
            Conversation.updated_at > at - IN_A_FORM,
        )
        chosen.append(~busy)
    if (belongs := _belonging(audience, at)) is not None:
        chosen.append(belongs)
    return chosen


def _belonging(audience: Audience, at: datetime) -> ColumnElement[bool] | None:
    match audience.who:
        case Who.EVERYONE:
            return None
        case Who.AUTHORS:
            return exists().where(Initiative.author_id == Citizen.id, Initiative.submitted_at <= at)
        case Who.SUPPORTERS:
            number = _number(audience.target)
            return exists().where(
                Support.citizen_id == Citizen.id, Support.initiative_id == number, Support.supported_at <= at
            )
        case Who.SEMINAR:
            return _of_seminar(_number(audience.target), at)
        case Who.STAFF:
            return exists().where(
                StaffRole.citizen_id == Citizen.id, StaffRole.granted_at <= at, StaffRole.revoked_at.is_(None)
            )
        case Who.COMMITMENT | Who.AGENCY | Who.THEME:
            return _following(_TOPICS[audience.who], audience.target or "", at)


def _number(target: str | None) -> int:
    """An id; 0, which nothing has, for what is none: a button can be forged."""
    return int(target) if target and target.isascii() and target.isdigit() and len(target) < 18 else 0


def _following(topic: Topic, target: str, at: datetime) -> ColumnElement[bool]:
    """Who follows it or everything; of a commitment, without those who have muted just this one."""
    follows = exists().where(
        Subscription.citizen_id == Citizen.id,
        Subscription.created_at <= at,
        or_((Subscription.topic == topic) & (Subscription.target == target), Subscription.topic == Topic.EVERYTHING),
    )
    if topic is not Topic.COMMITMENT:
        return follows
    return follows & ~exists().where(Mute.citizen_id == Citizen.id, Mute.commitment_id == target)


def _of_seminar(seminar_id: int, at: datetime) -> ColumnElement[bool]:
    """Who holds a seat or was there; the waiting list is none of the seminar's people.

    A registration knows since when somebody wants to come, not since when they have a seat: who has moved up from the
    waiting list since has been told so since.
    """
    moved_up = exists().where(
        Notice.cause == literal(f"seminar:{seminar_id}:seat:").concat(cast(SeminarRegistration.id, String)),
        Notice.created_at > at,
    )
    holds_seat = exists().where(
        SeminarRegistration.seminar_id == seminar_id,
        SeminarRegistration.citizen_id == Citizen.id,
        SeminarRegistration.seat.is_not(None),
        SeminarRegistration.registered_at <= at,
        ~moved_up,
    )
    was_there = exists().where(
        SeminarPresence.seminar_id == seminar_id,
        SeminarPresence.citizen_id == Citizen.id,
        SeminarPresence.present_at <= at,
    )
    return or_(holds_seat, was_there)


def chunk(audience: Audience, *, after: int, limit: int, at: datetime) -> Select[Any]:
    """The next of these people in the order of their ids, from the next ``AT_A_LOOK`` ids."""
    next_ids = (Citizen.id > after, Citizen.id <= after + AT_A_LOOK)
    return people(audience, at=at).where(*next_ids).order_by(Citizen.id).limit(limit)


async def count(session: AsyncSession, audience: Audience, *, now: datetime) -> dict[Language, int]:
    """How many people there are now, per language; every language is there.

    Of a million people this takes a second or two, so it does not belong into a unit of work.
    """
    query = select(Citizen.language, func.count()).where(*_chosen(audience, now)).group_by(Citizen.language)
    found = dict((await session.execute(query)).all())
    return {lang: found.get(lang, 0) for lang in Language}
