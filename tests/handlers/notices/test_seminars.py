"""Notices of seminars, rendered when they are sent."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import notices as screens
from handlers.notices.context import NoticeContext
from handlers.screens.screen import Screen
from handlers.screens.ways_out import SwitchOff
from locales.translator import Voices
from models import Citizen, Language, Notice, Seminar
from models.database import Database
from services import presence, seminar_drafts, seminar_results, seminar_seats, seminars
from services.kinds import Off
from tests.conftest import START, ZONE
from tests.services.seminars import FILLED, STARTS, administrator, announced, person


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.begin() as opened:
        yield opened


@pytest.fixture
async def officer(session: AsyncSession) -> Citizen:
    return await administrator(session)


@pytest.fixture
async def aizada(session: AsyncSession) -> Citizen:
    return await person(session, 1001)


async def rendered(session: AsyncSession, citizen: Citizen, kind: str, *, now: datetime) -> Screen | None:
    query = select(Notice).where(Notice.citizen_id == citizen.id, Notice.kind == kind, Notice.due_at <= now)
    notices = list((await session.scalars(query.order_by(Notice.id))).all())
    assert notices
    voices = Voices(ZONE)
    assert citizen.language is not None
    context = NoticeContext(session, citizen, voices[citizen.language], voices, now, ZONE)
    return await screens.rendered(kind, context, notices)


async def registered(session: AsyncSession, officer: Citizen, citizen: Citizen, **more: str) -> Seminar:
    seminar = await announced(session, officer, **more)
    await seminar_seats.register(session, citizen, seminar.id, now=START)
    return seminar


async def test_a_reminder_of_a_start_that_was_moved_lapses(
    session: AsyncSession, officer: Citizen, aizada: Citizen
) -> None:
    seminar = await registered(session, officer, aizada)
    await seminar_drafts.answer(session, officer, seminar, "starts_at", "20.12.2026 10:00", now=START, zone=ZONE)
    assert await rendered(session, aizada, "seminar_reminder", now=STARTS - timedelta(hours=1)) is None
    assert seminar.starts_at is not None
    again = await rendered(session, aizada, "seminar_reminder", now=seminar.starts_at - timedelta(hours=1))
    assert again is not None
    assert "10:00" in again.text
    assert again.rows[-1][0].press == SwitchOff(Off.SEMINARS)


async def test_a_reminder_that_comes_after_the_start_is_dropped(
    session: AsyncSession, officer: Citizen, aizada: Citizen
) -> None:
    await registered(session, officer, aizada)
    assert await rendered(session, aizada, "seminar_reminder", now=STARTS) is None


async def test_who_cancelled_and_waits_again_is_not_reminded(
    session: AsyncSession, officer: Citizen, aizada: Citizen
) -> None:
    seminar = await registered(session, officer, aizada, seats="1")
    await seminar_seats.register(session, await person(session, 2), seminar.id, now=START)
    await seminar_seats.withdraw(session, aizada, seminar.id, now=START)
    await seminar_seats.register(session, aizada, seminar.id, now=START)
    assert await rendered(session, aizada, "seminar_reminder", now=STARTS - timedelta(hours=1)) is None


async def test_a_seat_given_back_before_the_message_went_out_is_not_announced(
    session: AsyncSession, officer: Citizen, aizada: Citizen
) -> None:
    bolot = await person(session, 2)
    seminar = await registered(session, officer, bolot, seats="1")
    await seminar_seats.register(session, aizada, seminar.id, now=START)
    await seminar_seats.withdraw(session, bolot, seminar.id, now=START)
    await seminar_seats.withdraw(session, aizada, seminar.id, now=START)
    assert await rendered(session, aizada, "seminar_seat", now=START) is None


async def test_several_changes_of_one_seminar_are_told_once_as_it_stands_now(
    session: AsyncSession, officer: Citizen, aizada: Citizen
) -> None:
    seminar = await registered(session, officer, aizada)
    for minutes, place in enumerate(("Ош шаары, эски зал", "Ош шаары, жаңы зал")):
        now = START + timedelta(minutes=minutes)
        await seminar_drafts.answer(session, officer, seminar, "place_ky", place, now=now, zone=ZONE)
    told = await rendered(session, aizada, "seminar_changed", now=START + timedelta(minutes=12))
    assert told is not None
    assert "жаңы зал" in told.text
    assert "эски зал" not in told.text
    assert told.before == ()


async def test_several_seminars_at_once_are_a_message_each_with_all_their_buttons(
    session: AsyncSession, officer: Citizen, aizada: Citizen
) -> None:
    for _ in range(3):
        seminar = await registered(session, officer, aizada)
        await seminars.call_off(session, officer, seminar.id, now=START)
    told = await rendered(session, aizada, "seminar_cancelled", now=START)
    assert told is not None
    assert len(told.before) == 2
    assert len([row for row in told.rows if FILLED["title_ky"] in row[0].label]) == 3


@pytest.mark.parametrize(
    ("language", "words"), [(Language.KY, "кыргызча"), (Language.RU, "по-русски"), (Language.EN, "кыргызча")]
)
async def test_minutes_come_in_the_readers_language_or_the_nearest(
    session: AsyncSession, officer: Citizen, language: Language, words: str
) -> None:
    reader = await person(session, 5, language)
    seminar = await registered(session, officer, reader)
    secret = await presence.make_code(session, officer, seminar.id, now=START)
    await presence.arrive(session, reader, secret, now=STARTS)
    for lang, text in (("ky", "Протокол кыргызча жазылды. <1>"), ("ru", "Протокол написан по-русски. <1>")):
        await seminar_drafts.answer(session, officer, seminar, f"minutes_{lang}", text, now=STARTS, zone=ZONE)
    await seminar_results.send_minutes(session, officer, seminar, now=STARTS)
    told = await rendered(session, reader, "seminar_minutes", now=STARTS)
    assert told is not None
    assert words in told.text
    assert "&lt;1&gt;" in told.text
