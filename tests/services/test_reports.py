"""The life of a report: received, approved or refused, changed, withdrawn; who may, and who hears."""

from datetime import date

import pytest
from sqlalchemy import select

from models import (
    AuditEntry,
    Citizen,
    Commitment,
    Completion,
    Language,
    Notice,
    Report,
    ReportState,
    Role,
    StaffRole,
    Subscription,
    Topic,
)
from models.database import Database
from services import matching, reports
from services.errors import AlreadySettled, CommitmentNeeded, NotFound, NotYours, TextTooShort
from services.sources import receiving
from services.sources.receiving import Origin
from tests.conftest import START
from tests.reporting import member, person, published, said

SOURCE = Origin("ministry", agency_id="adilet-sot")


async def take(session, *fetched, origin: Origin = SOURCE, is_whole: bool = False) -> receiving.Outcome:
    register = await matching.register(session)
    return await receiving.receive(session, origin, list(fetched), register, now=START, is_whole=is_whole)


async def received(session, **facts) -> Report:
    await take(session, said(**facts))
    report = await receiving.find(session, SOURCE.name, "2026-q3")
    assert report is not None
    return report


async def follower(session, topic: Topic, target: str = "", telegram_id: int = 71) -> Citizen:
    citizen = await person(session, telegram_id)
    session.add(Subscription(citizen_id=citizen.id, topic=topic, target=target, created_at=START))
    await session.flush()
    return citizen


async def causes(session) -> list[tuple[str, int]]:
    rows = await session.execute(select(Notice.cause, Notice.citizen_id).order_by(Notice.id))
    return [(row.cause, row.citizen_id) for row in rows]


async def test_approval_publishes_sets_the_status_and_tells_each_follower_once(database: Database) -> None:
    async with database.begin() as session:
        officer = await member(session, 1, Role.MODERATOR)
        aizada = await follower(session, Topic.COMMITMENT, "judicial-acts-register")
        for topic, target in ((Topic.AGENCY, "adilet-sot"), (Topic.THEME, "justice-lawmaking"), (Topic.EVERYTHING, "")):
            session.add(Subscription(citizen_id=aizada.id, topic=topic, target=target, created_at=START))
        await follower(session, Topic.COMMITMENT, "budget-process", telegram_id=72)  # follows something else
        report = await received(session)
        assert await causes(session) == []
        await reports.publish(session, officer, report, now=START)
        assert await causes(session) == [(f"report:{report.id}:v1", aizada.id)]
        commitment = await session.get_one(Commitment, "judicial-acts-register")
        assert commitment.status is Completion.SUBSTANTIAL
        with pytest.raises(AlreadySettled):
            await reports.publish(session, officer, report, now=START)
        assert "report.publish" in set(await session.scalars(select(AuditEntry.action)))


@pytest.mark.parametrize("role", [Role.ANNOUNCER, Role.AGENCY_OFFICER, None])
async def test_nobody_but_a_moderator_decides(database: Database, role: Role | None) -> None:
    async with database.begin() as session:
        agency = "adilet-sot" if role is Role.AGENCY_OFFICER else None
        somebody = await member(session, 5, role, agency) if role else await person(session, 5)
        report = await received(session)
        for act in (
            reports.publish(session, somebody, report, now=START),
            reports.reject(session, somebody, report, reason="Не относится к плану.", now=START),
            reports.withdraw(session, somebody, report, now=START),
            reports.add_text(session, somebody, report, Language.KY, done="Беш сот туташтырылды.", now=START),
        ):
            with pytest.raises(NotYours):
                await act
        assert report.state is ReportState.RECEIVED
        refused = (await session.scalars(select(AuditEntry).where(AuditEntry.is_refused))).all()
        assert len(refused) == 4


async def test_a_revoked_moderator_decides_no_more(database: Database) -> None:
    async with database.begin() as session:
        officer = await member(session, 1, Role.ADMINISTRATOR)
        report = await received(session)
        (await session.scalars(select(StaffRole))).one().revoked_at = START
        await session.flush()
        with pytest.raises(NotYours):
            await reports.publish(session, officer, report, now=START)


async def test_a_change_waits_beside_the_published_version_until_it_is_approved(database: Database) -> None:
    async with database.begin() as session:
        officer = await member(session, 1, Role.MODERATOR)
        aizada = await follower(session, Topic.EVERYTHING)
        report = await received(session)
        await reports.publish(session, officer, report, now=START)
        await take(session, said(status=Completion.COMPLETED, done="Подключены все суды страны."))
        assert report.state is ReportState.PUBLISHED
        assert report.status is Completion.SUBSTANTIAL
        assert [one.id for one in await reports.list_waiting(session)] == [report.id]
        change = reports.proposed(report)
        assert change is not None
        assert change.status is Completion.COMPLETED
        await reports.publish(session, officer, report, now=START)
        assert (report.version, report.status, report.status_before) == (2, Completion.COMPLETED, None)
        assert report.texts[0].done == "Подключены все суды страны."
        assert await reports.list_waiting(session) == []
        assert await causes(session) == [(f"report:{report.id}:v{n}", aizada.id) for n in (1, 2)]


async def test_a_change_that_is_refused_leaves_what_is_published_and_is_not_asked_again(database: Database) -> None:
    async with database.begin() as session:
        officer = await member(session, 1, Role.MODERATOR)
        report = await received(session)
        await reports.publish(session, officer, report, now=START)
        changed = said(done="Совсем другой текст отчёта.")
        await take(session, changed)
        await reports.reject(session, officer, report, reason="Текст не о том обязательстве.", now=START)
        assert (report.state, report.pending) == (ReportState.PUBLISHED, None)
        assert (await take(session, changed)).changed == 0


async def test_a_withdrawal_by_an_untrusted_source_is_confirmed_by_the_secretariat(database: Database) -> None:
    async with database.begin() as session:
        officer = await member(session, 1, Role.MODERATOR)
        report = await received(session)
        await reports.publish(session, officer, report, now=START)
        await take(session, said("another"), is_whole=True)
        assert reports.is_withdrawal_pending(report)
        assert (await take(session, said("another"), is_whole=True)).withdrawn == 0
        await reports.publish(session, officer, report, now=START)
        assert report.state is ReportState.WITHDRAWN
        assert (await session.get_one(Commitment, "judicial-acts-register")).status is None
        with pytest.raises(NotFound):
            await reports.get_public(session, report.id)


async def test_a_refusal_needs_a_reason_and_a_new_version_comes_back_to_the_queue(database: Database) -> None:
    async with database.begin() as session:
        officer = await member(session, 1, Role.MODERATOR)
        report = await received(session)
        with pytest.raises(TextTooShort):
            await reports.reject(session, officer, report, reason=" ", now=START)
        await reports.reject(session, officer, report, reason="Нет подтверждений.", now=START)
        assert (report.state, report.rejection_reason) == (ReportState.REJECTED, "Нет подтверждений.")
        await take(session, said(evidence_url="https://act.sot.kg"))
        assert report.state is ReportState.RECEIVED


async def test_without_an_id_a_commitment_is_suggested_and_the_officer_confirms(database: Database) -> None:
    async with database.begin() as session:
        officer = await member(session, 1, Role.MODERATOR)
        trusted = Origin("feed", agency_id="adilet-sot", is_trusted=True)
        report_said = said(commitment=None, title="О реестре судебных актов за третий квартал")
        assert (await take(session, report_said, origin=trusted)).published == 0
        report = await receiving.find(session, "feed", "2026-q3")
        assert report is not None
        assert (report.commitment_id, report.suggested_commitment_id) == (None, "judicial-acts-register")
        with pytest.raises(CommitmentNeeded):
            await reports.publish(session, officer, report, now=START)
        with pytest.raises(NotFound):
            await reports.publish(session, officer, report, now=START, commitment_id="no-such")
        await reports.publish(session, officer, report, now=START, commitment_id="judicial-acts-register")
        assert report.state is ReportState.PUBLISHED


async def test_a_commitment_stands_where_its_latest_report_says_not_the_last_to_arrive(database: Database) -> None:
    async with database.begin() as session:
        newest = await published(session, external_id="q3", period_to=date(2026, 9, 30))
        late = await published(session, external_id="q1", period_to=date(2026, 3, 31), status=Completion.LIMITED)
        commitment = await session.get_one(Commitment, "judicial-acts-register")
        assert commitment.status is Completion.SUBSTANTIAL
        assert (late.status_before, newest.status_before) == (None, None)
        following = await published(
            session, external_id="q4", period_to=date(2026, 12, 31), status=Completion.COMPLETED
        )
        assert following.status_before is Completion.SUBSTANTIAL
        officer = await member(session, 1, Role.MODERATOR)
        await reports.withdraw(session, officer, following, now=START)
        assert commitment.status is Completion.SUBSTANTIAL


async def test_moving_a_report_to_its_right_commitment_leaves_the_other_as_it_was(database: Database) -> None:
    async with database.begin() as session:
        report = await published(session)
        await published(session, commitment="budget-process")
        assert report.commitment_id == "budget-process"
        assert (await session.get_one(Commitment, "judicial-acts-register")).status is None
        assert (await session.get_one(Commitment, "budget-process")).status is Completion.SUBSTANTIAL


async def test_the_secretariat_adds_the_missing_language_and_a_change_takes_it_away(database: Database) -> None:
    async with database.begin() as session:
        officer = await member(session, 1, Role.MODERATOR)
        report = await received(session)
        assert reports.missing_languages(report) == [Language.KY]
        await reports.add_text(session, officer, report, Language.KY, done="Реестр беш сотто сыналды.", now=START)
        assert reports.missing_languages(report) == []
        with pytest.raises(AlreadySettled):  # the agency's own words are the agency's
            await reports.add_text(session, officer, report, Language.RU, done="Совсем другое, не то.", now=START)
        await take(session, said(done="Подключены все суды страны."))
        assert reports.missing_languages(report) == [Language.KY]


async def test_an_archive_can_be_published_without_telling_anybody(database: Database) -> None:
    async with database.begin() as session:
        await follower(session, Topic.EVERYTHING)
        quiet = Origin("archive", agency_id="adilet-sot", is_trusted=True, announces=False)
        assert (await take(session, said(), origin=quiet)).published == 1
        assert await causes(session) == []
