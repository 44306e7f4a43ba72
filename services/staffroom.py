"""The optional staff group: a card for each new initiative and question, with nothing personal on it.

A card is owed from the moment its subject is there (``owe``), begun before the call to Telegram, and sent after it:
one that was begun when the process died is not sent again, since the group may have it.

    owed → begun → sent
             └──→ owed again (Telegram refused; at most ``MOST_ATTEMPTS`` times)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import Initiative, InitiativeState, Question, StaffCard
from services import commitments
from services.errors import NotFound
from services.tasks import Thing

MOST_ATTEMPTS = 5
AT_ONCE = 10  # Telegram lets a bot send some 20 messages a minute to a group


@dataclass(frozen=True)
class Shown:
    """What the group may see: number, theme, title. A question has neither theme nor title."""

    thing: Thing
    id: int
    number: str
    theme: dict[str, str] | None = None
    title: str | None = None
    assignee_id: int | None = None


async def owe(session: AsyncSession, *, now: datetime) -> None:
    """Owe the group a card for everything new that has none."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    new = (
        (literal("initiative:"), Initiative.id, Initiative.state == InitiativeState.SUBMITTED),
        (literal("question:"), Question.id, Question.waits_since.is_not(None)),
    )
    for prefix, thing_id, is_new in new:
        subject = prefix.concat(cast(thing_id, String))
        known = select(StaffCard.subject)
        rows = select(subject, literal(0), literal(now, StaffCard.made_at.type)).where(is_new, subject.not_in(known))
        columns = ("subject", "attempts", "made_at")
        await session.execute(dialect.insert(StaffCard).from_select(columns, rows).on_conflict_do_nothing())


async def begin(session: AsyncSession, *, now: datetime) -> Sequence[StaffCard]:
    """The cards to send now, marked as begun."""
    query = select(StaffCard).where(
        StaffCard.sent_at.is_(None), StaffCard.begun_at.is_(None), StaffCard.attempts < MOST_ATTEMPTS
    )
    found = (await session.scalars(query.order_by(StaffCard.id).limit(AT_ONCE).with_for_update())).all()
    for card in found:
        card.begun_at = now
        card.attempts += 1
    await session.flush()
    return found


async def sent(session: AsyncSession, card_id: int, *, chat_id: int, message_id: int, now: datetime) -> None:
    """Telegram has it."""
    card = await session.get_one(StaffCard, card_id)
    card.chat_id, card.message_id, card.sent_at = chat_id, message_id, now
    await session.flush()


async def put_off(session: AsyncSession, card_id: int, *, is_fault: bool = True) -> None:
    """Telegram certainly does not have it: it is owed again. A pause Telegram asked for is no fault of the card."""
    card = await session.get_one(StaffCard, card_id)
    card.begun_at = None
    card.attempts -= not is_fault
    await session.flush()


async def describe(session: AsyncSession, thing: Thing, thing_id: int) -> Shown:
    """What a card shows. Raises NotFound for what is gone."""
    if thing is Thing.QUESTION:
        question = await session.get(Question, thing_id)
        if question is None:
            raise NotFound
        return Shown(thing, thing_id, question.number, assignee_id=question.assignee_id)
    one = await session.get(Initiative, thing_id, options=(selectinload(Initiative.texts),))
    if one is None or one.number is None:
        raise NotFound
    themes = await commitments.names(session, "theme")
    theme = themes.get(one.theme_id) if one.theme_id else None
    return Shown(thing, thing_id, one.number, theme, one.text.title, one.assignee_id)


def parsed(subject: str) -> tuple[Thing, int]:
    """The thing that a card's or notice's subject names."""
    kind, _, thing_id = subject.partition(":")
    return (Thing.INITIATIVE if kind == "initiative" else Thing.QUESTION), int(thing_id)
