"""A file of ours goes up once; everybody else gets it by its id."""

import asyncio

from sqlalchemy import select
from telegram.ext import ExtBot

from bot.pacing import Lane, Pacing
from bot.playground.driver import StandIn
from bot.playground.rates import Rates
from bot.request import AiohttpRequest
from bot.sending import Sender
from handlers.screens.screen import Attached, Screen
from locales.translator import Voices
from models import SentFile
from models.database import Database
from tests.conftest import ZONE, Clock

CONTENT = b"%PDF-1.4 " + b"report " * 50


async def test_the_same_file_to_many_people_is_uploaded_once(database: Database, clock: Clock) -> None:
    async with StandIn.serve(rates=Rates(limited=False)) as telegram:
        people = [telegram.person(f"P{number}") for number in range(4)]
        for person in people:
            await person.says("/start")
        request = AiohttpRequest()
        base = f"{telegram.url}/bot"
        pacing = Pacing(rate=500)
        bot = ExtBot(telegram.token, base_url=base, request=request, get_updates_request=request, rate_limiter=pacing)
        async with bot:
            sender = Sender(bot, pacing, database, clock)
            screen = Screen(Voices(ZONE)["ky"]("Main menu"), attached=Attached("document", "Отчёт.pdf", CONTENT))
            calls = [sender.send(one.id, screen, Lane.NOTIFICATION, calling=lambda: None) for one in people]
            assert all(await asyncio.gather(*calls))
    async with database.read() as session:
        known = (await session.scalars(select(SentFile))).one()
    facts = [message.facts for person in people for message in person.chat if message.by_bot]
    assert [one["document"]["file_id"] for one in facts] == [known.telegram_file_id] * 4
