"""A real process is killed while it announces: it goes on by itself, to nobody twice, and the unknown are counted."""

import asyncio
import random
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, update

from bot.bench.stub import TOKEN, Stub
from bot.delivery import AT_ONCE
from models import BroadcastState, Citizen, Language, Message, MessageState, Notice, Role
from models.database import Database
from services import broadcast_confirming, broadcasting, broadcasts
from tests.conftest import START, ZONE
from tests.crash.process import BotProcess
from tests.following import many_followers
from tests.services.office import officer

pytestmark = [pytest.mark.crash, pytest.mark.timeout(300)]

FIRST = 1_000_000


async def confirmed(database: Database) -> int:
    """The id of a broadcast to everybody that has begun."""
    async with database.begin() as session:
        announcer = await officer(session, 900, Role.ANNOUNCER)
        draft = await broadcasts.start(session, announcer, now=START)
        for lang in Language:
            await broadcasts.set_text(session, announcer, draft.id, lang, "Демилгелерди чогултуу башталды.", now=START)
        await broadcast_confirming.confirm(session, announcer, draft.id, now=START, zone=ZONE)
        await session.execute(update(Citizen).values(quiet_from=0, quiet_until=0))
        return draft.id


async def test_kills_in_the_middle_bring_it_to_nobody_twice_and_the_rest_by_itself(
    database: Database, tmp_path: Path
) -> None:
    people, kills = (2_000, 3) if database.is_sqlite else (1_000, 2)
    await many_followers(database, people, first=FIRST)
    broadcast_id = await confirmed(database)
    chance, log, stub = random.Random(11), tmp_path / "deliverer.log", Stub()
    async with stub.serving() as url:
        address = database.url.render_as_string(hide_password=False)
        environment = {
            "DATABASE_URL": address,
            "TELEGRAM_API_URL": url,
            "BOT_TOKEN": TOKEN,
            "DATA_KEY": Fernet.generate_key().decode(),
            "SEND_RATE": "1000",
        }
        async with BotProcess.held(environment, log, "delivery") as deliverer:
            for _ in range(kills):
                enough = len(stub.times) + chance.randint(1, people // (kills + 1))
                await deliverer.start()
                while len(stub.times) < enough:
                    await deliverer.is_alive()
                    await asyncio.sleep(0.003)
                await deliverer.kill()
            await deliverer.start()
            while await state_of(database, broadcast_id) is not BroadcastState.FINISHED:
                await deliverer.is_alive()
                await asyncio.sleep(0.1)
            assert await deliverer.stop() == 0
    assert max(stub.seen.values()) == 1
    async with database.read() as session:
        one = await broadcasts.find(session, broadcast_id)
        shown = await broadcasting.progress(session, one, now=START)
        by_person = dict(
            (
                await session.execute(
                    select(Citizen.telegram_id, Message.state)
                    .join(Message, Message.citizen_id == Citizen.id)
                    .where(Message.batch == one.cause)
                )
            ).all()
        )
        reported = (await session.scalars(select(Notice.citizen_id).where(Notice.kind == "broadcast-report"))).all()
    assert shown.recipients == len(by_person) == people + 1
    assert set(by_person.values()) <= {MessageState.SENT, MessageState.UNKNOWN}
    assert all(stub.seen[chat] == 1 for chat, state in by_person.items() if state is MessageState.SENT)
    assert set(stub.seen) <= set(by_person)
    assert shown.states.get(MessageState.UNKNOWN, 0) <= kills * AT_ONCE
    assert len(reported) == 1


async def state_of(database: Database, broadcast_id: int) -> BroadcastState:
    async with database.read() as session:
        return (await broadcasts.find(session, broadcast_id)).state
