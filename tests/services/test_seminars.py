"""Staff's side of seminars, the list, presence, results and minutes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, Citizen, Initiative, Notice, Seminar, SeminarState
from models.database import Database
from services import (
    citizens,
    initiatives,
    presence,
    questions,
    seminar_drafts,
    seminar_results,
    seminar_seats,
    seminars,
)
from services.errors import (
    AlreadyAnnounced,
    DraftIncomplete,
    LinkRefused,
    MinutesSent,
    MomentRefused,
    NotFound,
    NotYours,
    NumberRefused,
    PresenceClosed,
    SeminarNotOver,
    SeminarOver,
)
from tests.conftest import START, ZONE
from tests.services.seminars import STARTS, administrator, announced, drafted, person


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


async def arrived(session: AsyncSession, officer: Citizen, citizen: Citizen, seminar: Seminar) -> None:
    secret = await presence.make_code(session, officer, seminar.id, now=START)
    await presence.arrive(session, citizen, secret, now=STARTS)


class TestDrafts:
    async def test_a_start_is_read_by_the_clock_of_bishkek(self, session: AsyncSession, officer: Citizen) -> None:
        draft = await drafted(session, officer)
        await seminar_drafts.answer(session, officer, draft, "starts_at", "1.12.2026, 14:00", now=START, zone=ZONE)
        assert draft.starts_at == datetime(2026, 12, 1, 8, 0, tzinfo=UTC)

    @pytest.mark.parametrize("text", ["tomorrow", "31.02.2027 10:00", "01.12.2020 10:00", "01.12.2026 25:00", "1.12 9"])
    async def test_what_is_no_moment_to_come_is_refused(self, text: str) -> None:
        with pytest.raises(MomentRefused):
            seminar_drafts.read_moment(text, now=START, zone=ZONE)

    @pytest.mark.parametrize("text", ["0", "-3", "many", "10001", "4.5", "²"])
    async def test_what_is_no_number_of_seats_is_refused(
        self, session: AsyncSession, officer: Citizen, text: str
    ) -> None:
        draft = await drafted(session, officer)
        with pytest.raises(NumberRefused):
            await seminar_drafts.answer(session, officer, draft, "seats", text, now=START, zone=ZONE)

    @pytest.mark.parametrize("text", ["www.ogp.el.kg", "javascript:alert(1)", "https://a b.kg", "https://x"])
    async def test_what_is_no_address_is_refused(self, session: AsyncSession, officer: Citizen, text: str) -> None:
        draft = await drafted(session, officer)
        with pytest.raises(LinkRefused):
            await seminar_drafts.answer(session, officer, draft, "link", text, now=START, zone=ZONE)

    async def test_kyrgyz_and_russian_are_needed_english_is_not(self, session: AsyncSession, officer: Citizen) -> None:
        draft = await seminar_drafts.start(session, officer, now=START)
        with pytest.raises(DraftIncomplete) as refused:
            await seminar_drafts.announce(session, officer, draft, now=START)
        assert refused.value.missing == ["title_ky", "title_ru", "place_ky", "place_ru", "region", "starts_at"]

    async def test_a_draft_older_than_its_start_is_not_announced(self, session: AsyncSession, officer: Citizen) -> None:
        draft = await drafted(session, officer)
        with pytest.raises(MomentRefused):
            await seminar_drafts.announce(session, officer, draft, now=STARTS)
        assert draft.state is SeminarState.DRAFT

    async def test_what_is_announced_is_not_deleted(self, session: AsyncSession, officer: Citizen) -> None:
        seminar = await announced(session, officer)
        with pytest.raises(AlreadyAnnounced):
            await seminar_drafts.discard(session, officer, seminar, now=START)
        await seminar_drafts.discard(session, officer, await drafted(session, officer), now=START)
        assert (await session.scalars(select(Seminar))).all() == [seminar]

    async def test_nothing_changes_once_it_has_begun(self, session: AsyncSession, officer: Citizen) -> None:
        seminar = await announced(session, officer)
        with pytest.raises(SeminarOver):
            await seminar_drafts.get(session, officer, seminar.id, now=STARTS)

    async def test_nobody_but_staff_creates_opens_calls_off_or_makes_a_code(
        self, session: AsyncSession, officer: Citizen, aizada: Citizen
    ) -> None:
        seminar = await announced(session, officer)
        for act in (seminar_drafts.get, seminar_drafts.get_for_minutes, seminars.call_off, presence.make_code):
            with pytest.raises(NotYours):
                await act(session, aizada, seminar.id, now=START)
        for begin in (seminar_drafts.start, seminars.list_for_staff):
            with pytest.raises(NotYours):
                await begin(session, aizada, now=START)
        text = "Мектептердин бюджети талкууланды."
        for forged in (
            seminar_drafts.answer(session, aizada, seminar, "minutes_ky", text, now=START, zone=ZONE),
            seminar_drafts.skip(session, aizada, seminar, "link", now=START),
            seminar_drafts.announce(session, aizada, seminar, now=START),
            seminar_drafts.discard(session, aizada, seminar, now=START),
            seminar_drafts.discard_minutes(session, aizada, seminar, now=START),
            seminar_results.send_minutes(session, aizada, seminar, now=START),
        ):
            with pytest.raises(NotYours):
                await forged
        refused = await session.scalars(select(AuditEntry.action).where(AuditEntry.is_refused))
        assert len(refused.all()) == 12
        assert seminar.state is SeminarState.ANNOUNCED
        assert seminar.presence_hash is None


class TestList:
    async def test_the_own_region_comes_first_then_each_by_its_start(
        self, session: AsyncSession, officer: Citizen
    ) -> None:
        late = await announced(session, officer, region="naryn", starts=STARTS + timedelta(days=9))
        soon = await announced(session, officer, region="naryn")
        capital = await announced(session, officer, region="bishkek")
        await drafted(session, officer, region="naryn")
        gone = await announced(session, officer, region="naryn")
        await seminars.call_off(session, officer, gone.id, now=START)
        assert list(await seminars.list_upcoming(session, now=START)) == [capital, soon, late]
        assert list(await seminars.list_upcoming(session, now=START, first="naryn")) == [soon, late, capital]
        assert list(await seminars.list_upcoming(session, now=STARTS)) == [late]

    async def test_a_link_shows_what_is_announced_and_what_was_called_off_but_no_draft(
        self, session: AsyncSession, officer: Citizen
    ) -> None:
        seminar = await announced(session, officer)
        await seminars.call_off(session, officer, seminar.id, now=START)
        assert await seminars.find(session, str(seminar.id)) is seminar
        draft = await drafted(session, officer)
        for key in (str(draft.id), "999", "x", "-1", "9" * 40):
            with pytest.raises(NotFound):
                await seminars.find(session, key)


class TestCallingOff:
    async def test_whoever_registered_or_waits_is_told(
        self, session: AsyncSession, officer: Citizen, aizada: Citizen
    ) -> None:
        bolot = await person(session, 2)
        seminar = await announced(session, officer, seats="1")
        for one in (aizada, bolot):
            await seminar_seats.register(session, one, seminar.id, now=START)
        await seminars.call_off(session, officer, seminar.id, now=START)
        told = select(Notice.citizen_id).where(Notice.kind == "seminar_cancelled").order_by(Notice.citizen_id)
        assert (await session.scalars(told)).all() == [aizada.id, bolot.id]
        with pytest.raises(SeminarOver):
            await seminars.call_off(session, officer, seminar.id, now=START)


class TestPresence:
    async def test_the_code_works_only_around_the_seminar(
        self, session: AsyncSession, officer: Citizen, aizada: Citizen
    ) -> None:
        seminar = await announced(session, officer)
        secret = await presence.make_code(session, officer, seminar.id, now=START)
        second = timedelta(seconds=1)
        for outside in (STARTS - timedelta(hours=2) - second, STARTS + timedelta(hours=4)):
            with pytest.raises(PresenceClosed):
                await presence.arrive(session, aizada, secret, now=outside)
        for inside in (STARTS - timedelta(hours=2), STARTS + timedelta(hours=4) - second):
            assert await presence.arrive(session, aizada, secret, now=inside) is seminar
        assert (await seminar_results.of(session, seminar)).present == 1

    async def test_the_secret_is_not_kept_and_a_new_one_ends_the_old(
        self, session: AsyncSession, officer: Citizen, aizada: Citizen
    ) -> None:
        seminar = await announced(session, officer)
        first = await presence.make_code(session, officer, seminar.id, now=START)
        assert first not in str(seminar.presence_hash)
        await presence.make_code(session, officer, seminar.id, now=START)
        for wrong in (first, "", str(seminar.presence_hash), str(seminar.id)):
            with pytest.raises(NotFound):
                await presence.arrive(session, aizada, wrong, now=STARTS)

    async def test_no_code_is_made_for_what_is_over_or_called_off(
        self, session: AsyncSession, officer: Citizen, aizada: Citizen
    ) -> None:
        seminar = await announced(session, officer)
        secret = await presence.make_code(session, officer, seminar.id, now=START)
        with pytest.raises(SeminarOver):
            await presence.make_code(session, officer, seminar.id, now=STARTS + timedelta(hours=4))
        await seminars.call_off(session, officer, seminar.id, now=START)
        with pytest.raises(SeminarOver):
            await presence.make_code(session, officer, seminar.id, now=START)
        with pytest.raises(PresenceClosed):
            await presence.arrive(session, aizada, secret, now=STARTS)

    async def test_questions_of_that_day_are_tagged_until_midnight_in_bishkek(
        self, session: AsyncSession, officer: Citizen, aizada: Citizen
    ) -> None:
        seminar = await announced(session, officer)
        before = await asked(session, aizada, now=STARTS - timedelta(minutes=1))
        await arrived(session, officer, aizada, seminar)
        midnight = STARTS.astimezone(ZONE).replace(hour=0) + timedelta(days=1)
        there = await asked(session, aizada, now=midnight - timedelta(minutes=1))
        later = await asked(session, aizada, now=midnight)
        elsewhere = await asked(session, await person(session, 2), now=STARTS)
        assert [before, there, later, elsewhere] == [None, seminar.id, None, None]

    async def test_initiatives_of_that_day_are_tagged(
        self, session: AsyncSession, officer: Citizen, aizada: Citizen
    ) -> None:
        seminar = await announced(session, officer)
        await arrived(session, officer, aizada, seminar)
        assert (await sent(session, aizada)).seminar_id == seminar.id
        assert (await sent(session, await person(session, 2))).seminar_id is None


async def asked(session: AsyncSession, citizen: Citizen, *, now: datetime) -> int | None:
    question = await questions.ask(session, citizen, "Семинарлар дагы качан болот?", now=now, zone=ZONE)
    return question.seminar_id


async def sent(session: AsyncSession, author: Citizen) -> Initiative:
    citizens.consent(author, now=STARTS)
    draft = await initiatives.start_draft(session, author, now=STARTS)
    for field, value in (
        ("title", "Мектептердин бюджетин жарыялоо"),
        ("problem", "Ата-энелер мектептин акчасын көрбөйт."),
        ("proposal", "Ар бир мектеп чыгашасын жарыяласын."),
    ):
        await initiatives.answer(session, draft, field, value, now=STARTS)
    return await initiatives.submit(session, author, draft, now=STARTS, zone=ZONE)


class TestResults:
    async def test_attendance_questions_and_initiatives_are_counted_by_seminar(
        self, session: AsyncSession, officer: Citizen, aizada: Citizen
    ) -> None:
        bolot, chinara, guest = [await person(session, number) for number in (2, 3, 4)]
        seminar, other = await announced(session, officer, seats="2"), await announced(session, officer)
        for one in (aizada, bolot, chinara):
            await seminar_seats.register(session, one, seminar.id, now=START)
        secret = await presence.make_code(session, officer, seminar.id, now=START)
        for one in (aizada, chinara, guest):
            await presence.arrive(session, one, secret, now=STARTS)
        await asked(session, aizada, now=STARTS)
        await asked(session, bolot, now=STARTS)
        initiative = await sent(session, guest)
        found = await seminar_results.of(session, seminar)
        assert (found.registered, found.waiting, found.present) == (2, 1, 3)
        assert (found.came, found.walked_in, found.questions, found.initiatives) == (1, 2, 1, 1)
        assert await seminar_results.list_initiatives(session, seminar) == [initiative]
        assert [one.author_id for one in await seminar_results.list_questions(session, seminar)] == [aizada.id]
        nothing = await seminar_results.of(session, other)
        assert (nothing.registered, nothing.present, nothing.questions, nothing.initiatives) == (0, 0, 0, 0)

    async def test_minutes_go_once_to_those_who_were_there(
        self, session: AsyncSession, officer: Citizen, aizada: Citizen
    ) -> None:
        bolot = await person(session, 2)
        seminar = await announced(session, officer)
        await seminar_seats.register(session, bolot, seminar.id, now=START)
        await arrived(session, officer, aizada, seminar)
        with pytest.raises(SeminarNotOver):
            await seminar_drafts.get_for_minutes(session, officer, seminar.id, now=START)
        await seminar_drafts.get_for_minutes(session, officer, seminar.id, now=STARTS)
        text = "Мектептердин бюджети талкууланды."
        await seminar_drafts.answer(session, officer, seminar, "minutes_ky", text, now=STARTS, zone=ZONE)
        with pytest.raises(DraftIncomplete):
            await seminar_results.send_minutes(session, officer, seminar, now=STARTS)
        await seminar_drafts.answer(session, officer, seminar, "minutes_ru", text, now=STARTS, zone=ZONE)
        assert await seminar_results.send_minutes(session, officer, seminar, now=STARTS) == 1
        told = select(Notice.citizen_id).where(Notice.kind == "seminar_minutes")
        assert (await session.scalars(told)).all() == [aizada.id]
        for again in (
            seminar_results.send_minutes(session, officer, seminar, now=STARTS),
            seminar_drafts.get_for_minutes(session, officer, seminar.id, now=STARTS),
        ):
            with pytest.raises(MinutesSent):
                await again
