"""Delivery against the stand-in over HTTP: who hears what, and what becomes of a message that meets trouble."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from bot.assembly import Parts, assembled
from bot.delivery import Delivery
from bot.playground.driver import StandIn
from bot.playground.persona import Persona
from bot.playground.rates import Rates
from bot.settings import Settings
from models import Message, MessageState
from tests.conftest import Clock
from tests.following import follower, publish


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    async with StandIn.serve(rates=Rates(limited=False)) as served:
        yield served


@pytest.fixture
async def parts(telegram: StandIn, database_url: str, clock: Clock) -> AsyncIterator[Parts]:
    settings = Settings(
        _env_file=None,
        bot_token=telegram.token,
        telegram_api_url=telegram.url,
        database_url=database_url,
        data_key=Fernet.generate_key().decode(),
        http_port=0,
        send_rate=500,
    )
    async with assembled(settings, clock=clock) as assembled_parts:
        yield assembled_parts


async def reader(telegram: StandIn, parts: Parts, name: str = "Айзада", **wishes: object) -> Persona:
    """A follower of the register with a phone."""
    person = telegram.person(name)
    await person.says("/start")
    await follower(parts.database, person.id, **wishes)  # type: ignore[arg-type]
    return person


async def deliver(delivery: Delivery) -> None:
    """Run until nothing is due."""
    delivery.look_again()
    for _ in range(200):
        if not await delivery.step():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("delivery does not come to rest")


async def only_message(parts: Parts) -> Message:
    async with parts.database.read() as session:
        return (await session.scalars(select(Message))).one()


async def test_a_follower_gets_a_published_report_with_its_buttons(telegram: StandIn, parts: Parts) -> None:
    aizada = await reader(telegram, parts)
    await publish(parts.database)
    await deliver(parts.delivery)
    await aizada.sees("Реестр испытан")
    message = await only_message(parts)
    assert (message.state, message.attempts) == (MessageState.SENT, 1)
    assert message.telegram_message_id
