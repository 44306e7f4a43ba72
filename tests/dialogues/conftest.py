"""The whole bot against a local Bot API server over HTTP; each test reads as a transcript.

``t`` runs a transcript once in each language: labels and sentences are taken from the catalogues, so what is
tested is that the person reads them in the language they chose.
"""

import asyncio
import contextlib
import copy
import gc
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import assembly, supply
from bot.assembly import Parts, assembled
from bot.intake import Poller
from bot.pacing import chats
from bot.playground.driver import Persona, StandIn
from bot.playground.rates import Rates
from bot.settings import Settings
from locales.translator import LANGUAGES, Translator, Voices
from models import Citizen, Message, MessageState
from models.database import Database
from services import answers as answers_service
from services import citizens, inbox, making, outbox
from services.answers import corpus_of
from services.content import Loaded
from services.search import Corpus, Index, build_index
from tests.conftest import ZONE


class Clock:
    """The real time, moved on by as much as a test wants: what waits for the clock still comes due."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def move(self, **by: float) -> None:
        self._ahead += timedelta(**by)


@dataclass
class Running:
    """A bot that polls and works, the Telegram it talks to, and the clock it goes by."""

    telegram: StandIn
    parts: Parts
    clock: Clock

    async def citizen(self, name: str, t: Translator) -> Persona:
        """Somebody who has chosen their language and looks at the menu."""
        person = self.telegram.person(name, language_code="de")
        await person.says("/start")
        await person.taps(f"lang:{t.language}")
        await person.sees(t.plain("Submit an initiative"))
        return person

    async def row_of(self, person: Persona) -> Citizen:
        async with self.parts.database.read() as session:
            found = await citizens.find(session, person.id)
        assert found is not None
        return found

    async def stored(self, query: Select[Any]) -> list[Any]:
        """What the database holds: the rows of a query for one entity or column."""
        async with self.parts.database.read() as session:
            return list((await session.scalars(query)).all())

    def begin(self) -> contextlib.AbstractAsyncContextManager[AsyncSession]:
        """A unit of work, for what the Secretariat does meanwhile."""
        return self.parts.database.begin()


async def deliver(parts: Parts) -> int:
    """Let delivery bring everything that is due, as it does by itself; how many messages went out."""
    sent = select(func.count()).where(Message.state == MessageState.SENT)
    async with parts.database.read() as session:
        before = await session.scalar(sent) or 0
    is_busy = True
    while is_busy:
        is_busy = await parts.delivery.step() or await _is_owed(parts)
        await asyncio.sleep(0.01)
    async with parts.database.read() as session:
        return (await session.scalar(sent) or 0) - before


async def _is_owed(parts: Parts) -> bool:
    """Whether something is due now that is in nobody's hands yet."""
    now = parts.delivery._clock()
    async with parts.database.read() as session:
        told, waiting = await making.is_anything_waiting(session, now=now)
        return not told or waiting or await outbox.is_due(session, outbox.NOTIFICATION, now=now)


def know_of_work(telegram: StandIn, parts: Parts) -> None:
    """Let the stand-in's people wait for what the bot has in hand: of several messages sent at once the last may be
    waiting for its turn when everything that Telegram knows of is done."""

    async def has_work() -> bool:
        async with parts.database.read() as session:
            waiting = await inbox.list_due(session, now=parts.delivery._clock(), busy=[], limit=1)
        return parts.intake.is_keeping() or bool(waiting)

    telegram.has_work = has_work


@contextlib.asynccontextmanager
async def running_bot(
    telegram: StandIn,
    database_url: str,
    key: str,
    *,
    clock: Callable[[], datetime] = assembly.utc_now,
    **more: Any,
) -> AsyncIterator[Parts]:
    settings = Settings(
        _env_file=None,
        bot_token=telegram.token,
        telegram_api_url=telegram.url,
        database_url=database_url,
        data_key=key,
        http_port=0,
        **more,
    )
    async with assembled(settings, clock=clock) as parts:
        poller = Poller(parts.application.bot, parts.request, parts.intake)
        tasks = [asyncio.create_task(poller.run()), asyncio.create_task(parts.worker.run())]
        try:
            yield parts
        finally:
            parts.worker.stop()
            tasks[0].cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


class _Once:
    """What every start of the bot does anew over the same content, done once for all tests: it takes seconds."""

    corpus: Corpus | None = None
    index: Index | None = None

    @classmethod
    async def corpus_of(cls, database: Database) -> Corpus:
        cls.corpus = cls.corpus or await corpus_of(database)
        return cls.corpus

    @classmethod
    def build_index(cls, corpus: Corpus, **how: Any) -> Index:
        if cls.index is None:
            cls.index = build_index(corpus, **how)
            gc.collect()
            gc.freeze()  # what stays for all tests is not searched for garbage after each
        fresh = copy.copy(cls.index)
        # What citizens of one test send must not be found in another.
        fresh._initiatives, fresh._pending = copy.copy(cls.index._initiatives), copy.copy(cls.index._pending)
        return fresh

    @staticmethod
    async def prepare(_database: Database, *, now: datetime) -> Loaded:
        return Loaded()


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    async with StandIn.serve(rates=Rates(limited=False)) as served:
        served.patience = 30.0  # a busy machine is no fault of the bot
        yield served


@pytest.fixture
def lean(prepared_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a database that is ready, for a bot that starts without doing anew what takes seconds."""
    monkeypatch.setattr(answers_service, "corpus_of", _Once.corpus_of)
    monkeypatch.setattr(answers_service, "build_index", _Once.build_index)
    monkeypatch.setattr(assembly, "prepare", _Once.prepare)
    monkeypatch.setattr(chats, "_SPACING", 0.0)  # no person taps as fast as a test, and pacing has tests of its own
    monkeypatch.setattr(supply, "_MAKE_EVERY_S", 0.0)
    return prepared_url


@pytest.fixture
async def bot(telegram: StandIn, lean: str) -> AsyncIterator[Running]:
    clock = Clock()
    async with running_bot(telegram, lean, Fernet.generate_key().decode(), clock=clock) as parts:
        await parts.answers.ready()  # building it may take longer on a busy machine than a person waits here
        know_of_work(telegram, parts)
        yield Running(telegram, parts, clock)


@pytest.fixture(params=LANGUAGES)
def t(request: pytest.FixtureRequest) -> Translator:
    """What the bot says, in each of the three languages in turn."""
    return Voices(ZONE)[request.param]


# For what does not depend on the language: it is run once, in Kyrgyz.
in_kyrgyz = pytest.mark.parametrize("t", ["ky"], indirect=True)


@pytest.fixture
async def aizada(bot: Running, t: Translator) -> Persona:
    """A citizen who speaks the language of this run."""
    return await bot.citizen("Айзада", t)
