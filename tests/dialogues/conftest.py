"""The whole bot against a local Bot API server over HTTP; each test reads as a transcript."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bot.intake import Poller
from bot.playground.driver import StandIn
from bot.playground.rates import Rates
from bot.runtime import Parts, assembled
from bot.settings import Settings


@dataclass
class Running:
    """A bot that polls and works, and the Telegram it talks to."""

    telegram: StandIn
    parts: Parts


@contextlib.asynccontextmanager
async def running_bot(telegram: StandIn, database_url: str, key: str, **more: Any) -> AsyncIterator[Parts]:
    settings = Settings(
        _env_file=None,
        bot_token=telegram.token,
        telegram_api_url=telegram.url,
        database_url=database_url,
        data_key=key,
        http_port=0,
        **more,
    )
    async with assembled(settings) as parts:
        poller = Poller(parts.application.bot, parts.request, parts.intake)
        tasks = [asyncio.create_task(poller.run()), asyncio.create_task(parts.worker.run())]
        try:
            yield parts
        finally:
            parts.worker.stop()
            tasks[0].cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    async with StandIn.serve(rates=Rates(limited=False)) as served:
        yield served


@pytest.fixture
async def bot(telegram: StandIn, tmp_path: Path) -> AsyncIterator[Running]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    async with running_bot(telegram, url, Fernet.generate_key().decode()) as parts:
        yield Running(telegram, parts)
