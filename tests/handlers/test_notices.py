"""What followers are told: one report, a silence, a digest; in all three languages, within Telegram's limits."""

from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.notices.context import NoticeContext
from handlers.notices.reports import render
from handlers.screens.screen import MOST_BUTTONS, MOST_CHARACTERS, Screen
from handlers.screens.texts import telegram_length
from locales.translator import LANGUAGES, OWN_NAMES, Voices
from models import Citizen, Completion, Notice, ReportDeadline
from models.database import Database
from tests.conftest import START, ZONE
from tests.following import REGISTER, follower, publish

VOICES = Voices(ZONE)


async def told(session: AsyncSession, citizen_id: int, language: str, *subjects: tuple[str, int]) -> Screen | None:
    notices = [
        Notice(id=n, citizen_id=citizen_id, kind=kind, subject=str(id_), created_at=START + timedelta(minutes=n))
        for n, (kind, id_) in enumerate(subjects)
    ]
    citizen = await session.get_one(Citizen, citizen_id)
    return await render(NoticeContext(session, citizen, VOICES[language], VOICES, START, ZONE), notices)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_one_report_says_what_who_when_how_far_and_its_language(database: Database, language: str) -> None:
    t = VOICES[language]
    reader = await follower(database, 1)
    await publish(database, external_id="q2", status=Completion.LIMITED)
    report = await publish(database, external_id="q3", now=START + timedelta(days=1))
    async with database.read() as session:
        screen = await told(session, reader, language, ("report", report.id))
    assert screen is not None
    text = str(screen.text)
    assert t.plain("Limited") in text
    assert t.plain("Substantial") in text
    assert "Реестр испытан" in text
    assert (OWN_NAMES["ru"] in text) is (language != "ru"), "a report in one language says so"
    labels = [row[0].label for row in screen.rows]
    wanted = ("Open the report", "Is it true?", "Mute this commitment", "Notification settings")
    assert labels == [t.plain(label) for label in wanted]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_digest_groups_by_commitment_repeats_nothing_and_fits(database: Database, language: str) -> None:
    reader = await follower(database, 1)
    found = [await publish(database, external_id=f"r{n}", done=f"Сделано {n}. " * 60) for n in range(15)]
    async with database.begin() as session:
        gap = ReportDeadline(
            commitment_id=REGISTER, opens_on=date(2026, 12, 1), due_on=date(2026, 12, 2), grace_days=0, set_at=START
        )
        session.add(gap)
    subjects = [("report", one.id) for one in found] + [("report", found[0].id), ("overdue", gap.id)]
    async with database.read() as session:
        screen = await told(session, reader, language, *subjects)
    assert screen is not None
    text = str(screen.text)
    assert telegram_length(text) <= MOST_CHARACTERS
    assert len(screen.rows) <= MOST_BUTTONS
    assert text.count("<b>") == 2, "one heading, one commitment"
    assert text.index("Сделано 0") < text.index("Сделано 14"), "the newest first: report 0 was told again last"


async def test_what_was_unfollowed_or_withdrawn_is_not_told(database: Database) -> None:
    reader = await follower(database, 1)
    stranger = await follower(database, 2, target="open-data-policy")
    report = await publish(database)
    async with database.read() as session:
        assert await told(session, reader, "ky", ("report", report.id)) is not None
        assert await told(session, stranger, "ky", ("report", report.id)) is None
        assert await told(session, reader, "ky", ("report", report.id + 99)) is None
