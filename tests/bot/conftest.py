"""A bot of its own for each test of the process, against a local Bot API server."""

from collections.abc import AsyncIterator

import pytest
from cryptography.fernet import Fernet

from bot import assembly
from bot.assembly import Parts
from bot.playground.driver import StandIn
from bot.playground.rates import Rates
from bot.request import AiohttpRequest
from models.database import Database
from services import answers
from tests.bot.misbehaving import FAST, Requests, WithPreparedCalls
from tests.dialogues.conftest import _Once, running_bot

KEY = Fernet.generate_key().decode()


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    async with StandIn.serve(rates=Rates(limited=False)) as served:
        yield served


@pytest.fixture
def database_url(database: Database) -> str:
    """A database of each kind that is ready: how it is made has tests of its own."""
    return database.url.render_as_string(hide_password=False)


@pytest.fixture(autouse=True)
def _one_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bots of this process share what each would compute alike."""
    monkeypatch.setattr(answers, "corpus_of", _Once.corpus_of)
    monkeypatch.setattr(answers, "build_index", _Once.build_index)


@pytest.fixture
async def parts(telegram: StandIn, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Parts]:
    """A bot at work, on each kind of database."""
    monkeypatch.setattr(assembly, "prepare", _Once.prepare)
    async with running_bot(telegram, database_url, KEY) as running:
        yield running


@pytest.fixture(params=[AiohttpRequest, WithPreparedCalls])
def requests(request: pytest.FixtureRequest) -> Requests:
    """Each way to call."""
    kind: Requests = request.param
    return kind


@pytest.fixture
async def request_(requests: Requests) -> AsyncIterator[AiohttpRequest]:
    async with requests(limits=FAST) as request:
        yield request
