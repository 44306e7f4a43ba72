"""Updates: their order, their lives, who may ask for them."""

import asyncio

import pytest
from telegram import Update

from bot.playground.clock import Clock
from bot.playground.driver import StandIn
from bot.playground.errors import Refusal
from bot.playground.people import oddities

DAY = 86_400
KEYBOARD = {"inline_keyboard": [[{"text": "Ооба", "callback_data": "yes"}]]}


async def test_ids_increase_and_a_higher_offset_confirms(bot, aizada):
    await aizada.says("бир")
    await aizada.says("эки")
    first, second = await bot.do("getUpdates", offset=bot.offset)
    assert second["update_id"] == first["update_id"] + 1
    assert await bot.do("getUpdates", offset=bot.offset) == [first, second]
    assert await bot.do("getUpdates", offset=second["update_id"]) == [second]
    assert await bot.do("getUpdates") == [second]
    assert await bot.do("getUpdates", offset=second["update_id"] + 1) == []


async def test_the_limit_and_a_negative_offset(bot, aizada):
    for text in "абв":
        await aizada.says(text)
    assert len(await bot.do("getUpdates", offset=bot.offset, limit=2)) == 2
    (last,) = await bot.do("getUpdates", offset=-1)
    assert last["message"]["text"] == "в"
    assert await bot.do("getUpdates") == [last]


async def test_a_poll_waits_for_the_next_word(bot, aizada, telegram):
    poll = asyncio.create_task(bot.updates(timeout=30))
    await telegram.until("polls", _polled(telegram))
    await aizada.says("Салам")
    (update,) = await poll
    assert update["message"]["text"] == "Салам"


def _polled(telegram):
    async def polled():
        return telegram.world.updates.is_polled

    return polled


async def test_the_older_of_two_polls_is_ended(bot, aizada, telegram):
    older = asyncio.create_task(bot.ask("getUpdates", offset=bot.offset, timeout=30))
    await telegram.until("polls", _polled(telegram))
    newer = asyncio.create_task(bot.ask("getUpdates", offset=bot.offset, timeout=30))
    assert await older == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    }
    await aizada.says("Салам")
    assert (await newer)["ok"]


async def test_a_poll_whose_asker_is_gone_swallows_nothing(bot, aizada, telegram):
    poll = asyncio.create_task(bot.updates(timeout=30))
    await telegram.until("polls", _polled(telegram))
    poll.cancel()
    await telegram.until("the stand-in notices", _not_polled(telegram))
    await aizada.says("Салам")
    assert (await bot.update())["message"]["text"] == "Салам"


def _not_polled(telegram):
    async def not_polled():
        return not telegram.world.updates.is_polled

    return not_polled


async def test_messages_live_a_day_presses_150_seconds(bot, aizada, telegram):
    await bot.do("sendMessage", chat_id=aizada.id, text="a", reply_markup=KEYBOARD)
    await aizada.says("Салам")
    await aizada.presses(aizada.screen, "yes", wait=False)
    telegram.clock.advance(149)
    assert len(await bot.do("getUpdates", offset=bot.offset)) == 2
    telegram.clock.advance(2)
    (left,) = await bot.do("getUpdates", offset=bot.offset)
    assert "message" in left
    telegram.clock.advance(DAY)
    assert await bot.do("getUpdates", offset=bot.offset) == []


async def test_after_a_quiet_week_the_numbers_begin_anew(bot, aizada, telegram):
    before = bot.offset
    telegram.clock.advance(8 * DAY)
    await aizada.says("Салам")
    (update,) = await bot.do("getUpdates", offset=0)
    assert update["update_id"] != before


async def test_allowed_updates_are_remembered(bot, aizada):
    await bot.updates(allowed_updates=["callback_query"])
    await aizada.says("Салам")
    assert await bot.updates() == []
    await bot.updates(allowed_updates=[])
    await aizada.says("Салам")
    assert (await bot.update())["message"]["text"] == "Салам"


async def test_what_was_not_confirmed_outlives_a_restart(tmp_path):
    clock = Clock()
    async with StandIn.serve(folder=tmp_path, clock=clock) as telegram:
        aizada = telegram.person("Айзада")
        await aizada.says("Салам")
        photo = await aizada.sends_photo()
        number = telegram.world.updates.last_id
    async with StandIn.serve(folder=tmp_path, clock=clock) as telegram:
        waiting = telegram.world.updates.pending()
        assert [update.id for update in waiting] == [number - 1, number]
        again = telegram.known(aizada.id)
        assert [one.text for one in again.chat] == ["Салам", ""]
        kept = telegram.world.files.find(photo.facts["photo"][-1]["file_id"])
        assert telegram.world.files.read(kept).startswith(b"\x89PNG")
        await again.says("Дагы")
        assert [one.id for one in again.chat] == [1, 2, 3]


async def test_start_over_forgets_everyone(tmp_path):
    async with StandIn.serve(folder=tmp_path) as telegram:
        await telegram.person("Айзада").sends_photo()
        await telegram.control.do("start_over", {})
        assert not telegram.world.people
        assert not list((tmp_path / "files").iterdir())
    async with StandIn.serve(folder=tmp_path) as telegram:
        assert not telegram.world.entries


class TestPeople:
    async def test_an_edited_message_comes_whole(self, bot, aizada):
        said = await aizada.says("Биринчи")
        await aizada.edits(said, "Экинчи")
        message, edited = await bot.updates()
        assert message["message"]["text"] == "Биринчи"
        assert edited["edited_message"]["text"] == "Экинчи"
        assert edited["edited_message"]["edit_date"]

    async def test_blocking_is_told_at_once(self, bot, aizada):
        await aizada.blocks()
        await aizada.unblocks()
        blocked, unblocked = (one["my_chat_member"] for one in await bot.updates())
        assert blocked["new_chat_member"] == {
            "user": blocked["new_chat_member"]["user"],
            "status": "kicked",
            "until_date": 0,
        }
        assert unblocked["new_chat_member"]["status"] == "member"

    async def test_a_deleted_account_is_silent(self, aizada):
        await aizada.deletes_account()
        with pytest.raises(Refusal, match="deleted"):
            await aizada.says("Салам")

    async def test_who_blocks_cannot_write(self, aizada):
        await aizada.blocks()
        with pytest.raises(Exception, match="unblock the bot first"):
            await aizada.says("Салам")

    async def test_a_link_starts_with_its_payload(self, bot, aizada):
        await aizada.follows_link("c_open-data-policy")
        message = (await bot.update())["message"]
        assert message["text"] == "/start c_open-data-policy"
        assert message["entities"] == [{"offset": 0, "length": 6, "type": "bot_command"}]

    async def test_a_long_text_comes_in_pieces(self, bot, aizada):
        await aizada.says("ө" * 5000)
        assert [len(one["message"]["text"]) for one in await bot.updates()] == [4096, 904]

    async def test_a_deleted_message_is_not_told(self, bot, aizada):
        said = await aizada.says("Салам")
        await bot.update()
        await aizada.deletes(said)
        assert await bot.updates() == []
        words = await bot.refused("sendMessage", chat_id=aizada.id, text="a", reply_parameters={"message_id": said.id})
        assert words == "Bad Request: message to be replied not found"

    async def test_contact_location_and_sticker(self, bot, aizada):
        await aizada.sends_contact("+996555000001")
        await aizada.sends_location()
        await aizada.sends_sticker()
        contact, location, sticker = (one["message"] for one in await bot.updates())
        assert contact["contact"]["user_id"] == aizada.id
        assert location["location"]["latitude"]
        assert sticker["sticker"]["emoji"]

    async def test_polls_dice_and_the_like_are_what_the_library_knows_them_as(self, bot, aizada):
        for what in oddities.KINDS:
            assert (await aizada.sends_odd(what)).kind == what
        for what, update in zip(oddities.KINDS, await bot.updates(), strict=True):
            read = Update.de_json(update, None)
            assert getattr(read.message, what), f"{what}: {update}"
            assert not read.message.api_kwargs

    async def test_nothing_else_can_be_sent(self, aizada):
        with pytest.raises(Refusal, match="no such thing to send; there are poll"):
            await aizada.sends_odd("gold")

    async def test_a_forward_and_a_reply(self, bot, aizada):
        said = await aizada.says("Биринчи")
        await aizada.forwards(said)
        await aizada.says("Экинчи", reply_to=said)
        _, forwarded, reply = (one["message"] for one in await bot.updates())
        assert forwarded["forward_origin"]["type"] == "user"
        assert reply["reply_to_message"]["text"] == "Биринчи"
