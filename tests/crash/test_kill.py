"""kill -9 at every update boundary and at random instants: nothing is lost, nothing is stored twice."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from bot.playground.driver import Persona, StandIn
from bot.playground.rates import Rates
from bot.playground.screens import Message
from bot.runtime import ROLES
from locales.translator import Translator, Voices
from models import Initiative, InitiativeState, InitiativeText
from models.database import Database
from tests.conftest import ZONE
from tests.crash.process import BotProcess

pytestmark = [pytest.mark.crash, pytest.mark.timeout(900)]

# Every start takes half a second of processor time, so the second database gets one kill a step.
LEAST_KILLS = {"sqlite": 50, "postgresql": 14}
KEY = Fernet.generate_key().decode()
LANGUAGES = ("ky", "ru", "en", "ky")


def words(number: int) -> dict[str, str]:
    """What person ``number`` writes; no two answers are alike, so a lost or misplaced one shows."""
    return {
        "title": f"Мектептердин бюджетин ачык жарыялоо {number}",
        "problem": f"Ата-энелер мектептин акчасы кайда кеткенин көрө алышпайт, {number}-мектеп.",
        "proposal": f"Ар бир мектеп кирешесин жана чыгашасын чейрек сайын жарыяласын, {number}.",
        "result": f"Бир жылдан кийин бардык чыгашаларды бир сайттан көрүүгө болот, {number}.",
    }


def gestures(number: int, t: Translator) -> list[tuple[str, str]]:
    """The whole submission as (says or taps, what)."""
    said = words(number)
    return [
        ("says", "/initiative"),
        ("says", said["title"]),
        ("says", said["problem"]),
        ("says", said["proposal"]),
        ("taps", t.plain("Add details")),
        ("says", said["result"]),
        ("taps", t.plain("Skip")),  # theme
        ("taps", t.plain("I do not know")),
        ("taps", t.plain("Skip")),  # region
        ("taps", t.plain("Skip")),  # files
        ("taps", t.plain("Skip")),  # name
        ("taps", t.plain("Skip")),  # contact
        ("taps", t.plain("Send")),
        ("taps", t.plain("I agree, send")),
    ]


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    async with StandIn.serve(rates=Rates(limited=False)) as served:
        served.patience = 60.0
        yield served


async def test_a_kill_at_any_instant_loses_nothing(telegram: StandIn, tmp_path: Path, database_url: str) -> None:
    chance = random.Random(20261123)
    is_sqlite = database_url.startswith("sqlite")
    least = LEAST_KILLS["sqlite" if is_sqlite else "postgresql"]
    environment = {
        "TELEGRAM_API_URL": telegram.url,
        "BOT_TOKEN": telegram.token,
        "DATA_KEY": KEY,
        "DATABASE_URL": database_url,
        "HTTP_PORT": "0",
    }
    voices = Voices(ZONE)
    people = [
        Citizen(telegram.person(f"Person {n}", language_code=lang), gestures(n, voices[lang]))
        for n, lang in enumerate(LANGUAGES)
    ]
    async with BotProcess.held(environment, tmp_path / "bot.log", *ROLES) as bot:
        await bot.start_command()
        for one, lang in zip(people, LANGUAGES, strict=True):
            await one.person.says("/start")
            await one.person.taps(f"lang:{lang}")
        await telegram.quiet()
        for step in range(len(people[0].script)):
            await asyncio.gather(*(one.does(*one.script[step]) for one in people))
            if is_sqlite:
                await kill_now_and_then(bot, telegram, chance, people, step)
            else:
                await kill_in_the_middle(bot, chance, people)
        while bot.kills < least:
            await asyncio.gather(*(one.does("says", "/my") for one in people))
            await kill_now_and_then(bot, telegram, chance, people, bot.kills)
        await kill_the_command(bot, telegram, people)
        assert await bot.stop() == 0
        assert bot.kills >= least
    await everything_is_stored_once(database_url, len(people))


@dataclass
class Citizen:
    """Somebody with a whole submission to make, who looks at the newest message before they go on."""

    person: Persona
    script: list[tuple[str, str]]
    seen: int = 0  # how the chat stood before their last gesture

    def newest(self) -> Message | None:
        return max((one for one in self.person.chat if one.by_bot), key=lambda one: one.at, default=None)

    async def does(self, how: str, what: str) -> None:
        """A gesture, without waiting for its answer: the bot may be dead."""
        shown = await self._drawn(what) if how == "taps" else self.newest()
        self.seen = shown.at if shown else 0
        if how == "says":
            await self.person.says(what)
        else:
            assert shown is not None
            await self.person.presses(shown, shown.button(what).data, wait=False)

    async def _drawn(self, label: str) -> Message:
        async def drawn() -> Message | None:
            newest = self.newest()
            return newest if newest and label in newest.labels else None

        found: Message = await self.person.telegram.until(f"{self.person.name} finds {label!r}", drawn)
        return found

    async def is_answered(self) -> None:
        """Wait until the chat shows more than before the last gesture. A press may be answered and the process killed
        before its screen went out: that comes after the restart."""

        async def more() -> bool:
            newest = self.newest()
            return newest is not None and newest.at > self.seen

        await self.person.telegram.until(f"{self.person.name} is answered", more)


async def everybody_is_answered(people: list[Citizen]) -> None:
    await asyncio.gather(*(one.is_answered() for one in people))


async def kill_now_and_then(
    bot: BotProcess, telegram: StandIn, chance: random.Random, people: list[Citizen], step: int
) -> None:
    """Kill several times around one step: as the update comes in, while it is handled or answered, and once
    everybody has been answered, including those who wrote while the bot was down."""
    await asyncio.sleep(chance.uniform(0.0, 0.1))
    await bot.kill()
    await bot.start()
    await polled(telegram)
    await asyncio.sleep(chance.uniform(0.0, 0.4))
    await bot.kill()
    await bot.start()
    if step % 4 == 0:  # and while it starts
        await asyncio.sleep(chance.uniform(0.0, 0.5))
        await bot.kill()
        await bot.start()
    await everybody_is_answered(people)
    await bot.kill()
    await bot.start()
    await polled(telegram)


async def kill_the_command(bot: BotProcess, telegram: StandIn, people: list[Citizen]) -> None:
    """The same with `python -m bot run` itself: killed at work, and it takes up what was left."""
    await bot.kill()
    await bot.start_command()
    await polled(telegram)
    await asyncio.gather(*(one.does("says", "/my") for one in people))
    await bot.kill()
    await bot.start_command()
    await everybody_is_answered(people)


async def kill_in_the_middle(bot: BotProcess, chance: random.Random, people: list[Citizen]) -> None:
    """Kill once while the step is handled; everybody is answered after the restart."""
    await asyncio.sleep(chance.uniform(0.0, 0.1))
    await bot.kill()
    await bot.start()
    await everybody_is_answered(people)


async def everything_is_stored_once(database_url: str, people: int) -> None:
    database = Database(database_url, MultiFernet([Fernet(KEY)]))
    async with database.read() as session:
        query = select(Initiative).options(selectinload(Initiative.texts)).order_by(Initiative.author_id)
        stored = (await session.scalars(query)).all()
    await database.close()
    assert [one.state for one in stored] == [InitiativeState.SUBMITTED] * people
    assert sorted(str(one.number)[-5:] for one in stored) == [f"{n:05}" for n in range(1, people + 1)]
    for number, one in enumerate(stored):
        text: InitiativeText = one.text
        kept = {"title": text.title, "problem": text.problem, "proposal": text.proposal, "result": text.result}
        assert kept == words(number)


async def polled(telegram: StandIn) -> None:
    """The started process has asked for updates: it is at work."""
    before = len(await telegram.calls("getUpdates"))

    async def asked() -> bool:
        return len(await telegram.calls("getUpdates")) != before

    await telegram.until("the bot polls", asked)
