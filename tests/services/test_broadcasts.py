"""A broadcast from the first word to the last recipient, by a clock that is moved; on both databases."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    AuditEntry,
    Broadcast,
    BroadcastState,
    Citizen,
    Conversation,
    Fanout,
    Language,
    Message,
    MessageState,
    Mute,
    Notice,
    Role,
    Seminar,
    SeminarPresence,
    SeminarRegistration,
    SeminarState,
    StaffRole,
    Support,
    Topic,
)
from models.database import Database
from services import (
    audiences,
    batches,
    broadcast_confirming,
    broadcasting,
    broadcasts,
    initiatives,
    making,
    notifications,
    outbox,
    reviews,
    seminar_seats,
    subscriptions,
    supports,
)
from services import broadcast_checks as checks
from services.audiences import Audience, Who
from services.errors import (
    AlreadySettled,
    Blocked,
    HourIsPast,
    LimitReached,
    LinkRefused,
    NotEditable,
    NotYours,
    SecondPersonNeeded,
    TextTooLong,
)
from services.hours import Moment
from services.links import Reach
from services.outbox import Outcome
from tests.conftest import START, ZONE, Clock
from tests.following import REGISTER, follower, many_followers
from tests.services.office import TITLES, officer, person, sent
from tests.services.seminars import administrator, announced

S = BroadcastState
SEMINAR = ("seated", "waiting", "there")
TEXTS = {Language.KY: "Демилгелерди <b>чогултуу</b> башталды.", Language.RU: "Сбор <b>инициатив</b> начался."}


async def composed(
    database: Database, *, announcer: int = 900, texts: dict[Language, str] | None = None, **audience: object
) -> tuple[int, int]:
    """(the announcer's id, the id of a draft that nothing keeps from beginning)."""
    async with database.begin() as session:
        who = await session.scalar(select(Citizen).where(Citizen.telegram_id == announcer))
        who = who or await officer(session, announcer, Role.ANNOUNCER)
        draft = await broadcasts.start(session, who, now=START)
        for lang, html in (texts or TEXTS).items():
            await broadcasts.set_text(session, who, draft.id, lang, html, now=START)
        await broadcasts.set_fallback(session, who, draft.id, Language.RU, now=START)
        await broadcasts.narrow(session, who, draft.id, Audience(**audience), now=START)
        return who.id, draft.id


async def confirmed(database: Database, who: int, broadcast_id: int, *, clock: Clock, **how: object) -> Broadcast:
    async with database.begin() as session:
        announcer = await session.get_one(Citizen, who)
        return await broadcast_confirming.confirm(session, announcer, broadcast_id, now=clock(), zone=ZONE, **how)  # type: ignore[arg-type]


async def turn(database: Database, clock: Clock) -> None:
    """What delivery does at each turn before it sends."""
    await broadcasting.settle(database, now=clock())
    await notifications.run_due_fanouts(database, now=clock())
    while True:
        async with database.begin() as session:
            if not await making.make_messages(session, Moment(clock(), ZONE), weekly_cap=7):
                return


async def send(database: Database, clock: Clock, limit: int, becomes: MessageState = MessageState.SENT) -> int:
    """Claim, begin and record up to so many. Returns how many were begun."""
    async with database.begin() as session:
        claimed = await outbox.claim(session, outbox.BROADCAST, now=clock(), limit=limit)
        begun = await outbox.begin(session, [one.id for one in claimed])
        reason = None if becomes is MessageState.SENT else "blocked"
        await outbox.record(session, [Outcome(one, becomes, reason) for one in begun], now=clock())
        return len(begun)


async def state_of(database: Database, broadcast_id: int) -> S:
    async with database.read() as session:
        return (await broadcasts.find(session, broadcast_id)).state


async def progress_of(database: Database, broadcast_id: int, clock: Clock) -> broadcasting.Progress:
    async with database.read() as session:
        return await broadcasting.progress(session, await broadcasts.find(session, broadcast_id), now=clock())


async def test_everybody_of_the_audience_gets_it_once_and_it_finishes(database: Database, clock: Clock) -> None:
    await many_followers(database, 9)
    who, one = await composed(database)
    assert (await confirmed(database, who, one, clock=clock)).state is S.RUNNING
    await turn(database, clock)
    clock.move(seconds=2)
    assert await send(database, clock, 6) == 6
    assert await send(database, clock, 2, MessageState.UNREACHABLE) == 2
    shown = await progress_of(database, one, clock)
    assert (shown.recipients, shown.is_frozen, shown.done, shown.left, shown.rate) == (10, True, 8, 2, 4.0)
    await turn(database, clock)
    assert await state_of(database, one) is S.RUNNING
    await send(database, clock, 10)
    await turn(database, clock)
    assert await state_of(database, one) is S.FINISHED
    async with database.read() as session:
        reports = (await session.scalars(select(Notice.citizen_id).where(Notice.kind == "broadcast-report"))).all()
        assert reports == [who]
        why = await broadcasting.reasons(session, await broadcasts.find(session, one))
        assert why == [(MessageState.UNREACHABLE, "blocked", 2)]


async def test_recipients_are_frozen_when_it_is_confirmed(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifications, "CHUNK", 4)
    await many_followers(database, 9)
    who, one = await composed(database)
    at = clock() + timedelta(hours=3)
    assert (await confirmed(database, who, one, clock=clock, starts_at=at)).state is S.SCHEDULED
    clock.move(minutes=1)
    async with database.begin() as session:
        (await person(session, 77)).created_at = clock()
    await turn(database, clock)
    assert (await progress_of(database, one, clock)).recipients == 10
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Message)) == 0
    clock.now = at
    await turn(database, clock)
    assert await state_of(database, one) is S.RUNNING
    assert await send(database, clock, 50) == 10


async def _comes_in(session: AsyncSession, who: Who, late: Citizen, *, now: datetime) -> None:
    """Somebody who is known already does what makes them one of the audience."""
    match who:
        case Who.COMMITMENT:
            await subscriptions.follow(session, late, Topic.COMMITMENT, REGISTER, now=now)
        case Who.AGENCY:
            await subscriptions.follow(session, late, Topic.AGENCY, "adilet-sot", now=now)
        case Who.THEME:
            await subscriptions.follow(session, late, Topic.EVERYTHING, now=now)
        case Who.SUPPORTERS:
            await supports.support(session, late, 1, now=now)
        case Who.AUTHORS:
            draft = await initiatives.start_draft(session, late, now=now)
            for field in ("title", "problem", "proposal"):
                await initiatives.answer(session, draft, field, "Ар бир айылга китепкана ачылсын.", now=now)
            await initiatives.submit(session, late, draft, now=now, zone=ZONE)
        case Who.STAFF:
            session.add(StaffRole(citizen_id=late.id, role=Role.MODERATOR, granted_at=now))
        case Who.SEMINAR:  # the seat was somebody else's when it was confirmed
            holder = await session.scalar(select(Citizen).where(Citizen.telegram_id == 10))
            assert holder is not None
            await seminar_seats.withdraw(session, holder, 1, now=now)
        case Who.EVERYONE:
            late.created_at = now


@pytest.mark.parametrize(
    ("who", "target"),
    [
        (Who.EVERYONE, None),
        (Who.COMMITMENT, REGISTER),
        (Who.AGENCY, "adilet-sot"),
        (Who.THEME, "justice-lawmaking"),
        (Who.SUPPORTERS, "1"),
        (Who.AUTHORS, None),
        (Who.STAFF, None),
        (Who.SEMINAR, "1"),
    ],
)
async def test_who_comes_in_while_recipients_are_written_down_is_not_among_them(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch, who: Who, target: str | None
) -> None:
    """Of a million people the last are written down some seconds after the confirmation."""
    monkeypatch.setattr(audiences, "AT_A_LOOK", 1)
    announcer, one = await composed(database, who=who, target=target)
    async with database.begin() as session:
        first = await person(session, 10)
        late = await person(session, 11)
        await subscriptions.follow(session, first, Topic.EVERYTHING, now=START)
        supported = await sent(session, await person(session, 14), TITLES[1])
        await reviews.publish(session, await officer(session, 12), supported.id, now=START, confirmed=True)
        await supports.support(session, first, supported.id, now=START)
        seminar = await announced(session, await administrator(session), seats="1")
        for visitor in (first, late):
            await seminar_seats.register(session, visitor, seminar.id, now=START)
        await session.flush()
        held = set((await session.scalars(audiences.people(Audience(who, target), at=clock()))).all())
        comer = late if who is not Who.EVERYONE else await person(session, 13)
        assert held
    await confirmed(database, announcer, one, clock=clock)
    clock.move(seconds=1)
    async with database.begin() as session:
        await _comes_in(session, who, await session.get_one(Citizen, comer.id), now=clock())
        await session.flush()
        now_in = set((await session.scalars(audiences.people(Audience(who, target), at=clock()))).all())
        assert comer.id in now_in
    clock.move(seconds=1)
    await turn(database, clock)
    async with database.read() as session:
        told = set((await session.scalars(select(Notice.citizen_id).where(Notice.cause == f"broadcast:{one}"))).all())
    assert comer.id not in told
    assert told == held & now_in


async def test_a_stop_leaves_nothing_to_begin_even_of_what_is_claimed(database: Database, clock: Clock) -> None:
    await many_followers(database, 30)
    who, one = await composed(database)
    await confirmed(database, who, one, clock=clock)
    await turn(database, clock)
    await send(database, clock, 5)
    async with database.begin() as session:
        claimed = await outbox.claim(session, outbox.BROADCAST, now=clock(), limit=10)
    async with database.begin() as session:
        await broadcasting.stop(session, await session.get_one(Citizen, who), one, now=clock())
    async with database.begin() as session:
        assert await outbox.begin(session, [one.id for one in claimed]) == frozenset()
    await turn(database, clock)
    assert await send(database, clock, 50) == 0
    shown = await progress_of(database, one, clock)
    assert (shown.states[MessageState.SENT], shown.states[MessageState.SKIPPED]) == (5, 26)
    async with database.begin() as session:
        with pytest.raises(AlreadySettled):
            await broadcasting.resume(session, await session.get_one(Citizen, who), one, now=clock())


async def test_a_pause_holds_all_of_it_and_resuming_goes_on_where_it_was(database: Database, clock: Clock) -> None:
    await many_followers(database, 20)
    who, one = await composed(database)
    await confirmed(database, who, one, clock=clock)
    await turn(database, clock)
    await send(database, clock, 5)
    async with database.begin() as session:
        await broadcasting.pause(session, await session.get_one(Citizen, who), one, now=clock())
    await turn(database, clock)
    assert await send(database, clock, 50) == 0
    async with database.begin() as session:
        await broadcasting.resume(session, await session.get_one(Citizen, who), one, now=clock())
    await turn(database, clock)
    assert await send(database, clock, 50) == 16
    await turn(database, clock)
    assert await state_of(database, one) is S.FINISHED


async def test_an_unscheduled_one_reaches_nobody_and_its_words_are_a_new_draft(
    database: Database, clock: Clock
) -> None:
    await many_followers(database, 5)
    who, one = await composed(database)
    at = clock() + timedelta(hours=3)
    await confirmed(database, who, one, clock=clock, starts_at=at)
    async with database.begin() as session:
        draft = await broadcasting.unschedule(session, await session.get_one(Citizen, who), one, now=clock())
        assert {text.lang: text.text for text in draft.texts} == TEXTS
    clock.now = at
    await turn(database, clock)
    assert await send(database, clock, 50) == 0
    assert (await state_of(database, one), await state_of(database, draft.id)) == (S.STOPPED, S.DRAFT)
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Notice)) == 0
    # The same words may go out at the same hour now.
    clock.move(minutes=1)
    assert (await confirmed(database, who, draft.id, clock=clock)).state is S.RUNNING


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (Audience(), {"ky", "ru", "author", "supporter", "boss", *SEMINAR}),
        (Audience(language=Language.RU), {"ru", "boss"}),
        (Audience(region="osh"), {"ky"}),
        (Audience(Who.COMMITMENT, REGISTER), {"ru"}),
        (Audience(Who.AGENCY, "adilet-sot"), set()),
        (Audience(Who.AUTHORS), {"author"}),
        (Audience(Who.SUPPORTERS, "1"), {"supporter"}),
        (Audience(Who.SUPPORTERS, "x"), set()),
        (Audience(Who.SEMINAR, "1"), {"seated", "there"}),
        (Audience(Who.SEMINAR, "2"), set()),
        (Audience(Who.STAFF), {"boss"}),
        (Audience(spares_busy=False), {"ky", "ru", "author", "supporter", "boss", "busy", *SEMINAR}),
    ],
)
async def test_an_audience_holds_exactly_those_it_names(
    database: Database, audience: Audience, expected: set[str]
) -> None:
    follows = await follower(database, 1, Topic.COMMITMENT, REGISTER, language=Language.RU)
    async with database.begin() as session:
        names = ("ky", "author", "supporter", "busy", "off", "blocked", *SEMINAR)
        people = {name: await person(session, 10 + number) for number, name in enumerate(names)}
        people["boss"] = await officer(session, 40)
        people["ru"] = await session.get_one(Citizen, follows)
        people["ky"].region_id = "osh"
        one = await sent(session, people["author"])
        session.add(Support(initiative_id=one.id, citizen_id=people["supporter"].id, supported_at=START))
        session.add(Conversation(citizen_id=people["busy"].id, flow="initiative", step="title", updated_at=START))
        await _hold_seminar(session, people)
        people["off"].wants_announcements = False
        people["blocked"].unreachable = "blocked"  # type: ignore[assignment]
        await session.flush()
        found = set((await session.scalars(audiences.people(audience, at=START))).all())
        assert found == {people[name].id for name in expected}
        assert sum((await audiences.count(session, audience, now=START)).values()) == len(expected)
        assert Audience.parse(audience.keep()) == audience


async def _hold_seminar(session: AsyncSession, people: dict[str, Citizen]) -> None:
    one = Seminar(state=SeminarState.ANNOUNCED, region_id="osh", starts_at=START, announced_at=START, texts=[])
    one.created_at = one.changed_at = START
    session.add(one)
    await session.flush()
    for name, seat in (("seated", 1), ("waiting", None)):
        session.add(SeminarRegistration(seminar_id=one.id, citizen_id=people[name].id, seat=seat, registered_at=START))
    session.add(SeminarPresence(seminar_id=one.id, citizen_id=people["there"].id, present_at=START))


async def test_who_follows_everything_but_has_muted_a_commitment_is_left_out(database: Database) -> None:
    every = await follower(database, 1, Topic.EVERYTHING, "")
    muting = await follower(database, 2, Topic.EVERYTHING, "")
    async with database.begin() as session:
        session.add(Mute(citizen_id=muting, commitment_id=REGISTER, created_at=START))
        await session.flush()
        found = (await session.scalars(audiences.people(Audience(Who.COMMITMENT, REGISTER), at=START))).all()
        assert found == [every]


async def test_a_few_among_very_many_are_found_a_stretch_of_people_at_a_time(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audiences, "AT_A_LOOK", 7)
    await many_followers(database, 40)
    who, one = await composed(database, who=Who.STAFF)
    await confirmed(database, who, one, clock=clock)
    await turn(database, clock)
    shown = await progress_of(database, one, clock)
    assert (shown.recipients, shown.is_frozen) == (1, True)


async def test_a_link_that_gave_no_answer_is_confirmed_by_somebody_and_one_that_is_gone_by_nobody(
    database: Database,
) -> None:
    who, one = await composed(database)
    site, typed = "https://www.ogp.el.kg/", "https://example.kg/typed"
    async with database.begin() as session:
        announcer = await session.get_one(Citizen, who)
        await broadcasts.add_link(session, announcer, one, [site, "Ачуу", "Открыть"], now=START)
        await broadcasts.set_text(session, announcer, one, Language.EN, f"See {typed}.", now=START)
        draft = await broadcasts.find(session, one)
        assert checks.addresses(draft) == [site, typed]

        def held(**reached: Reach) -> list[tuple[str, str]]:
            known = {site: reached["site"], typed: reached["typed"]}
            return [(found.what, found.detail) for found in checks.of_links(draft, known)]

        assert held(site=Reach.OK, typed=Reach.OK) == []
        assert held(site=Reach.UNKNOWN, typed=Reach.GONE) == [("unreached-link", site), ("gone-link", typed)]
        await broadcasts.trust_links(session, announcer, one, [site, typed, "https://elsewhere.kg"], now=START)
        assert draft.trusted_links == [typed, site]
        assert held(site=Reach.UNKNOWN, typed=Reach.GONE) == [("gone-link", typed)]
        assert held(site=Reach.PRIVATE, typed=Reach.UNKNOWN) == [("private-link", site)]


async def test_who_of_them_is_unknown_may_get_it_again_by_an_act_that_is_noted(
    database: Database, clock: Clock
) -> None:
    await many_followers(database, 3)
    who, one = await composed(database)
    await confirmed(database, who, one, clock=clock)
    await turn(database, clock)
    await send(database, clock, 1, MessageState.UNKNOWN)
    async with database.begin() as session:
        announcer = await session.get_one(Citizen, who)
        with pytest.raises(AlreadySettled):  # while it runs, nobody may
            await broadcasting.resend_unknown(session, announcer, one, now=clock())
    await send(database, clock, 10)
    await turn(database, clock)
    async with database.begin() as session:
        announcer = await session.get_one(Citizen, who)
        await broadcasting.resend_unknown(session, announcer, one, now=clock())
        with pytest.raises(AlreadySettled):
            await broadcasting.resend_unknown(session, announcer, one, now=clock())
    assert await send(database, clock, 10) == 1
    async with database.read() as session:
        noted = select(func.count()).where(AuditEntry.action == "batch.resend-unknown")
        assert await session.scalar(noted) == 1


async def test_very_many_are_held_and_stopped_without_holding_up_the_rest(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await many_followers(database, 30)
    who, one = await composed(database)
    await confirmed(database, who, one, clock=clock)
    await turn(database, clock)
    monkeypatch.setattr(batches, "CHUNK", 5)
    monkeypatch.setattr(broadcasting, "CHUNKS_AT_A_TIME", 2)
    async with database.begin() as session:
        await broadcasting.stop(session, await session.get_one(Citizen, who), one, now=clock())
    skipped = []
    for _ in range(4):
        await broadcasting.settle(database, now=clock())
        skipped.append((await progress_of(database, one, clock)).states.get(MessageState.SKIPPED, 0))
    assert skipped == [10, 20, 30, 31]


async def test_what_keeps_a_broadcast_from_beginning_is_listed(database: Database, clock: Clock) -> None:
    who, whole = await composed(database)
    async with database.begin() as session:
        announcer = await session.get_one(Citizen, who)
        empty = await broadcasts.start(session, announcer, now=START)
        found = await broadcast_confirming.blockers(session, empty, starts_at=START, zone=ZONE, now=START)
        assert [(one.what, one.lang) for one in found] == [
            ("missing-text", "ky"),
            ("missing-text", "ru"),
            ("fallback-unconfirmed", "en"),
        ]
        link = '<a href="http://">x</a>'
        await broadcasts.set_text(session, announcer, whole, Language.EN, link + "x" * 2000, now=START)
        await broadcasts.set_media(session, announcer, whole, ("photo", "file", None), now=START)  # type: ignore[arg-type]
        await broadcasts.narrow(session, announcer, whole, Audience(Who.AUTHORS), now=START)
        late = START.astimezone(ZONE).replace(hour=23)
        one = await broadcasts.find(session, whole)
        found = await broadcast_confirming.blockers(session, one, starts_at=late, zone=ZONE, now=START)
        assert [one.what for one in found] == ["too-long", "broken-link", "quiet-hours", "nobody"]
        with pytest.raises(Blocked):
            await broadcast_confirming.confirm(session, announcer, whole, now=START, zone=ZONE)
        assert one.state is S.DRAFT


async def test_a_similar_one_within_the_hour_is_held_back(database: Database, clock: Clock) -> None:
    who, first = await composed(database)
    await confirmed(database, who, first, clock=clock)
    _, second = await composed(database, texts={lang: f"{text}!" for lang, text in TEXTS.items()})
    clock.move(minutes=30)
    with pytest.raises(Blocked):
        await confirmed(database, who, second, clock=clock)
    clock.move(minutes=31)
    assert (await confirmed(database, who, second, clock=clock)).state is S.RUNNING


async def test_a_second_person_approves_where_the_setting_asks_for_it(database: Database, clock: Clock) -> None:
    who, one = await composed(database)
    async with database.begin() as session:
        other = (await officer(session, 901, Role.ANNOUNCER)).id
    assert (await confirmed(database, who, one, clock=clock, needs_approval=True)).state is S.AWAITING
    async with database.begin() as session:
        announcer, second = await session.get_one(Citizen, who), await session.get_one(Citizen, other)
        asked = (await session.scalars(select(Notice.citizen_id).where(Notice.kind == "broadcast-approval"))).all()
        assert asked == [other]
        with pytest.raises(SecondPersonNeeded):
            await broadcast_confirming.approve(session, announcer, one, now=clock(), zone=ZONE)
        with pytest.raises(NotEditable):
            await broadcasts.set_text(session, second, one, Language.KY, "Башка сөздөр", now=clock())
        assert await session.scalar(select(func.count()).select_from(Fanout)) == 0
        found = await broadcast_confirming.approve(session, second, one, now=clock(), zone=ZONE)
        assert (found.state, found.approved_by_id) == (S.RUNNING, other)


async def test_links_and_lengths_are_checked_as_they_are_typed(database: Database) -> None:
    who, one = await composed(database)
    async with database.begin() as session:
        announcer = await session.get_one(Citizen, who)
        with pytest.raises(LinkRefused):
            await broadcasts.add_link(session, announcer, one, ["ftp:/x", "а", "б"], now=START)
        with pytest.raises(TextTooLong):
            await broadcasts.set_text(session, announcer, one, Language.KY, "я" * 4000, now=START)
        for number in range(3):
            lines = [f"https://ogp.el.kg/{number}", "Ачуу", "Открыть"]
            await broadcasts.add_link(session, announcer, one, lines, now=START)
        with pytest.raises(LimitReached):
            await broadcasts.add_link(session, announcer, one, ["https://ogp.el.kg", "Ачуу", "Открыть"], now=START)
        with pytest.raises(HourIsPast):
            await broadcast_confirming.confirm(session, announcer, one, now=START, zone=ZONE, starts_at=START)


async def test_nobody_but_an_announcer_does_any_of_it(database: Database) -> None:
    _, one = await composed(database)
    async with database.begin() as session:
        citizen = await officer(session, 55, Role.MODERATOR)
        acts = [
            broadcasts.start(session, citizen, now=START),
            broadcasts.set_text(session, citizen, one, Language.KY, "Салам", now=START),
            broadcast_confirming.confirm(session, citizen, one, now=START, zone=ZONE),
            broadcast_confirming.send_test(session, citizen, one, now=START),
            broadcasting.stop(session, citizen, one, now=START),
        ]
        for act in acts:
            with pytest.raises(NotYours):
                await act
        refused = select(func.count()).where(AuditEntry.is_refused, AuditEntry.actor_id == citizen.id)
        assert await session.scalar(refused) == len(acts)


async def test_after_a_kill_it_goes_on_and_what_was_in_flight_is_unknown(database: Database, clock: Clock) -> None:
    await many_followers(database, 20)
    who, one = await composed(database)
    await confirmed(database, who, one, clock=clock)
    await turn(database, clock)
    async with database.begin() as session:
        claimed = await outbox.claim(session, outbox.BROADCAST, now=clock(), limit=6)
        await outbox.begin(session, [message.id for message in claimed[:4]])
    async with database.begin() as session:  # the next process
        assert await outbox.recover(session, now=clock()) == (2, 4)
    await turn(database, clock)
    assert await send(database, clock, 50) == 17
    await turn(database, clock)
    shown = await progress_of(database, one, clock)
    assert (shown.states[MessageState.UNKNOWN], shown.left, await state_of(database, one)) == (4, 0, S.FINISHED)


async def test_those_in_their_quiet_hours_keep_it_running(database: Database, clock: Clock) -> None:
    await many_followers(database, 2)
    who, one = await composed(database)
    async with database.begin() as session:
        await session.execute(update(Citizen).where(Citizen.id == who).values(quiet_from=9, quiet_until=12))
    await confirmed(database, who, one, clock=clock)
    await turn(database, clock)
    assert await send(database, clock, 50) == 2
    await turn(database, clock)
    assert await state_of(database, one) is S.RUNNING
    clock.move(hours=2)
    await turn(database, clock)
    assert await send(database, clock, 50) == 1
    await turn(database, clock)
    assert await state_of(database, one) is S.FINISHED
