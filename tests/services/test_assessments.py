"""Citizens watch: one voice each, a count only from a minimum on, abuse hidden by the Secretariat."""

import pytest
from sqlalchemy import func, select

from models import Assessment, AuditEntry, FileKind, ReportState, Role, Verdict
from models.database import Database
from services import assessments, privacy
from services.errors import FileRefused, NotFound, NotYours, TextTooLong
from services.files import Received
from tests.conftest import START
from tests.reporting import member, person, published


async def test_a_count_appears_from_the_minimum_on_and_hidden_answers_do_not_count(database: Database) -> None:
    async with database.begin() as session:
        report = await published(session)
        other = await published(session, external_id="noise")
        for number in range(3):
            citizen = await person(session, 100 + number)
            own = await assessments.judge(session, citizen, report.id, Verdict.NOT_DONE, now=START)
            await assessments.judge(session, citizen, other.id, Verdict.DONE, now=START)
        assert await assessments.tally(session, report.id, minimum=4) is None
        tally = await assessments.tally(session, report.id, minimum=3)
        assert tally is not None
        assert (tally.total, tally.counts[Verdict.NOT_DONE], tally.counts[Verdict.DONE]) == (3, 3, 0)
        officer = await member(session, 1, Role.MODERATOR)
        await assessments.hide(session, officer, own.id, now=START)
        assert await assessments.tally(session, report.id, minimum=3) is None
        everything = await assessments.list_latest(session, officer, now=START, limit=99)
        assert [one.hidden_at is None for one in everything].count(False) == 1
        await assessments.hide(session, officer, own.id, now=START, is_hidden=False)
        assert await assessments.tally(session, report.id, minimum=3) is not None
        assert (
            await session.scalar(
                select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "assessment.hide")
            )
            == 2
        )


async def test_answering_again_while_hidden_does_not_bring_abuse_back(database: Database) -> None:
    async with database.begin() as session:
        report = await published(session)
        citizen = await person(session, 100)
        own = await assessments.judge(session, citizen, report.id, Verdict.NOT_DONE, now=START)
        await assessments.hide(session, await member(session, 1, Role.MODERATOR), own.id, now=START)
        await assessments.judge(session, citizen, report.id, Verdict.DONE, now=START)
        assert await assessments.tally(session, report.id, minimum=1) is None
        assert await session.scalar(select(func.count()).select_from(Assessment)) == 1


async def test_only_the_secretariat_reads_and_hides(database: Database) -> None:
    async with database.begin() as session:
        report = await published(session)
        citizen = await person(session, 100)
        own = await assessments.judge(session, citizen, report.id, Verdict.DONE, now=START)
        officer = await member(session, 2, Role.AGENCY_OFFICER, "adilet-sot")
        for somebody in (citizen, officer):
            with pytest.raises(NotYours):
                await assessments.list_latest(session, somebody, now=START, limit=9)
            with pytest.raises(NotYours):
                await assessments.hide(session, somebody, own.id, now=START)
        assert own.hidden_at is None


async def test_only_a_public_report_is_judged(database: Database) -> None:
    async with database.begin() as session:
        report = await published(session)
        report.state = ReportState.WITHDRAWN
        with pytest.raises(NotFound):
            await assessments.judge(session, await person(session, 100), report.id, Verdict.DONE, now=START)


async def test_limits_of_what_is_added(database: Database) -> None:
    async with database.begin() as session:
        report = await published(session)
        citizen = await person(session, 100)
        with pytest.raises(NotFound):
            await assessments.get_own(session, citizen, report.id)
        own = await assessments.judge(session, citizen, report.id, Verdict.DONE, now=START)
        with pytest.raises(NotFound):
            await assessments.place(session, own, "atlantis", now=START)
        with pytest.raises(TextTooLong):
            await assessments.comment(session, own, "ө" * 1001, now=START)
        document = Received(FileKind.DOCUMENT, "u1", "f1", 10, "a.pdf")
        with pytest.raises(FileRefused):
            await assessments.show_photo(session, citizen, own, document, bot_id=1, now=START)


async def test_a_person_takes_their_answers_along_and_erases_them(database: Database) -> None:
    async with database.begin() as session:
        report = await published(session)
        citizen, other = await person(session, 100), await person(session, 101)
        own = await assessments.judge(session, citizen, report.id, Verdict.PARTLY, now=START)
        await assessments.judge(session, other, report.id, Verdict.DONE, now=START)
        await assessments.comment(session, own, "Сайт ачылбайт", now=START)
        photo = Received(FileKind.PHOTO, "u1", "f1", 10)
        await assessments.show_photo(session, citizen, own, photo, bot_id=1, now=START)
        (taken,) = (await privacy.export(session, citizen))["assessments_of_reports"]
        assert (taken["answer"], taken["comment"], taken["photo"]) == (Verdict.PARTLY, "Сайт ачылбайт", True)
        assert (await privacy.holdings(session, citizen)).assessments == 1
        await privacy.erase(session, citizen, inbox_id=0, now=START)
        left = (await session.scalars(select(Assessment.citizen_id))).all()
        assert left == [other.id]
