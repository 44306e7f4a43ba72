"""People: meeting them, their language and consent, whether Telegram reaches them."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Frequency, Language, Region, Unreachable
from services.errors import NotFound
from services.kinds import SWITCHES, Off

QUIET_HOURS = (22, 8)  # what people begin with, unless the installation says otherwise


async def find(session: AsyncSession, telegram_id: int) -> Citizen | None:
    """The person with this Telegram id, if we have met."""
    return await session.scalar(select(Citizen).where(Citizen.telegram_id == telegram_id))


async def meet(
    session: AsyncSession,
    telegram_id: int,
    *,
    language_code: str | None,
    now: datetime,
    quiet_hours: tuple[int, int] = QUIET_HOURS,
) -> Citizen:
    """The person who speaks, made known if new, then with these quiet hours. Whoever writes can be reached again."""
    citizen = await find(session, telegram_id)
    if citizen is None:
        citizen = Citizen(telegram_id=telegram_id, created_at=now)
        citizen.quiet_from, citizen.quiet_until = quiet_hours
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


async def set_region(session: AsyncSession, citizen: Citizen, region_id: str | None) -> None:
    """The region whose announcements and seminars concern this person; None for none. Raises NotFound."""
    if region_id is not None and await session.get(Region, region_id) is None:
        raise NotFound
    citizen.region_id = region_id


def set_frequency(citizen: Citizen, frequency: Frequency) -> None:
    """How often they hear about what they follow."""
    citizen.frequency = frequency


def set_digest_hour(citizen: Citizen, hour: int) -> None:
    """The hour (installation's zone) of the daily or weekly message. Raises NotFound for an hour that is none."""
    check_hours(hour)
    citizen.digest_hour = hour


def set_quiet_hours(citizen: Citizen, start: int, end: int) -> None:
    """Quiet from ``start`` until ``end``, over midnight too; the same hour twice means never. Raises NotFound."""
    check_hours(start, end)
    citizen.quiet_from, citizen.quiet_until = start, end


def switch(citizen: Citizen, off: Off, *, wanted: bool) -> None:
    """Whether a kind of message is wanted. Raises NotFound for what is not the person's own to switch here."""
    if off not in SWITCHES or off is Off.MORNING_LIST:  # that one is asked of staff and audited: ``services.morning``
        raise NotFound
    setattr(citizen, SWITCHES[off], wanted)


def forget_wishes(citizen: Citizen) -> None:
    """As of somebody who has never wished for anything; what comes with a role is ``desk_traces``'s."""
    citizen.frequency, citizen.digest_hour = Frequency.AT_ONCE, 9
    citizen.quiet_from, citizen.quiet_until = QUIET_HOURS
    citizen.wants_announcements = citizen.wants_supported = citizen.wants_seminars = citizen.wants_deadlines = True


def check_hours(*hours: int) -> None:
    """Raises NotFound unless each is an hour of the day: a payload may be forged."""
    if not all(0 <= hour <= 23 for hour in hours):
        raise NotFound


async def lose(session: AsyncSession, telegram_id: int, why: Unreachable, *, now: datetime) -> None:
    """Telegram does not deliver to this person; drafts and subscriptions stay."""
    await session.execute(
        update(Citizen)
        .where(Citizen.telegram_id == telegram_id, Citizen.unreachable.is_(None))
        .values(unreachable=why, unreachable_since=now)
    )
