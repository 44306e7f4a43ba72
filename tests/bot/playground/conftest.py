"""A stand-in without a bot, and a hand that asks it as a bot would."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.playground.driver import StandIn
from bot.playground.rates import Rates


class Bot:
    """Asks the Bot API and gives the answers as they come."""

    def __init__(self, telegram: StandIn, session: aiohttp.ClientSession) -> None:
        self.telegram = telegram
        self.session = session
        self.address = f"{telegram.url}/bot{telegram.token}"
        self.offset = 0

    async def ask(self, method: str, **values: Any) -> dict[str, Any]:
        """Ask with a form, as most bots do: what is not text goes as JSON."""
        form = {name: one if isinstance(one, str) else json.dumps(one) for name, one in values.items()}
        async with self.session.post(f"{self.address}/{method}", data=form) as answer:
            return await answer.json()

    async def do(self, method: str, **values: Any) -> Any:
        answer = await self.ask(method, **values)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **values: Any) -> str:
        """The description of a refusal; its code is the HTTP status."""
        answer = await self.ask(method, **values)
        assert not answer["ok"], answer
        return answer["description"]

    async def updates(self, **values: Any) -> list[dict[str, Any]]:
        """The next updates, each given once."""
        found = await self.do("getUpdates", offset=self.offset, **values)
        self.offset = found[-1]["update_id"] + 1 if found else self.offset
        return found

    async def update(self) -> dict[str, Any]:
        (update,) = await self.updates()
        return update


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    async with StandIn.serve(rates=Rates(limited=False)) as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as session:
        yield Bot(telegram, session)


@pytest.fixture
async def aizada(telegram, bot):
    """Someone who has started the bot."""
    aizada = telegram.person("Айзада Токтогулова", language_code="ky", username="aizada")
    await aizada.says("/start")
    await bot.update()
    assert await bot.updates() == []  # confirms /start
    return aizada
