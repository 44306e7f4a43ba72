"""What becomes of a message when Telegram, the network or the process makes trouble; over HTTP, by a clock we move."""

import asyncio
import random
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import func, select
from telegram.ext import ExtBot

from bot.bench.stub import TOKEN, Misbehaviour, Stub, refusal
from bot.delivery import Delivery
from bot.pacing import Pacing
from bot.request import AiohttpRequest, TimeLimits
from locales.translator import Voices
from models import Citizen, Message, MessageState, Subscription, Unreachable
from models.database import Database
from services import batches, making, outbox, subscriptions
from services.hours import Moment
from tests.conftest import START, ZONE, Clock
from tests.following import REGISTER, follower, many_followers, publish, states

PERSON = 7


@asynccontextmanager
async def delivering(database: Database, url: str, clock: Clock, *, rate: float = 1000) -> AsyncIterator[Delivery]:
    pacing = Pacing(rate=rate)
    request = AiohttpRequest(limits=TimeLimits(connect=0.4, read=0.5))
    bot = ExtBot(TOKEN, base_url=f"{url}/bot", request=request, get_updates_request=request, rate_limiter=pacing)
    await request.initialize()
    try:
        yield Delivery(
            bot=bot,
            database=database,
            pacing=pacing,
            voices=Voices(ZONE),
            clock=clock,
            zone=ZONE,
            weekly_cap=7,
        )
    finally:
        await pacing.shutdown()
        await request.shutdown()


async def deliver(delivery: Delivery) -> None:
    """As ``run`` does, until nothing more is in hand."""
    await deliver_until(delivery, lambda _: False)


async def deliver_until(delivery: Delivery, is_enough: Callable[[Delivery], bool]) -> None:
    delivery.look_again()
    for _ in range(500):
        if not await delivery.step() or is_enough(delivery):
            return
        await asyncio.sleep(0.01)
    raise AssertionError("delivery does not come to rest")


async def only_message(database: Database) -> Message:
    async with database.read() as session:
        return (await session.scalars(select(Message))).one()


TABLE = [
    (None, MessageState.SENT, None),
    (refusal(403, "Forbidden: bot was blocked by the user"), MessageState.UNREACHABLE, Unreachable.BLOCKED),
    (refusal(403, "Forbidden: user is deactivated"), MessageState.UNREACHABLE, Unreachable.DEACTIVATED),
    (
        refusal(403, "Forbidden: bot can't initiate conversation with a user"),
        MessageState.UNREACHABLE,
        Unreachable.UNKNOWN_CHAT,
    ),
    (refusal(400, "Bad Request: chat not found"), MessageState.UNREACHABLE, Unreachable.UNKNOWN_CHAT),
    (refusal(400, "Bad Request: can't parse entities"), MessageState.FAILED, None),
    (refusal(429, "Too Many Requests", retry_after=10_072), MessageState.RETRY, None),
    # No 5xx proves that nothing was sent: a gateway may have lost the answer of a call that was carried out.
    (refusal(500, "Internal Server Error"), MessageState.UNKNOWN, None),
    (refusal(502, "Bad Gateway"), MessageState.UNKNOWN, None),
    (refusal(503, "Service Unavailable"), MessageState.UNKNOWN, None),
    (refusal(504, "Gateway Timeout"), MessageState.UNKNOWN, None),
    (Misbehaviour("refuse", 502, b"<html>Bad Gateway</html>"), MessageState.UNKNOWN, None),
    (Misbehaviour("lost"), MessageState.UNKNOWN, None),
    (Misbehaviour("reset"), MessageState.UNKNOWN, None),
    (Misbehaviour("slow", seconds=1.0), MessageState.UNKNOWN, None),
]


@pytest.mark.parametrize(("trouble", "becomes", "unreachable"), TABLE)
async def test_each_answer_has_its_outcome(
    database: Database,
    clock: Clock,
    trouble: Misbehaviour | None,
    becomes: MessageState,
    unreachable: Unreachable | None,
) -> None:
    citizen_id = await follower(database, PERSON)
    await publish(database)
    stub = Stub(misbehave=lambda _: trouble)
    async with stub.serving() as url, delivering(database, url, clock) as delivery:
        await deliver(delivery)
    message = await only_message(database)
    assert message.state is becomes
    assert bool(message.reason) is (becomes is not MessageState.SENT)
    async with database.read() as session:
        citizen = await session.get_one(Citizen, citizen_id)
        kept = await session.scalar(select(func.count()).select_from(Subscription))
    assert citizen.unreachable is unreachable
    assert kept == (0 if unreachable is Unreachable.DEACTIVATED else 1)  # a block and a return lose nothing


async def test_a_wait_of_hours_is_kept_in_the_database_and_ends(database: Database, clock: Clock) -> None:
    await follower(database, PERSON, quiet_from=0, quiet_until=0)
    await publish(database)
    stub = Stub(misbehave=lambda _: refusal(429, "Too Many Requests", retry_after=10_072))
    async with stub.serving() as url:
        async with delivering(database, url, clock) as delivery:
            await deliver(delivery)
        message = await only_message(database)
        assert (message.due_at - clock()).total_seconds() == 10_072
        assert message.attempts == 0  # Telegram's pause is no failure of ours
        stub.misbehave = lambda _: None
        async with delivering(database, url, clock) as delivery:  # a new process knows of the wait
            await deliver(delivery)
            assert not stub.seen
            clock.move(seconds=10_073)
            await deliver(delivery)
    assert await states(database) == [MessageState.SENT]
    assert stub.seen[PERSON] == 1


async def test_frequent_429_slow_it_down_and_lose_or_double_nothing(database: Database, clock: Clock) -> None:
    people = 300
    await many_followers(database, people)
    await publish(database)
    chance, refused = random.Random(20261124), Counter[int]()

    def every_fifth(chat: int) -> Misbehaviour | None:
        if chance.random() < 0.2:
            refused[chat] += 1
            return refusal(429, "Too Many Requests: retry after 1", retry_after=1)
        return None

    stub = Stub(misbehave=every_fifth)
    async with stub.serving() as url:
        while set(await states(database)) != {MessageState.SENT}:
            # A new process each time: what a wait of Telegram's leaves in the database is all that is needed.
            async with delivering(database, url, clock) as delivery:
                await deliver_until(delivery, lambda made: made._pacing.figures().bulk_paused_for > 0)
                await delivery.finish()
            clock.move(seconds=2)
    assert sum(refused.values()) > people / 10
    assert stub.seen == Counter(range(1_000_000, 1_000_000 + people)), "each of them once"


async def test_a_chat_that_moved_is_written_to_under_its_new_id(database: Database, clock: Clock) -> None:
    await follower(database, PERSON)
    await publish(database)
    moved = refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1007)
    stub = Stub(misbehave=lambda chat: moved if chat == PERSON else None)
    async with stub.serving() as url, delivering(database, url, clock) as delivery:
        await deliver(delivery)
        await deliver(delivery)
    assert await states(database) == [MessageState.SENT]
    assert dict(stub.seen) == {-1007: 1}


async def test_a_server_that_is_not_there_is_asked_again_and_by_one_message_only(
    database: Database, clock: Clock
) -> None:
    await many_followers(database, 30)
    await publish(database)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        async with delivering(database, f"http://127.0.0.1:{nobody.getsockname()[1]}", clock, rate=8) as delivery:
            delivery.look_again()
            for _ in range(20):
                await delivery.step()
                await asyncio.sleep(0.01)
            await delivery.finish()
    found = await states(database)
    assert found.count(MessageState.RETRY) <= 3
    assert set(found) == {MessageState.RETRY, MessageState.OPEN}


async def test_what_is_no_longer_wanted_is_skipped_with_the_reason(database: Database, clock: Clock) -> None:
    citizen_id = await follower(database, PERSON)
    await publish(database)
    async with database.begin() as session:
        await subscriptions.mute(session, await session.get_one(Citizen, citizen_id), REGISTER, now=START)
    stub = Stub()
    async with stub.serving() as url, delivering(database, url, clock) as delivery:
        await deliver(delivery)
    message = await only_message(database)
    assert (message.state, message.reason) == (MessageState.SKIPPED, "no longer wanted")
    assert not stub.seen


async def test_an_orderly_stop_records_what_is_in_flight_and_hands_back_the_rest(
    database: Database, clock: Clock
) -> None:
    await many_followers(database, 60)
    await publish(database)
    stub = Stub(misbehave=lambda _: Misbehaviour("slow", seconds=0.3))
    async with stub.serving() as url, delivering(database, url, clock, rate=40) as delivery:
        running = asyncio.create_task(delivery.run())
        await asyncio.wait_for(stub.first.wait(), 30)
        delivery.stop()
        await running
    found = await states(database)
    assert set(found) == {MessageState.SENT, MessageState.OPEN}
    assert found.count(MessageState.SENT) == sum(stub.seen.values())


async def test_a_start_hands_back_what_was_claimed_and_counts_what_was_being_sent(database: Database) -> None:
    await many_followers(database, 3)
    report = await publish(database)
    async with database.begin() as session:
        await making.make_messages(session, Moment(START, ZONE), weekly_cap=7)
        claimed = await outbox.claim(session, outbox.NOTIFICATION, now=START, limit=2)
        assert await outbox.begin(session, [claimed[0].id]) == {claimed[0].id}
    async with database.begin() as session:
        assert await outbox.recover(session, now=START) == (1, 1)
        assert await batches.list_unknown(session, since=START) == [(f"report:{report.id}:v1", 1)]
    assert (await states(database)).count(MessageState.OPEN) == 2


async def test_a_batch_is_held_back_let_go_and_stopped(database: Database, clock: Clock) -> None:
    await many_followers(database, 5)
    report = await publish(database)
    batch = f"report:{report.id}:v1"
    async with database.begin() as session:
        await making.make_messages(session, Moment(START, ZONE), weekly_cap=7)
    assert await batches.pause(database, batch) == 5
    stub = Stub()
    async with stub.serving() as url, delivering(database, url, clock) as delivery:
        await deliver(delivery)
        assert not stub.seen
        assert await batches.resume(database, batch) == 5
        assert await batches.stop(database, batch, now=START) == 5
        await deliver(delivery)
    assert not stub.seen
    async with database.read() as session:
        assert await batches.counts(session, batch) == {MessageState.SKIPPED: 5}
