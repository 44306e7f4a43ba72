"""Silence is an event: reminded before, told after, told again when it is long overdue, and never otherwise."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import Notice, Report, Role
from models.database import Database
from services import deadlines, matching, reports
from services.errors import DayIsPast, NotYours
from services.sources import receiving
from tests import reporting
from tests.conftest import START, ZONE
from tests.following import BODY, REGISTER, follower, publish

TODAY = START.astimezone(ZONE).date()
DUE = TODAY + timedelta(days=20)


async def set_up(database: Database, *, due_on: date = DUE, grace_days: int = 5) -> None:
    async with database.begin() as session:
        await reporting.member(session, 71, Role.AGENCY_OFFICER, BODY)
        await reporting.member(session, 72, Role.AGENCY_OFFICER, "mof")
        desk = await reporting.member(session, 73, Role.MODERATOR)
        await deadlines.set_deadline(
            session, desk, REGISTER, due_on=due_on, today=TODAY, now=START, grace_days=grace_days
        )
    await follower(database, 74)


async def tick(database: Database, *, days: int) -> list[str]:
    """What the clock has told in all, this many days after the deadline."""
    now = START + timedelta(days=20 + days)
    await deadlines.run_due_deadlines(database, now=now, zone=ZONE)
    await deadlines.run_due_deadlines(database, now=now + timedelta(minutes=1), zone=ZONE)  # once is once
    async with database.read() as session:
        return [f"{kind} {cause}" for kind, cause in await session.execute(_NOTICES)]


_NOTICES = select(Notice.kind, Notice.cause).order_by(Notice.id)
REMINDED = "report-due deadline:1:before"
FIRST = ["overdue-desk overdue:1:first", "overdue overdue:1:first"]
LONG = ["overdue-desk overdue:1:long", "overdue overdue:1:long"]


async def test_officers_of_the_body_are_reminded_and_silence_is_told_twice(database: Database) -> None:
    await set_up(database)
    assert await tick(database, days=-8) == []
    assert await tick(database, days=-7) == [REMINDED]
    assert await tick(database, days=0) == [REMINDED]
    assert await tick(database, days=5) == [REMINDED]  # grace
    assert await tick(database, days=6) == [REMINDED, *FIRST]
    assert await tick(database, days=35) == [REMINDED, *FIRST]
    assert await tick(database, days=36) == [REMINDED, *FIRST, *LONG]
    assert await tick(database, days=300) == [REMINDED, *FIRST, *LONG]


async def test_a_report_that_has_come_is_no_silence(database: Database) -> None:
    await set_up(database)
    await publish(database, now=START + timedelta(days=15))
    assert [told for told in await tick(database, days=10) if "overdue" in told] == []


@pytest.mark.parametrize("is_trusted", [True, False])
@pytest.mark.parametrize(
    ("change", "is_silence"),
    [
        ({"done": "Реестр испытан в шести судах, а не в пяти."}, True),
        ({"period_to": date(2026, 3, 31), "done": "Период был указан неверно."}, True),
        ({"period_to": date(2026, 9, 30), "done": "Та же запись, новый квартал."}, False),
    ],
)
async def test_a_correction_of_an_old_report_is_not_the_due_one_but_a_later_period_is(
    database: Database, *, is_trusted: bool, change: dict[str, Any], is_silence: bool
) -> None:
    origin = receiving.Origin("adilet-news", agency_id=BODY, is_trusted=is_trusted)
    long_ago, lately = START - timedelta(days=200), START + timedelta(days=15)
    async with database.begin() as session:
        desk = await reporting.member(session, 70, Role.MODERATOR)
        register = await matching.register(session)

        async def say(now: datetime, **more: Any) -> Report:
            report = reporting.said(**{"period_to": date(2026, 6, 30)} | more)
            await receiving.receive(session, origin, [report], register, now=now)
            kept = await receiving.find(session, origin.name, report.external_id)
            assert kept is not None
            if not is_trusted and now == long_ago:
                await reports.publish(session, desk, kept, now=long_ago)
            return kept

        await say(long_ago)
        kept = await say(lately, **change)
        assert kept.waits_since == (kept.received_at if is_trusted else lately)
        assert is_trusted or await reports.list_waiting(session) == [kept]
    await set_up(database)
    silence = FIRST if is_silence else []
    assert [told for told in await tick(database, days=10) if "overdue" in told and "desk" not in told] == silence[1:]
    if not is_trusted:
        async with database.begin() as session:
            kept = await session.get_one(Report, kept.id, options=reports.WHOLE)
            await reports.reject(session, desk, kept, reason="Бул жаңы отчет эмес.", now=lately)
        told = [one for one in await tick(database, days=11) if "overdue" in one and "desk" not in one]
        assert told == silence[1:]


async def test_a_report_that_an_officer_has_yet_to_match_is_no_silence(database: Database) -> None:
    await set_up(database)
    async with database.begin() as session:
        title = "Реестр судебных актов"
        origin = receiving.Origin("adilet-news", agency_id=BODY)
        report = reporting.said(commitment=None, title=title)
        now = START + timedelta(days=15)
        await receiving.receive(session, origin, [report], await matching.register(session), now=now)
        kept = await receiving.find(session, "adilet-news", report.external_id)
        assert kept is not None
        assert (kept.commitment_id, kept.suggested_commitment_id) == (None, REGISTER)
    assert [told for told in await tick(database, days=10) if "overdue" in told] == []
    async with database.begin() as session:
        (await session.get_one(Report, kept.id)).suggested_commitment_id = "budget-process"
    assert [told for told in await tick(database, days=10) if "overdue" in told] == FIRST


async def test_a_report_before_its_time_does_not_count(database: Database) -> None:
    await publish(database, now=START - timedelta(days=90))
    await set_up(database)
    assert [told for told in await tick(database, days=10) if "overdue" in told] == FIRST


async def test_the_secretariat_can_switch_it_off_and_on(database: Database) -> None:
    await set_up(database)
    async with database.begin() as session:
        desk = await reporting.person(session, 73)
        await deadlines.switch(session, desk, REGISTER, on=False, now=START)
    assert await tick(database, days=10) == []
    async with database.begin() as session:
        await deadlines.switch(session, await reporting.person(session, 73), REGISTER, on=True, now=START)
    assert await tick(database, days=10) == FIRST


async def test_a_clock_that_stood_still_tells_only_the_last_thing(database: Database) -> None:
    await set_up(database)
    assert await tick(database, days=60) == LONG


async def test_only_the_secretariat_sets_deadlines_and_only_ahead(database: Database) -> None:
    async with database.begin() as session:
        stranger = await reporting.person(session, 80)
        with pytest.raises(NotYours):
            await deadlines.set_deadline(session, stranger, REGISTER, due_on=DUE, today=TODAY, now=START)
        desk = await reporting.member(session, 81, Role.MODERATOR)
        yesterday = TODAY - timedelta(days=1)
        with pytest.raises(DayIsPast):
            await deadlines.set_deadline(session, desk, REGISTER, due_on=yesterday, today=TODAY, now=START)
