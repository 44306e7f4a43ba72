"""A bot of its own for each test of the process, against a local Bot API server."""

from collections.abc import AsyncIterator

import pytest
from cryptography.fernet import Fernet

from bot.assembly import Parts
from bot.playground.driver import StandIn
from bot.playground.rates import Rates
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
