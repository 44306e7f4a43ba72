"""Who hears of what, and when: digests, quiet hours, the weekly cap, mutes, by a clock that is moved."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from models import Citizen, Fanout, Frequency, Message, Notice, Topic
from models.database import Database
from services import making, notifications, subscriptions
from services.hours import Moment
from tests.conftest import START, ZONE, Clock
from tests.following import BODY, REGISTER, follower, many_followers, publish

THEME = "justice-lawmaking"


async def make(database: Database, now: datetime, *, weekly_cap: int = 7) -> None:
    """What delivery does at this instant before it sends."""
    await notifications.run_due_fanouts(database, now=now)
    while True:
        async with database.begin() as session:
            if not await making.make_messages(session, Moment(now, ZONE), weekly_cap=weekly_cap):
                return


async def counts(database: Database, citizen_id: int) -> tuple[int, int]:
    """(messages made for somebody, notices that wait for theirs)."""
    async with database.read() as session:
        messages = select(func.count()).select_from(Message).where(Message.citizen_id == citizen_id)
        waiting = select(func.count()).where(Notice.citizen_id == citizen_id, Notice.message_id.is_(None))
        return await session.scalar(messages) or 0, await session.scalar(waiting) or 0


async def waits_until(database: Database, citizen_id: int) -> datetime:
    async with database.read() as session:
        due = await session.scalar(select(Notice.due_at).where(Notice.citizen_id == citizen_id))
        assert due is not None
        return due.astimezone(ZONE)


async def test_several_matching_subscriptions_make_one_notice(database: Database) -> None:
    everything = await follower(database, 1, Topic.EVERYTHING, "")
    theme = await follower(database, 2, Topic.THEME, THEME)
    other = await follower(database, 3, Topic.COMMITMENT, "open-data-policy")
    async with database.begin() as session:
        citizen = await session.get_one(Citizen, everything)
        for topic, target in ((Topic.COMMITMENT, REGISTER), (Topic.AGENCY, BODY), (Topic.THEME, THEME)):
            await subscriptions.follow(session, citizen, topic, target, now=START)
    await publish(database)
    assert [await counts(database, one) for one in (everything, theme, other)] == [(0, 1), (0, 1), (0, 0)]


async def test_a_large_audience_is_told_in_chunks(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications, "CHUNK", 10)
    await many_followers(database, 35)
    await publish(database)
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Notice)) == 10
    await notifications.run_due_fanouts(database, now=START)
    await notifications.run_due_fanouts(database, now=START)
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Notice)) == 35
        assert await session.scalar(select(func.count()).where(Fanout.done_at.is_(None))) == 0


async def test_a_muted_commitment_is_heard_again_only_when_it_is_followed_anew(database: Database) -> None:
    one = await follower(database, 1, Topic.EVERYTHING, "")
    async with database.begin() as session:
        await subscriptions.mute(session, await session.get_one(Citizen, one), REGISTER, now=START)
    await publish(database, external_id="q1")
    assert await counts(database, one) == (0, 0)
    async with database.begin() as session:
        citizen = await session.get_one(Citizen, one)
        await subscriptions.follow(session, citizen, Topic.COMMITMENT, REGISTER, now=START)
    await publish(database, external_id="q2")
    assert await counts(database, one) == (0, 1)


async def test_a_daily_digest_waits_for_its_hour_and_holds_everything_since(database: Database, clock: Clock) -> None:
    one = await follower(database, 1, frequency=Frequency.DAILY, digest_hour=18)
    await publish(database, external_id="q1", now=clock())  # ten in the morning
    await make(database, clock())
    assert (await waits_until(database, one)).hour == 18
    clock.move(hours=3)
    await publish(database, external_id="q2", now=clock())
    await make(database, clock())
    assert await counts(database, one) == (0, 2)
    clock.move(hours=5)
    await make(database, clock())
    assert await counts(database, one) == (1, 0)


async def test_a_weekly_digest_comes_on_monday(database: Database, clock: Clock) -> None:
    one = await follower(database, 1, frequency=Frequency.WEEKLY, digest_hour=9)
    await publish(database, now=clock())  # a Monday, an hour after its digest
    await make(database, clock())
    due = await waits_until(database, one)
    assert (due.weekday(), due.hour, due.day) == (0, 9, 30)
    clock.now = due.astimezone(UTC)
    await make(database, clock())
    assert await counts(database, one) == (1, 0)


async def test_a_digest_hour_inside_the_quiet_hours_waits_for_their_end(database: Database, clock: Clock) -> None:
    one = await follower(database, 1, frequency=Frequency.DAILY, digest_hour=3)
    await publish(database, now=clock())
    await make(database, clock())
    assert (await waits_until(database, one)).hour == 8


@pytest.mark.parametrize(
    ("quiet_from", "quiet_until", "hour", "is_made"),
    [
        (22, 8, 23, False),
        (22, 8, 7, False),
        (22, 8, 8, True),
        (22, 8, 21, True),
        (13, 15, 14, False),
        (13, 15, 15, True),
        (0, 0, 3, True),
    ],
)
async def test_nothing_is_made_in_somebodys_quiet_hours(
    database: Database, quiet_from: int, quiet_until: int, hour: int, is_made: bool
) -> None:
    one = await follower(database, 1, quiet_from=quiet_from, quiet_until=quiet_until)
    now = datetime(2026, 11, 24, hour, 30, tzinfo=ZONE)
    await publish(database, now=now)
    await make(database, now)
    assert await counts(database, one) == ((1, 0) if is_made else (0, 1))
    if not is_made:
        assert (await waits_until(database, one)).hour == quiet_until


async def test_beyond_the_weekly_cap_the_rest_comes_in_one_message_on_monday(database: Database, clock: Clock) -> None:
    one = await follower(database, 1)
    for number in range(5):
        clock.move(minutes=5)
        await publish(database, external_id=f"r{number}", now=clock())
        await make(database, clock(), weekly_cap=2)
    assert await counts(database, one) == (2, 3)
    await make(database, Moment(clock(), ZONE).next_at(9, weekday=0), weekly_cap=2)
    assert await counts(database, one) == (3, 0)
