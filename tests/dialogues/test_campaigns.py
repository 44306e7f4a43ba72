"""A collection that is not announced, open, or closed."""

from datetime import timedelta

from sqlalchemy import select

from bot.playground.driver import Persona
from handlers.screens.collections import collection_words
from locales.translator import Translator
from models import Campaign, CampaignWait, Initiative, Plan
from services import campaigns
from tests.dialogues.conftest import Running
from tests.dialogues.words import TITLE, answers_the_three, at_the_preview


async def collect(bot: Running, *, opens_in: float, closes_in: float) -> str:
    """Announce a collection; how the bot speaks of it."""
    now = bot.clock()
    async with bot.begin() as session:
        plan = (await session.scalars(select(Plan).limit(1))).one()
        times = {"opens_at": now + timedelta(days=opens_in), "closes_at": now + timedelta(days=closes_in)}
        session.add(Campaign(id="next", plan_id=plan.id, **times))
    return plan.id


async def said(bot: Running, t: Translator) -> str:
    async with bot.parts.database.read() as session:
        return collection_words(await campaigns.current(session, now=bot.clock()), t).striptags()


async def test_nothing_announced_is_said_and_initiatives_are_taken(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await aizada.says("/initiative")
    await aizada.sees(await said(bot, t), t.plain("Back"))


async def test_an_open_collection_says_for_which_plan_and_until_when(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await collect(bot, opens_in=-1, closes_in=9)
    words = await said(bot, t)
    assert t.day(bot.clock() + timedelta(days=9)) in words
    await aizada.says("/initiative")
    await aizada.sees(words)
    await at_the_preview_after_start(aizada, t)
    (draft,) = await bot.stored(select(Initiative))
    assert draft.campaign_id == "next"


async def at_the_preview_after_start(person: Persona, t: Translator) -> None:
    await person.taps(t.plain("Cancel"))
    await person.taps(t.plain("Delete the draft"))
    await person.taps(t.plain("Yes, delete it"))
    await person.sees(t.plain("The draft is deleted."))
    await at_the_preview(person, t)
    await person.taps(t.plain("Send"))
    await person.taps(t.plain("I agree, send"))
    await person.sees("-00001")


async def test_a_closed_collection_takes_nothing_and_offers_to_tell(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await collect(bot, opens_in=20, closes_in=40)
    await aizada.says("/initiative")
    await aizada.sees(await said(bot, t), t.plain("Tell me when it opens"))
    await aizada.taps(t.plain("Tell me when it opens"))
    await aizada.sees(t.plain("You will get a message when the next collection opens."))
    await aizada.says("/initiative")  # once asked, it is not offered anew as if it had been forgotten
    await aizada.sees(t.plain("You will get a message when the next collection opens."))
    await aizada.does_not_see(t.plain("Tell me when it opens"))
    waiting = await bot.stored(select(CampaignWait.citizen_id))
    assert waiting == [(await bot.row_of(aizada)).id]
    assert await bot.stored(select(Initiative)) == []
    await aizada.says("Мектептердин бюджети")  # no form is open: this is a question
    await aizada.does_not_see(t.plain("What problem should it solve? 20 to 2000 characters."))


async def test_a_collection_that_closes_in_the_middle_keeps_the_draft(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await collect(bot, opens_in=-1, closes_in=1)
    await answers_the_three(aizada, t)
    await aizada.taps(t.plain("Go to the preview"))
    await aizada.sees(t.plain("Send"))
    bot.clock.move(days=2)
    await aizada.taps(t.plain("Send"))
    await aizada.taps(t.plain("I agree, send"))
    await aizada.sees(await said(bot, t), "/my", t.plain("Tell me when it opens"))
    await aizada.says("/my")
    await aizada.sees(t.plain("Draft: {title}", title=TITLE[t.language]))
    (draft,) = await bot.stored(select(Initiative))
    assert draft.number is None
