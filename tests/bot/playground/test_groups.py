"""Groups, channels and inline mode."""

import pytest


@pytest.fixture
async def group(telegram, bot, aizada):
    chat_id = await telegram.group("Ачык Өкмөт", aizada)
    await bot.updates()
    return chat_id


async def test_the_bot_learns_where_it_was_added(telegram, bot, aizada):
    chat_id = await telegram.group("Ачык Өкмөт", aizada)
    member, joined = await bot.updates()
    assert member["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert joined["message"]["new_chat_members"][0]["id"] == telegram.world.bot_id
    assert (await bot.do("getChat", chat_id=chat_id))["title"] == "Ачык Өкмөт"


async def test_in_a_group_it_sees_what_is_meant_for_it(bot, aizada, group, telegram):
    await aizada.says("Салам баарыңарга", chat=group)
    await aizada.says("/start@SomeOtherBot", chat=group)
    assert await bot.updates() == []
    await aizada.says(f"/start@{telegram.world.username}", chat=group)
    assert (await bot.update())["message"]["chat"]["id"] == group
    sent = await bot.do("sendMessage", chat_id=group, text="Салам")
    answer = next(one for one in await aizada.messages(group) if one.id == sent["message_id"])
    await aizada.says("Рахмат", chat=group, reply_to=answer)
    assert (await bot.update())["message"]["text"] == "Рахмат"
    await telegram.control.do("bot_membership", {"person": aizada.id, "chat": group, "rank": "administrator"})
    await bot.updates()
    await aizada.says("Жөн эле сөз", chat=group)
    assert (await bot.update())["message"]["text"] == "Жөн эле сөз"


async def test_a_removed_bot_is_refused(bot, aizada, group, telegram):
    await telegram.control.do("bot_membership", {"person": aizada.id, "chat": group, "rank": "none"})
    words = await bot.refused("sendMessage", chat_id=group, text="a")
    assert words == "Forbidden: bot was kicked from the group chat"


async def test_a_bot_may_leave(bot, group):
    assert await bot.do("leaveChat", chat_id=group)
    words = await bot.refused("sendMessage", chat_id=group, text="a")
    assert words == "Forbidden: bot is not a member of the group chat"


async def test_members_are_told(bot, aizada, group, telegram):
    bolot = telegram.person("Болот")
    assert (await bot.do("getChatMember", chat_id=group, user_id=aizada.id))["status"] == "creator"
    assert (await bot.do("getChatMember", chat_id=group, user_id=bolot.id))["status"] == "left"
    assert await bot.do("getChatMemberCount", chat_id=group) == 2
    assert [one["status"] for one in await bot.do("getChatAdministrators", chat_id=group)] == ["creator"]
    assert await bot.do("getUserProfilePhotos", user_id=aizada.id) == {"total_count": 0, "photos": []}


async def test_a_group_that_became_a_supergroup_says_where_it_went(bot, aizada, group, telegram):
    new = await telegram.control.do("upgrade", {"person": aizada.id, "chat": group})
    moved = [one["message"] for one in await bot.updates()]
    assert moved[0]["migrate_to_chat_id"] == new["id"]
    assert moved[1]["migrate_from_chat_id"] == group
    answer = await bot.ask("sendMessage", chat_id=group, text="a")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": new["id"]}
    assert (await bot.do("sendMessage", chat_id=new["id"], text="a"))["chat"]["type"] == "supergroup"


async def test_a_channel_speaks_in_its_own_name(bot, aizada, telegram):
    channel = await telegram.group("Жаңылыктар", aizada, kind="channel")
    assert (await bot.update())["my_chat_member"]["new_chat_member"]["status"] == "administrator"
    await aizada.says("Жаңылык", chat=channel)
    post = (await bot.update())["channel_post"]
    assert post["sender_chat"]["id"] == channel
    assert "from" not in (await bot.do("sendMessage", chat_id=channel, text="a"))


RESULT = {"type": "article", "id": "1", "title": "Ачык маалыматтар", "input_message_content": {"message_text": "a"}}


class TestInline:
    async def answer(self, bot, aizada, telegram, results, **values):
        query = await telegram.control.do("ask_inline", {"person": aizada.id, "text": "ачык"})
        update = (await bot.update())["inline_query"]
        assert (update["id"], update["query"]) == (query["id"], "ачык")
        return await bot.ask("answerInlineQuery", inline_query_id=query["id"], results=results, **values), query

    async def test_a_result_is_sent_through_the_bot(self, bot, aizada, telegram):
        answer, query = await self.answer(bot, aizada, telegram, [RESULT], is_personal=True)
        assert answer["ok"]
        known = telegram.world.inline_queries[query["id"]]["answer"]
        assert known["is_personal"]
        chosen = await aizada.chooses({"query_id": query["id"]}, "1")
        assert (chosen.text, chosen.by_bot) == ("a", False)
        assert (await bot.update())["message"]["via_bot"]["id"] == telegram.world.bot_id

    async def test_its_buttons_come_without_a_message(self, bot, aizada, telegram):
        keyboard = {"inline_keyboard": [[{"text": "Колдоо", "callback_data": "support"}]]}
        _, query = await self.answer(bot, aizada, telegram, [RESULT | {"reply_markup": keyboard}])
        chosen = await aizada.chooses({"query_id": query["id"]}, "1")
        await bot.updates()
        await aizada.presses(chosen, "support", wait=False)
        press = (await bot.update())["callback_query"]
        assert "message" not in press
        assert await bot.do("editMessageText", inline_message_id=press["inline_message_id"], text="Колдодуңуз") is True

    @pytest.mark.parametrize(
        ("results", "words"),
        [
            ([RESULT] * 2, "RESULT_ID_DUPLICATE"),
            ([RESULT | {"id": str(number)} for number in range(51)], "too many inline query results specified"),
            ([RESULT | {"id": "ө" * 33}], "RESULT_ID_INVALID"),
            ([RESULT | {"input_message_content": {"message_text": ""}}], "message text is empty"),
            ({}, None),
            ("{", "can't parse JSON encoded inline query results"),
        ],
    )
    async def test_refusals(self, bot, aizada, telegram, results, words):
        answer, _ = await self.answer(bot, aizada, telegram, results)
        assert answer.get("description") == (f"Bad Request: {words}" if words else None)

    async def test_after_30_seconds_nobody_waits(self, bot, aizada, telegram):
        query = await telegram.control.do("ask_inline", {"person": aizada.id, "text": "ачык"})
        telegram.clock.advance(31)
        assert await bot.updates() == []
        words = await bot.refused("answerInlineQuery", inline_query_id=query["id"], results=[])
        assert words.startswith("Bad Request: query is too old")
