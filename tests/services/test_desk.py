"""The queue, whose task a thing is, the staff group's cards, working days: on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from models import AuditEntry, Citizen, Initiative, InitiativeState, Language, Mute, Notice, Outcome, Role, Subscription
from models.database import Database
from services import (
    campaigns,
    clarifications,
    deadlines,
    decisions,
    desk,
    initiatives,
    library,
    matching,
    morning,
    notifications,
    privacy,
    reports,
    reviews,
    staffroom,
    subscriptions,
    tasks,
    team,
    workdays,
)
from services.desk import Filter, Kind, Whose
from services.errors import (
    AlreadySettled,
    ClarificationPending,
    LastAdministrator,
    NotYours,
    OneLanguageOnly,
    ReasonNeeded,
    TakenByAnother,
)
from services.sources import receiving
from services.tasks import Thing
from services.workdays import Calendar, Mark
from tests.conftest import START, ZONE
from tests.following import BODY, REGISTER
from tests.reporting import said
from tests.services.office import TITLES, officer, person, sent

REASON = {Language.KY: "Буга чейин аткарылган иш экен.", Language.RU: "Это уже сделано раньше."}


class TestQueue:
    async def test_the_oldest_comes_first_and_filters_narrow_it(self, database: Database) -> None:
        async with database.begin() as session:
            who, author = await officer(session, 1), await person(session, 2)
            ids = [(await sent(session, author, title)).id for title in TITLES]
            older = START - timedelta(days=30)
            third = await session.get_one(Initiative, ids[2])
            third.submitted_at, third.theme_id = older, "justice-lawmaking"
            await session.flush()
            found = await desk.queue(session, who, Filter(), now=START, zone=ZONE)
            assert [one.id for one in found.items] == [ids[2], ids[0], ids[1]]
            assert found.items[0].mark is Mark.RED
            assert found.items[0].title == TITLES[2]
            assert found.counts == {Kind.NEW: 3}
            themed = await desk.queue(session, who, Filter(theme="justice-lawmaking"), now=START, zone=ZONE)
            assert [one.id for one in themed.items] == [ids[2]]
            await tasks.take(session, who, Thing.INITIATIVE, ids[0], now=START)
            mine = await desk.queue(session, who, Filter(whose=Whose.MINE), now=START, zone=ZONE)
            free = await desk.queue(session, who, Filter(whose=Whose.FREE), now=START, zone=ZONE)
            assert ([one.id for one in mine.items], free.total) == ([ids[0]], 2)

    async def test_reports_to_approve_their_changes_and_silence_wait_too(self, database: Database) -> None:
        today = START.astimezone(ZONE).date()
        async with database.begin() as session:
            who = await officer(session, 1)
            register = await matching.register(session)
            for source, is_trusted in (("ministry", False), ("feed", True)):
                origin = receiving.Origin(source, agency_id=BODY, is_trusted=is_trusted)
                await receiving.receive(session, origin, [said()], register, now=START)
            feed = await receiving.find(session, "feed", "2026-q3")
            assert feed is not None
            feed.pending = reports.GONE
            await deadlines.set_deadline(session, who, "budget-process", due_on=today, today=today, now=START)
            found = await desk.queue(session, who, Filter(), now=START, zone=ZONE)
            assert found.counts == {Kind.REPORT: 2}
            assert {one.commitment_id for one in found.items} == {REGISTER}
            late = START + timedelta(days=deadlines.USUAL_GRACE_DAYS + 1)
            found = await desk.queue(session, who, Filter(kinds=frozenset({Kind.OVERDUE})), now=late, zone=ZONE)
            assert [one.id for one in found.items] == ["budget-process"]
            # Of a theme is what is about the theme's commitments.
            justice = await desk.queue(session, who, Filter(theme="justice-lawmaking"), now=late, zone=ZONE)
            finance = await desk.queue(session, who, Filter(theme="public-finance"), now=late, zone=ZONE)
            assert (justice.counts, finance.counts) == ({Kind.REPORT: 2}, {Kind.OVERDUE: 1})
            await deadlines.switch(session, who, "budget-process", on=False, now=late)
            assert (await desk.queue(session, who, Filter(), now=late, zone=ZONE)).counts == {Kind.REPORT: 2}

    async def test_a_page_beyond_the_end_is_the_last_one(self, database: Database) -> None:
        async with database.begin() as session:
            who, author = await officer(session, 1), await person(session, 2)
            for number in range(desk.PAGE + 1):
                await sent(session, author, f"{TITLES[0]} {number}")
            found = await desk.queue(session, who, Filter(), now=START, zone=ZONE, page=99)
            assert (found.page, found.pages, len(found.items), found.total) == (1, 2, 1, desk.PAGE + 1)

    async def test_each_step_has_its_own_line(self, database: Database) -> None:
        async with database.begin() as session:
            who, author = await officer(session, 1), await person(session, 2)
            one = await sent(session, author)

            async def kinds() -> dict[Kind, int]:
                return (await desk.queue(session, who, Filter(), now=START, zone=ZONE)).counts

            asked = await clarifications.ask(session, who, one.id, ["problem"], now=START)
            assert await kinds() == {}  # it waits for the author
            with pytest.raises(ClarificationPending):
                await decisions.decide(session, who, one.id, Outcome.REJECTED, reasons=REASON, now=START)
            await clarifications.answer(session, asked, "problem", None, now=START)
            await clarifications.send(session, author, asked, one, now=START)
            assert await kinds() == {Kind.CLARIFIED: 1}
            written = await decisions.decide(session, who, one.id, Outcome.ACCEPTED, reasons={}, now=START)
            assert await kinds() == {Kind.DECIDED: 1}
            await decisions.publish(session, who, written.id, now=START)
            assert await kinds() == {}


class TestDecisions:
    async def test_a_refusal_needs_a_reason_in_the_authors_language(self, database: Database) -> None:
        async with database.begin() as session:
            who, author = await officer(session, 1), await person(session, 2)
            one = await sent(session, author)
            for reasons in ({}, {Language.RU: REASON[Language.RU]}):
                with pytest.raises(ReasonNeeded):
                    await decisions.decide(session, who, one.id, Outcome.REJECTED, reasons=reasons, now=START)

    async def test_one_language_is_published_only_when_staff_say_that_they_know(self, database: Database) -> None:
        async with database.begin() as session:
            who, author = await officer(session, 1), await person(session, 2)
            one = await sent(session, author)
            reasons = {Language.KY: REASON[Language.KY]}
            written = await decisions.decide(session, who, one.id, Outcome.REJECTED, reasons=reasons, now=START)
            with pytest.raises(OneLanguageOnly):
                await decisions.publish(session, who, written.id, now=START)
            await decisions.publish(session, who, written.id, now=START, confirmed=True)
            assert one.state is InitiativeState.REJECTED

    async def test_who_had_muted_the_commitment_hears_of_it_again_as_they_are_told(self, database: Database) -> None:
        async with database.begin() as session:
            who, author, stranger = await officer(session, 1), await person(session, 2), await person(session, 3)
            one = await sent(session, author)
            for citizen in (author, stranger):
                await subscriptions.mute(session, citizen, "open-data-policy", now=START)
            decision = await decisions.decide(
                session, who, one.id, Outcome.IN_PLAN, reasons=REASON, commitment_id="open-data-policy", now=START
            )
            await decisions.publish(session, who, decision.id, now=START)
            followers = await notifications.still_followed_by(session, "open-data-policy", [author.id, stranger.id])
            assert followers == {author.id}
            assert (await session.scalars(select(Mute.citizen_id))).all() == [stranger.id]

    async def test_publishing_twice_tells_once_and_a_later_inclusion_tells_again(self, database: Database) -> None:
        async with database.begin() as session:
            who, author = await officer(session, 1), await person(session, 2)
            one = await sent(session, author)
            first = await decisions.decide(session, who, one.id, Outcome.ACCEPTED, reasons=REASON, now=START)
            for _ in range(2):
                await decisions.publish(session, who, first.id, now=START)
            second = await decisions.decide(
                session, who, one.id, Outcome.IN_PLAN, reasons=REASON, commitment_id="open-data-policy", now=START
            )
            for _ in range(2):
                await decisions.publish(session, who, second.id, now=START)
            causes = (await session.scalars(select(Notice.cause).order_by(Notice.id))).all()
            assert causes == [f"initiative:{one.id}:decision:1", f"initiative:{one.id}:decision:2"]
            followed = (await session.execute(select(Subscription.citizen_id, Subscription.target))).all()
            assert [tuple(row) for row in followed] == [(author.id, "open-data-policy")]

    async def test_what_was_withdrawn_meanwhile_is_not_decided(self, database: Database) -> None:
        async with database.begin() as session:
            who, author = await officer(session, 1), await person(session, 2)
            one = await sent(session, author)
            written = await decisions.decide(session, who, one.id, Outcome.ACCEPTED, reasons={}, now=START)
            await initiatives.withdraw(session, author, one, now=START)
            with pytest.raises(AlreadySettled):
                await decisions.publish(session, who, written.id, now=START)
            assert await session.scalar(select(func.count()).select_from(Notice)) == 0
            assert (await desk.queue(session, who, Filter(), now=START, zone=ZONE)).total == 0


class TestTasks:
    async def test_only_its_holder_or_an_administrator_releases_a_task(self, database: Database) -> None:
        async with database.begin() as session:
            first, second = await officer(session, 1), await officer(session, 2)
            chief, author = await officer(session, 3, Role.ADMINISTRATOR), await person(session, 4)
            one = await sent(session, author)
            await tasks.take(session, first, Thing.INITIATIVE, one.id, now=START)
            for act in (tasks.take, tasks.release):
                with pytest.raises(TakenByAnother):
                    await act(session, second, Thing.INITIATIVE, one.id, now=START)
            await tasks.release(session, chief, Thing.INITIATIVE, one.id, now=START)
            assert one.assignee_id is None


class TestTeam:
    async def test_the_last_administrator_stays(self, database: Database) -> None:
        async with database.begin() as session:
            chief = await officer(session, 1, Role.ADMINISTRATOR)
            held = (await team.colleagues(session))[0]
            with pytest.raises(LastAdministrator):
                await team.revoke_role(session, chief, held.id, now=START)

    async def test_a_moderator_manages_no_team_and_the_attempt_is_noted(self, database: Database) -> None:
        async with database.begin() as session:
            who = await officer(session, 1)
            with pytest.raises(NotYours):
                await team.invite(session, who, Role.ADMINISTRATOR, now=START)
            noted = (await session.scalars(select(AuditEntry).where(AuditEntry.is_refused))).all()
            assert [(one.actor_id, one.action) for one in noted] == [(who.id, "staff.invite")]


class TestStaffRoom:
    async def test_each_new_thing_gets_one_card_and_a_begun_one_is_not_repeated(self, database: Database) -> None:
        async with database.begin() as session:
            author = await person(session, 2)
            one = await sent(session, author)
            for _ in range(2):
                await staffroom.owe(session, now=START)
            begun = await staffroom.begin(session, now=START)
            assert [card.subject for card in begun] == [f"initiative:{one.id}"]
            assert await staffroom.begin(session, now=START) == []
            await staffroom.put_off(session, begun[0].id)
            assert len(await staffroom.begin(session, now=START)) == 1
            shown = await staffroom.describe(session, Thing.INITIATIVE, one.id)
            assert (shown.number, shown.title) == (one.number, TITLES[0])


class TestMorning:
    async def test_nobody_is_woken_on_a_day_off_or_before_their_hour(self, database: Database) -> None:
        async with database.begin() as session:
            who = await officer(session, 1)
            await morning.want_list(session, who, wanted=True, now=START)

        async def told() -> int:
            async with database.read() as session:
                return await session.scalar(select(func.count()).select_from(Notice)) or 0

        sunday = datetime(2026, 11, 22, 6, tzinfo=UTC)
        early = datetime(2026, 11, 23, 1, tzinfo=UTC)  # seven in the morning in Bishkek
        for moment in (sunday, early):
            await morning.run_due_lists(database, now=moment, zone=ZONE)
        assert await told() == 0
        for _ in range(2):
            await morning.run_due_lists(database, now=START, zone=ZONE)
        assert await told() == 1


class TestPrivacy:
    async def test_erasure_takes_unpublished_words_and_the_role_along(self, database: Database) -> None:
        async with database.begin() as session:
            who, author = await officer(session, 1), await person(session, 2)
            one = await sent(session, author)
            await reviews.publish(session, who, one.id, now=START, confirmed=True)
            await clarifications.ask(session, who, one.id, ["problem"], remark="Кайсы мектептер?", now=START)
            await reviews.add_note(session, who, "Автор менен сүйлөшүү керек", initiative_id=one.id, now=START)
            assert (await privacy.export(session, author))["clarifications"][0]["remark"] == "Кайсы мектептер?"
            await privacy.erase(session, author, inbox_id=0, now=START)
        async with database.begin() as session:
            who = await session.get_one(Citizen, who.id)
            review = await reviews.get(session, who, one.id, now=START)
            assert (review.clarifications, review.notes) == ([], [])
            await privacy.erase(session, who, inbox_id=0, now=START)
            assert await team.colleagues(session) == []


class TestWorkdays:
    def test_weekends_and_holidays_do_not_count(self) -> None:
        calendar = Calendar(ZONE, term=3, holidays=frozenset({date(2026, 11, 25)}))
        friday = datetime(2026, 11, 20, 6, tzinfo=UTC)
        assert calendar.days_between(friday, friday + timedelta(days=3)) == 1  # Monday
        assert calendar.days_between(friday, friday + timedelta(days=5)) == 2  # Wednesday is a holiday

    @pytest.mark.parametrize(("days", "mark"), [(0, Mark.IN_TIME), (3, Mark.IN_TIME), (4, Mark.AMBER), (15, Mark.RED)])
    def test_an_item_turns_amber_then_red(self, days: int, mark: Mark) -> None:
        monday = datetime(2026, 11, 23, 4, tzinfo=UTC)
        assert Calendar(ZONE, term=5).mark(monday, monday + timedelta(days=days)) is mark

    async def test_an_administrator_sets_term_and_holidays(self, database: Database) -> None:
        async with database.begin() as session:
            chief, who = await officer(session, 1, Role.ADMINISTRATOR), await officer(session, 2)
            await workdays.set_term(session, chief, 5, now=START)
            assert await workdays.toggle_holiday(session, chief, date(2027, 1, 7), now=START)
            found = await workdays.calendar(session, ZONE)
            assert (found.term, found.holidays) == (5, frozenset({date(2027, 1, 7)}))
            assert not await workdays.toggle_holiday(session, chief, date(2027, 1, 7), now=START)
            with pytest.raises(NotYours):
                await workdays.set_term(session, who, 5, now=START)


class TestOpenings:
    async def test_a_collection_whose_dates_moved_opens_anew_for_who_asked_again(self, database: Database) -> None:
        later = START + timedelta(days=30)

        async def told() -> int:
            async with database.read() as session:
                return await session.scalar(select(func.count()).select_from(Notice)) or 0

        async with database.begin() as session:
            who, author, other = await officer(session, 1), await person(session, 2), await person(session, 3)
            plan = (await library.list_campaigns(session, who, now=START))[1][0].id
            dates = {"opens_at": START - timedelta(days=1), "closes_at": START + timedelta(days=5)}
            await library.set_campaign(session, who, plan, **dates, now=START)
            for one in (author, other):
                await campaigns.wait_for_opening(session, one, now=START)
        for _ in range(2):
            await library.run_due_openings(database, now=START)
        assert await told() == 2
        async with database.begin() as session:
            who, author = await session.get_one(Citizen, who.id), await session.get_one(Citizen, author.id)
            dates = {"opens_at": later, "closes_at": later + timedelta(days=5)}
            await library.set_campaign(session, who, plan, **dates, now=START)
            await campaigns.wait_for_opening(session, author, now=START)
        await library.run_due_openings(database, now=START)
        assert await told() == 2
        for _ in range(2):
            await library.run_due_openings(database, now=later)
        assert await told() == 3
