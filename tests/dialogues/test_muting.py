"""Who has heard enough of one commitment says so under the message itself."""

import asyncio

from sqlalchemy import select

from bot.playground.driver import Persona
from locales.translator import Translator
from models import Message, MessageState, Topic
from services import citizens, subscriptions
from tests.dialogues.conftest import Running
from tests.following import REGISTER
from tests.reporting import published


async def test_a_press_under_a_report_ends_what_is_heard_of_that_commitment(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await follow_everything(bot, aizada)
    await report(bot, "q3", "Реестр испытан в пяти судах")
    await deliver(bot)
    await aizada.sees("Реестр испытан в пяти судах")
    await aizada.taps(t.plain("Mute this commitment"))
    assert await aizada.toast() == t.plain(
        "You will get no more messages about this commitment. To hear of it again, subscribe to it under /commitments."
    )
    await aizada.taps(t.plain("Mute this commitment"))  # again: harmless
    await report(bot, "q4", "Реестр открыт во всех судах")
    await deliver(bot)
    await aizada.does_not_see("Реестр открыт во всех судах")
    assert await bot.stored(select(Message.state)) == [MessageState.SENT], "not even a message was made"
    async with bot.begin() as session:
        kept = await subscriptions.list_of(session, await bot.row_of(aizada))
    assert [one.topic for one in kept] == [Topic.EVERYTHING], "all else is heard as before"


async def follow_everything(bot: Running, person: Persona) -> None:
    async with bot.begin() as session:
        citizen = await citizens.find(session, person.id)
        assert citizen is not None
        citizen.quiet_from = citizen.quiet_until = 0  # the test may run at night
        await subscriptions.follow(session, citizen, Topic.EVERYTHING, now=bot.clock())


async def report(bot: Running, external_id: str, done: str) -> None:
    async with bot.begin() as session:
        found = await published(session, external_id=external_id, now=bot.clock(), done=done)
    assert found.commitment_id == REGISTER


async def deliver(bot: Running) -> None:
    """Until nothing is due."""
    bot.clock.move(seconds=5)
    bot.parts.delivery.look_again()
    for _ in range(200):
        if not await bot.parts.delivery.step():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("delivery does not come to rest")
