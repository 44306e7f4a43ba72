"""A process that only delivers: `python -m tests.crash.deliverer`, told by its environment. Killed at any instant."""

import asyncio
import os
import signal
from datetime import UTC, datetime

from telegram.ext import ExtBot

from bot.bench.stub import TOKEN
from bot.delivery import Delivery
from bot.pacing import Pacing
from bot.request import AiohttpRequest
from locales.translator import Voices
from models.database import Database
from tests.conftest import ZONE


async def deliver() -> None:
    database = Database(os.environ["DATABASE_URL"])
    pacing = Pacing(rate=5_000)
    request = AiohttpRequest()
    url = os.environ["TELEGRAM_API_URL"]
    bot = ExtBot(TOKEN, base_url=f"{url}/bot", request=request, get_updates_request=request, rate_limiter=pacing)
    async with bot:
        delivery = Delivery(
            bot=bot,
            database=database,
            pacing=pacing,
            voices=Voices(ZONE),
            clock=lambda: datetime.now(UTC),
            zone=ZONE,
            weekly_cap=7,
        )
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, delivery.stop)
        await delivery.run()
    await database.close()


asyncio.run(deliver())
