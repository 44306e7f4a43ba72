"""An officer's draft: periods, choices that are checked, evidence that stays when the officer goes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from models import Completion, File, FileKind, ReportDraft, ReportFile, Role
from models.database import Database
from services import privacy, report_drafts, report_periods
from services.errors import DraftIncomplete, LimitReached, NoCommitments, NotFound, NotYours
from services.files import Received
from tests.conftest import START
from tests.reporting import DONE, member


def test_periods_offered_are_the_last_quarters_and_two_years() -> None:
    offered = report_periods.periods(date(2026, 2, 3))
    assert [one.id for one in offered] == ["2026Q1", "2025Q4", "2025Q3", "2025Q2", "2026", "2025"]
    assert (offered[1].first, offered[1].last) == (date(2025, 10, 1), date(2025, 12, 31))


@given(st.dates(date(2001, 1, 1), date(2100, 1, 1)))
def test_every_offered_period_is_found_again_by_its_id(today: date) -> None:
    for one in report_periods.periods(today):
        assert report_periods.find_period(one.id) == one


@given(st.text(max_size=8))
def test_a_forged_period_is_refused(text: str) -> None:
    try:
        found = report_periods.find_period(text)
    except NotFound:
        return
    assert found.id == text


async def filled(session, officer, **other: str) -> ReportDraft:
    draft = await report_drafts.start(session, officer, now=START)
    said = {"commitment": "judicial-acts-register", "period": "2026Q3", "status": "completed", "done": DONE}
    for field, value in (said | other).items():
        await report_drafts.answer(session, officer, draft, field, value, now=START)
    return draft


async def test_what_is_missing_is_named_and_little_progress_needs_its_obstacles(database: Database) -> None:
    async with database.begin() as session:
        officer = await member(session, 2, Role.AGENCY_OFFICER, "adilet-sot")
        draft = await report_drafts.start(session, officer, now=START)
        assert report_drafts.missing(draft) == ["commitment", "period", "status", "done"]
        draft = await filled(session, officer, status="not-started")
        assert report_drafts.missing(draft) == ["obstacles"]
        with pytest.raises(DraftIncomplete):
            await report_drafts.skip(session, draft, "obstacles", now=START)
        with pytest.raises(DraftIncomplete):
            await report_drafts.send(session, officer, draft, now=START)
        await report_drafts.answer(session, officer, draft, "status", "substantial", now=START)
        await report_drafts.skip(session, draft, "obstacles", now=START)
        sent = await report_drafts.send(session, officer, draft, now=START)
        assert (sent.status, sent.period_from) == (Completion.SUBSTANTIAL, date(2026, 7, 1))
        with pytest.raises(NotFound):
            await report_drafts.get(session, officer, draft.id, now=START)


async def test_forged_choices_are_refused(database: Database) -> None:
    async with database.begin() as session:
        officer = await member(session, 2, Role.AGENCY_OFFICER, "adilet-sot")
        draft = await report_drafts.start(session, officer, now=START)
        for field, value, error in (
            ("commitment", "budget-process", NotYours),
            ("commitment", "no-such", NotYours),
            ("status", "nearly", NotFound),
            ("period", "1Q9", NotFound),
        ):
            with pytest.raises(error):
                await report_drafts.answer(session, officer, draft, field, value, now=START)
        assert draft.answers == {}


async def test_an_officer_of_a_body_without_commitments_and_of_too_many_drafts(database: Database) -> None:
    async with database.begin() as session:
        idle = await member(session, 3, Role.AGENCY_OFFICER, "srs")
        with pytest.raises(NoCommitments):
            await report_drafts.start(session, idle, now=START)
        busy = await member(session, 4, Role.AGENCY_OFFICER, "mof")
        for _ in range(report_drafts.MOST_DRAFTS):
            await report_drafts.start(session, busy, now=START)
        with pytest.raises(LimitReached):
            await report_drafts.start(session, busy, now=START)
        with pytest.raises(NotYours):  # the head of the Secretariat is no agency's officer
            await report_drafts.start(session, await member(session, 5, Role.ADMINISTRATOR), now=START)


async def test_of_a_file_that_is_refused_taken_off_or_thrown_away_nothing_stays(database: Database) -> None:
    async with database.begin() as session:
        officer = await member(session, 2, Role.AGENCY_OFFICER, "adilet-sot")
        draft = await filled(session, officer)

        async def attach(n: int) -> None:
            photo = Received(FileKind.PHOTO, f"u{n}", f"f{n}", 10)
            await report_drafts.attach(session, officer, draft, photo, bot_id=1, now=START)

        async def kept() -> list[str]:
            return sorted((await session.scalars(select(File.unique_id))).all())

        for n in range(5):
            await attach(n)
        with pytest.raises(LimitReached):
            await attach(5)
        assert await kept() == ["u0", "u1", "u2", "u3", "u4"]
        await report_drafts.detach(session, draft, draft.answers["files"][0]["id"], now=START)
        assert await kept() == ["u1", "u2", "u3", "u4"]
        await report_drafts.discard(session, draft)
        assert await kept() == []


async def test_evidence_of_a_sent_report_stays_when_its_officer_is_erased(database: Database) -> None:
    async with database.begin() as session:
        officer = await member(session, 2, Role.AGENCY_OFFICER, "adilet-sot")
        draft = await filled(session, officer)
        kept = Received(FileKind.DOCUMENT, "u1", "f1", 10, "protocol.pdf")
        for _ in range(2):
            await report_drafts.attach(session, officer, draft, kept, bot_id=1, now=START)
        sent = await report_drafts.send(session, officer, draft, now=START)
        unsent = await filled(session, officer)
        loose = Received(FileKind.PHOTO, "u2", "f2", 10)
        await report_drafts.attach(session, officer, unsent, loose, bot_id=1, now=START)
        held = await privacy.holdings(session, officer)
        assert (held.files, held.reports, held.evidence) == (2, 1, 1)  # what is said to stay is what stays
        await privacy.erase(session, officer, inbox_id=0, now=START)
        assert await session.scalar(select(func.count()).select_from(ReportDraft)) == 0
        assert (await session.scalars(select(File.unique_id))).all() == ["u1"]
        assert (await session.scalars(select(ReportFile.report_id))).all() == [sent.id]
        await session.refresh(sent)
        assert sent.author_id is None
