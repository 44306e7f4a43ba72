"""Whom a broadcast is for: a choice of people as one query, so that no list of them is ever held in memory.

Only those who have chosen a language and can be reached are ever among them, and only those who want announcements.
"""

import enum
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Conversation, Initiative, Language, StaffRole, Subscription, Support, Topic

IN_A_FORM = timedelta(hours=1)
"""Somebody who has not answered for longer has left the form lying."""


class Who(enum.StrEnum):
    """The kinds of audiences. Those from ``COMMITMENT`` to ``SUPPORTERS`` name a target."""

    EVERYONE = "all"
    COMMITMENT = "commitment"
    AGENCY = "agency"
    THEME = "theme"
    SUPPORTERS = "supporters"
    AUTHORS = "authors"
    STAFF = "staff"


TARGETED = frozenset({Who.COMMITMENT, Who.AGENCY, Who.THEME, Who.SUPPORTERS})
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
    """The ids of those whom the audience holds at an instant."""
    query = select(Citizen.id).where(
        Citizen.telegram_id.is_not(None),
        Citizen.language.is_not(None),
        Citizen.unreachable.is_(None),
        Citizen.wants_announcements,
        Citizen.created_at <= at,  # whoever comes while recipients are being frozen is not among them
    )
    if audience.language is not None:
        query = query.where(Citizen.language == audience.language)
    if audience.region is not None:
        query = query.where(Citizen.region_id == audience.region)
    if audience.spares_busy:
        busy = exists().where(
            Conversation.citizen_id == Citizen.id,
            Conversation.flow.is_not(None),
            Conversation.updated_at > at - IN_A_FORM,
        )
        query = query.where(~busy)
    belongs = _belonging(audience, at)
    return query if belongs is None else query.where(belongs)


def _belonging(audience: Audience, at: datetime) -> ColumnElement[bool] | None:
    match audience.who:
        case Who.EVERYONE:
            return None
        case Who.AUTHORS:
            return exists().where(Initiative.author_id == Citizen.id, Initiative.submitted_at <= at)
        case Who.SUPPORTERS:
            number = int(audience.target or 0)
            return exists().where(
                Support.citizen_id == Citizen.id, Support.initiative_id == number, Support.supported_at <= at
            )
        case Who.STAFF:
            return exists().where(StaffRole.citizen_id == Citizen.id, StaffRole.revoked_at.is_(None))
        case Who.COMMITMENT | Who.AGENCY | Who.THEME:
            return exists().where(
                Subscription.citizen_id == Citizen.id,
                Subscription.created_at <= at,
                or_(
                    (Subscription.topic == _TOPICS[audience.who]) & (Subscription.target == (audience.target or "")),
                    Subscription.topic == Topic.EVERYTHING,
                ),
            )


def chunk(audience: Audience, *, after: int, limit: int, at: datetime) -> Select[Any]:
    """The next of these people in the order of their ids."""
    return people(audience, at=at).where(Citizen.id > after).order_by(Citizen.id).limit(limit)


async def count(session: AsyncSession, audience: Audience, *, now: datetime) -> dict[Language, int]:
    """How many people there are now, per language; every language is there."""
    chosen = people(audience, at=now).subquery()
    query = (
        select(Citizen.language, func.count())
        .select_from(Citizen)
        .join(chosen, chosen.c[0] == Citizen.id)
        .group_by(Citizen.language)
    )
    found = dict((await session.execute(query)).all())
    return {lang: found.get(lang, 0) for lang in Language}
