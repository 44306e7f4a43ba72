"""People: meeting them, their language and consent, whether Telegram reaches them."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Language, Unreachable


async def find(session: AsyncSession, telegram_id: int) -> Citizen | None:
    """The person with this Telegram id, if we have met."""
    return await session.scalar(select(Citizen).where(Citizen.telegram_id == telegram_id))


async def meet(session: AsyncSession, telegram_id: int, *, language_code: str | None, now: datetime) -> Citizen:
    """The person who speaks, made known if new. Whoever writes can be reached again."""
    citizen = await find(session, telegram_id)
    if citizen is None:
        citizen = Citizen(telegram_id=telegram_id, created_at=now)
        session.add(citizen)
    citizen.seen_at = now
    citizen.unreachable = citizen.unreachable_since = None
    # Telegram may leave the code out now and then; the last one seen is the better guess.
    citizen.language_code = (language_code or citizen.language_code or "")[:35] or None
    await session.flush()
    return citizen


def choose_language(citizen: Citizen, language: Language) -> None:
    """The person's own choice; Telegram's code never overrides it."""
    citizen.language = language


def consent(citizen: Citizen, *, now: datetime) -> None:
    """Explicit consent to what happens with an initiative's text (Telegram's terms, 4.3)."""
    citizen.consented_at = citizen.consented_at or now


def revoke_consent(citizen: Citizen) -> None:
    """Take consent back: nothing more is sent until it is given anew."""
    citizen.consented_at = None


async def lose(session: AsyncSession, telegram_id: int, why: Unreachable, *, now: datetime) -> None:
    """Telegram does not deliver to this person; drafts and subscriptions stay."""
    await session.execute(
        update(Citizen)
        .where(Citizen.telegram_id == telegram_id, Citizen.unreachable.is_(None))
        .values(unreachable=why, unreachable_since=now)
    )
