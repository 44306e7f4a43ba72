"""SIGTERM ends a real process in order: what has begun is finished, what is computed for later is not waited for."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from bot.playground.driver import StandIn
from models import InboxState, InboxUpdate
from models.database import Database

KEY = Fernet.generate_key().decode()
# The search that never comes to an end, in an otherwise real `achyk run`.
ENDLESS = """
import sys, threading
from services import answers

def build_index(*_, **__):
    print("building", flush=True)
    threading.Event().wait()

answers.build_index = build_index
sys.argv = ["achyk", "run"]
from bot.cli import main
main()
"""


async def started(telegram: StandIn, url: str, *how: str) -> Process:
    told = {
        "BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
        "DATABASE_URL": url,
        "DATA_KEY": KEY,
        "HTTP_PORT": "0",
    }
    return await asyncio.create_subprocess_exec(sys.executable, *how, env=os.environ | told, stdout=PIPE)


async def told_to_end(process: Process) -> int:
    process.terminate()
    return await asyncio.wait_for(process.wait(), 60)


@pytest.fixture
async def processes():
    begun: list[Process] = []
    yield begun
    for process in begun:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_a_reply_under_way_is_waited_for_and_the_search_is_not(telegram, prepared_url, processes):
    telegram.patience = 60.0
    aizada, bermet = (telegram.person(name, language_code="ky") for name in ("Айзада", "Бермет"))
    process = await started(telegram, prepared_url, "-c", ENDLESS)
    processes.append(process)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"building\n"
    for person in (aizada, bermet):
        await person.says("/start")
        await person.taps("lang:ky")
    await telegram.quiet()
    asked = await bermet.says("Ачык өкмөт деген эмне?")  # waits for the search
    await telegram.quiet(answered=False)
    await telegram.fail("slow", method="sendMessage", chat_id=aizada.id, seconds=2, times=1)
    before = len(await telegram.calls("sendMessage"))
    await aizada.says("/my")

    async def is_under_way():
        return len(await telegram.calls("sendMessage")) > before

    await telegram.until("her reply is under way", is_under_way)
    seen = len(aizada.chat)
    assert await told_to_end(process) == 0
    assert len(aizada.chat) == seen + 1

    database = Database(prepared_url, Fernet(KEY))
    async with database.read() as session:
        (left,) = await session.scalars(select(InboxUpdate).where(InboxUpdate.state != InboxState.ANSWERED))
    await database.close()
    assert (left.actor_id, left.state, left.failures, left.crashes) == (bermet.id, InboxState.RECEIVED, 0, 0)
    assert left.begun_at is None

    process = await started(telegram, prepared_url, "-m", "bot", "run")
    processes.append(process)
    await telegram.quiet()  # it is not quiet before her question is answered
    assert bermet.screen.id > asked.id
    assert await told_to_end(process) == 0
