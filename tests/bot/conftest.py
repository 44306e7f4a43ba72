"""A bot of its own for each test of the process, against a local Bot API server."""

from collections.abc import AsyncIterator

import pytest
from cryptography.fernet import Fernet

from bot.assembly import Parts
from bot.playground.driver import StandIn
from bot.playground.rates import Rates
from bot.request import AiohttpRequest
from tests.bot.misbehaving import FAST, Requests, WithPreparedCalls
from tests.dialogues.conftest import running_bot

KEY = Fernet.generate_key().decode()


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    async with StandIn.serve(rates=Rates(limited=False)) as served:
        yield served


@pytest.fixture
async def parts(telegram: StandIn, database_url: str) -> AsyncIterator[Parts]:
    """A bot at work, on each kind of database."""
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
