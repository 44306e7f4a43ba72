"""Groups, channels, blocking, and everything that is neither a word nor a button."""

from sqlalchemy import select

from bot.playground.driver import Persona
from bot.playground.people import oddities
from handlers.screens import start as screens
from locales.translator import Translator
from models import Citizen
from tests.dialogues.conftest import Running, in_kyrgyz
from tests.dialogues.words import on_phone


async def test_stickers_places_and_contacts_get_a_short_answer(bot: Running, aizada: Persona, t: Translator) -> None:
    for gesture in (aizada.sends_sticker, aizada.sends_location, aizada.sends_contact, aizada.sends_voice):
        await gesture()
        await aizada.sees(on_phone(screens.not_understood(t)), t.plain("Main menu"))


async def test_whatever_else_a_phone_can_send_gets_a_short_answer(bot: Running, aizada: Persona, t: Translator) -> None:
    for what in oddities.KINDS:
        await aizada.sends_odd(what)
        await aizada.sees(on_phone(screens.not_understood(t)), t.plain("Main menu"))


@in_kyrgyz
async def test_in_the_middle_of_a_form_it_is_no_answer_and_the_form_goes_on(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await aizada.says("/initiative")
    await aizada.sees(t.plain("Cancel"))
    no_file = t.plain("Files of this kind are not accepted. Please send a document, a photo or a voice message.")
    no_answer = t.plain("I cannot use that here. Please answer the question, or press one of the buttons.")
    for what in oddities.KINDS.keys() - {"animation"}:  # an animation is a document too, and is taken as one
        await aizada.sends_odd(what)
        await aizada.sees(no_file if what in {"audio", "video_note"} else no_answer, t.plain("Cancel"))
    await aizada.says("Айылдын бюджетин ачык талкуулоо")
    await aizada.sees(t.plain("What problem should it solve? 20 to 2000 characters."))


@in_kyrgyz
async def test_an_edit_of_what_is_no_answer_is_explained(bot: Running, aizada: Persona, t: Translator) -> None:
    said = await aizada.says("/help")
    await aizada.sees("/initiative")
    await aizada.edits(said, "/helpp")
    await aizada.sees(
        t(
            "That message is not part of a form any more, so the edit changes nothing. Please send the corrected words "
            "as a new message."
        )
    )


@in_kyrgyz
async def test_a_group_hears_only_what_was_asked_of_the_bot(bot: Running, aizada: Persona) -> None:
    group = await bot.telegram.group("Айыл", aizada)
    await bot.telegram.quiet(answered=False)
    for command in ("/start", f"/commitments@{bot.telegram.world.username}"):
        await aizada.says(command, chat=group)
        await aizada.sees("", chat=group)
    before = len(await from_bot(aizada, group))
    for word in ("/my", "/privacy", "/help", "Салам", f"@{bot.telegram.world.username} салам"):
        await aizada.says(word, chat=group)
    await bot.telegram.quiet(answered=False)
    assert len(await from_bot(aizada, group)) == before


async def from_bot(person: Persona, chat: int) -> list[int]:
    return [message.id for message in await person.messages(chat) if message.by_bot]


@in_kyrgyz
async def test_a_channel_hears_nothing(bot: Running, aizada: Persona) -> None:
    channel = await bot.telegram.group("Жаңылыктар", aizada, kind="channel")
    await aizada.says("/start", chat=channel)
    await bot.telegram.quiet(answered=False)
    assert await from_bot(aizada, channel) == []


@in_kyrgyz
async def test_who_blocks_the_bot_can_come_back(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.blocks()
    await bot.telegram.quiet(answered=False)
    await aizada.unblocks()
    await aizada.says("/start")
    await aizada.sees(t.plain("Submit an initiative"))
    assert (await bot.row_of(aizada)).unreachable is None
    assert len(await bot.stored(select(Citizen))) == 1


@in_kyrgyz
async def test_a_reply_that_telegram_refuses_for_a_blocked_person_is_noted(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await bot.telegram.fail("forbidden", method="sendMessage", times=1, text="Forbidden: bot was blocked by the user")
    await aizada.says("/help")

    async def noted() -> bool:
        return (await bot.row_of(aizada)).unreachable == "blocked"

    await bot.telegram.until("the bot notes that it is blocked", noted)
    await aizada.says("/help")
    await aizada.sees("/initiative")
    assert (await bot.row_of(aizada)).unreachable is None


@in_kyrgyz
async def test_a_lost_connection_repeats_the_reply(bot: Running, aizada: Persona) -> None:
    await bot.telegram.fail("reset", method="sendMessage", times=1)
    await aizada.says("/help")
    await aizada.sees("/initiative")
