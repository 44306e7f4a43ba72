"""kill -9 in the middle of delivery: each follower hears at most once, and what is not known is counted and shown."""

import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.bench.stub import TOKEN, Misbehaviour, Stub, refusal
from bot.delivery import AT_ONCE
from models import Citizen, Message, MessageState, Notice
from models.database import Database
from services import batches
from tests.conftest import START
from tests.crash.process import BotProcess
from tests.following import many_followers, publish

pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]

FIRST = 1_000_000
KILLS = 20
KINDS = ("", "429", "403", "500", "lost", "reset", "slow")


class Trouble:
    """Telegram on a bad day: one send in a hundred meets something."""

    def __init__(self) -> None:
        self.chance = random.Random(20261124)
        self.blocked: set[int] = set()
        self.met: Counter[str] = Counter()

    def __call__(self, chat_id: int) -> Misbehaviour | None:
        if chat_id in self.blocked:
            return refusal(403, "Forbidden: bot was blocked by the user")
        # A 429 slows everything down for a while, as it should: a handful is enough.
        found = self.chance.choices(KINDS, (99_000, 20, 300, 150, 150, 150, 230))[0]
        if found:
            self.met[found] += 1
        match found:
            case "429":
                return refusal(429, "Too Many Requests: retry after 1", retry_after=1)
            case "403":
                self.blocked.add(chat_id)
                return refusal(403, "Forbidden: user is deactivated")
            case "500":
                return refusal(502, "Bad Gateway")
            case "slow":
                return Misbehaviour("slow", seconds=0.3)
            case "":
                return None
            case _:
                return Misbehaviour(found)


async def finished(database: Database) -> bool:
    async with database.read() as session:
        waiting = select(Notice.id).where(Notice.message_id.is_(None)).limit(1)
        unfinished = (MessageState.OPEN, MessageState.CLAIMED, MessageState.SENDING, MessageState.RETRY)
        if await session.scalar(waiting) is not None:
            return False
        return await session.scalar(select(Message.id).where(Message.state.in_(unfinished)).limit(1)) is None


async def test_twenty_kills_and_a_bad_day_tell_nobody_twice(database: Database, tmp_path: Path) -> None:
    """All 20,000 on SQLite; on PostgreSQL fewer people and kills show that the same statements hold there."""
    followers, kills = (20_000, KILLS) if database.is_sqlite else (2_000, 5)
    await many_followers(database, followers, first=FIRST)
    report = await publish(database)
    chance, trouble, log = random.Random(7), Trouble(), tmp_path / "deliverer.log"
    stub = Stub(misbehave=trouble)
    async with stub.serving() as url:
        address = database.url.render_as_string(hide_password=False)
        environment = {"DATABASE_URL": address, "TELEGRAM_API_URL": url, "BOT_TOKEN": TOKEN, "SEND_RATE": "1000"}
        async with BotProcess.held(environment, log, "delivery") as deliverer:
            for _ in range(kills):
                before = len(stub.times)
                # Late enough that something is in flight, and never at the same point of the loop.
                enough = before + chance.randint(1, int(1.2 * followers / kills))
                await deliverer.start()
                while len(stub.times) < enough:
                    await deliverer.is_alive()
                    await asyncio.sleep(0.003)
                await deliverer.kill()
            await deliverer.start()
            while not await finished(database):
                await deliverer.is_alive()
                await asyncio.sleep(0.2)
            assert await deliverer.stop() == 0
    await each_was_told_at_most_once(database, stub, trouble, followers, kills, f"report:{report.id}:v1")


async def each_was_told_at_most_once(
    database: Database, stub: Stub, trouble: Trouble, followers: int, kills: int, cause: str
) -> None:
    assert max(stub.seen.values()) == 1
    async with database.read() as session:
        told = await batches.told(session, cause)
        rows = await session.execute(
            select(Citizen.telegram_id, Message.state).join(Message, Message.citizen_id == Citizen.id)
        )
        by_person = dict(rows.all())
        shown = await batches.list_unknown(session, since=START)
        messages = await session.scalar(select(func.count()).select_from(Message))
    assert messages == len(by_person) == followers
    final = {MessageState.SENT, MessageState.UNKNOWN, MessageState.UNREACHABLE}
    assert set(by_person.values()) <= final, "nobody is left open, and nobody was given up"
    assert sum(told.values()) == followers
    for telegram_id, state in by_person.items():
        if state is MessageState.SENT:
            assert stub.seen[telegram_id] == 1
        elif state is MessageState.UNREACHABLE:
            assert stub.seen[telegram_id] == 0
    # Beyond the kills, what is unknown is exactly what lost its answer on a bad day.
    unanswered = trouble.met["lost"] + trouble.met["reset"] + trouble.met["500"]
    assert told.get(MessageState.UNKNOWN, 0) <= kills * AT_ONCE + unanswered
    assert dict(shown)[cause] == told[MessageState.UNKNOWN]
