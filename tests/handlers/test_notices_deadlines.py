"""What officers read before a report is due, and the Secretariat after it has not come."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.notices import Renderer
from handlers.notices.context import NoticeContext
from handlers.notices.deadlines import render_for_desk, render_reminder
from handlers.screens.screen import Screen
from locales.translator import LANGUAGES, Voices
from models import Notice, ReportDeadline, Role, StaffRole
from models.database import Database
from services import citizens, deadlines
from tests import reporting
from tests.conftest import START, ZONE
from tests.following import BODY, REGISTER, publish

VOICES = Voices(ZONE)
OFFICER, STRANGER, DESK = 71, 72, 73
TODAY = START.astimezone(ZONE).date()
DUE = TODAY + timedelta(days=20)
LATE = 12  # days after it was due


async def a_deadline(database: Database) -> ReportDeadline:
    """The register's body has an officer; so has another body; a moderator has set the day."""
    async with database.begin() as session:
        await reporting.member(session, OFFICER, Role.AGENCY_OFFICER, BODY)
        await reporting.member(session, STRANGER, Role.AGENCY_OFFICER, "mof")
        desk = await reporting.member(session, DESK, Role.MODERATOR)
        await deadlines.set_deadline(session, desk, REGISTER, due_on=DUE, today=TODAY, now=START, grace_days=5)
        return (await deadlines.list_of(session, REGISTER))[0]


async def told(
    session: AsyncSession, render: Renderer, telegram_id: int, language: str, deadline: ReportDeadline
) -> Screen | None:
    """The screen of two notices about the same deadline, as after a repeated reminder."""
    citizen = await citizens.find(session, telegram_id)
    assert citizen is not None
    notices = [
        Notice(id=n, citizen_id=citizen.id, kind="-", subject=str(deadline.id), created_at=START) for n in (1, 2)
    ]
    now = START + timedelta(days=20 + LATE)
    return await render(NoticeContext(session, citizen, VOICES[language], VOICES, now, ZONE), notices)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_officer_reads_what_is_due_when_and_how_to_send_it(database: Database, language: str) -> None:
    deadline, t = await a_deadline(database), VOICES[language]
    async with database.read() as session:
        screen = await told(session, render_reminder, OFFICER, language, deadline)
    assert screen is not None
    text = str(screen.text)
    assert str(t("Due on: {day}", day=t.day(DUE))) in text
    assert str(t("Send it here in two minutes: /report")) in text
    assert len(screen.rows) == 1, "one commitment, one button, however often it was told"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_secretariat_reads_what_has_not_come_and_by_how_many_days(database: Database, language: str) -> None:
    deadline, t = await a_deadline(database), VOICES[language]
    async with database.read() as session:
        screen = await told(session, render_for_desk, DESK, language, deadline)
    assert screen is not None
    late = t("The report due on {day} has not come. Days late: {n}.", day=t.day(DUE), n=LATE)
    assert str(late) in str(screen.text)
    labels = {button.label for row in screen.rows for button in row}
    assert labels.isdisjoint({t.plain("Mute this commitment")}), "the desk does not mute its own work"


async def test_only_those_whose_business_it_is_are_told(database: Database) -> None:
    deadline = await a_deadline(database)
    async with database.read() as session:
        assert await told(session, render_reminder, STRANGER, "ru", deadline) is None, "another body's officer"
        assert await told(session, render_reminder, DESK, "ru", deadline) is None
        assert await told(session, render_for_desk, OFFICER, "ru", deadline) is None
    async with database.begin() as session:  # who has left since the notice was given is not told either
        await session.execute(update(StaffRole).values(revoked_at=START))
    async with database.read() as session:
        assert await told(session, render_reminder, OFFICER, "ru", deadline) is None
        assert await told(session, render_for_desk, DESK, "ru", deadline) is None


async def test_a_report_that_came_meanwhile_ends_both(database: Database) -> None:
    deadline = await a_deadline(database)
    await publish(database, now=START + timedelta(days=19))
    async with database.read() as session:
        assert await told(session, render_reminder, OFFICER, "ru", deadline) is None
        assert await told(session, render_for_desk, DESK, "ru", deadline) is None
