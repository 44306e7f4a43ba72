"""Seminars to try the services on."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Language, Seminar
from services import citizens, seminar_drafts, staff
from tests.conftest import START, ZONE

STARTS = START + timedelta(days=8)
FILLED = {
    "title_ky": "Ачык Өкмөт: Ош семинары",
    "title_ru": "Открытое правительство: семинар в Оше",
    "place_ky": "Ош шаары, Ленин көчөсү 1",
    "place_ru": "г. Ош, ул. Ленина, 1",
    "region": "osh-city",
}


async def person(session: AsyncSession, telegram_id: int, language: Language = Language.KY) -> Citizen:
    citizen = await citizens.meet(session, telegram_id, language_code="ky", now=START)
    citizens.choose_language(citizen, language)
    return citizen


async def administrator(session: AsyncSession, telegram_id: int = 9001) -> Citizen:
    officer = await person(session, telegram_id)
    await staff.appoint_first(session, officer, now=START)
    return officer


async def drafted(session: AsyncSession, officer: Citizen, *, starts: datetime = STARTS, **more: str) -> Seminar:
    """A draft with all that is needed; English and the link are left out."""
    draft = await seminar_drafts.start(session, officer, now=START)
    start = f"{starts.astimezone(ZONE):%d.%m.%Y %H:%M}"
    for field, value in (FILLED | {"starts_at": start} | more).items():
        await seminar_drafts.answer(session, officer, draft, field, value, now=START, zone=ZONE)
    return draft


async def announced(session: AsyncSession, officer: Citizen, *, starts: datetime = STARTS, **more: str) -> Seminar:
    draft = await drafted(session, officer, starts=starts, **more)
    await seminar_drafts.announce(session, officer, draft, now=START)
    return draft
