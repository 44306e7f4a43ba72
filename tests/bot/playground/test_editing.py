"""Changing, deleting and pressing."""

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
KEYBOARD = {"inline_keyboard": [[{"text": "Ооба", "callback_data": "yes"}]]}
MONTH = 31 * 86_400


async def sent(bot, person, **values):
    message = await bot.do("sendMessage", chat_id=person.id, text="Биринчи", **values)
    return {"chat_id": person.id, "message_id": message["message_id"]}


class TestEditing:
    async def test_a_text_is_changed_in_place_and_its_keyboard_goes_unless_given(self, bot, aizada):
        place = await sent(bot, aizada, reply_markup=KEYBOARD)
        changed = await bot.do("editMessageText", **place, text="<i>Экинчи</i>", parse_mode="HTML")
        assert changed["edit_date"]
        assert aizada.screen.text == "Экинчи"
        assert aizada.screen.labels == []
        await bot.do("editMessageReplyMarkup", **place, reply_markup=KEYBOARD)
        assert (aizada.screen.text, aizada.screen.labels) == ("Экинчи", ["Ооба"])

    async def test_the_same_again_is_refused(self, bot, aizada):
        place = await sent(bot, aizada, reply_markup=KEYBOARD)
        same = await bot.refused("editMessageText", **place, text=" Биринчи ", reply_markup=KEYBOARD)
        assert same == NOT_MODIFIED
        assert await bot.refused("editMessageReplyMarkup", **place, reply_markup=KEYBOARD) == NOT_MODIFIED

    async def test_what_cannot_be_edited(self, bot, aizada):
        place = await sent(bot, aizada)
        theirs = await aizada.says("Меники")
        edit = {"chat_id": aizada.id, "text": "a"}
        assert (
            await bot.refused("editMessageText", **edit, message_id=theirs.id) == "Bad Request: message can't be edited"
        )
        assert await bot.refused("editMessageText", **edit, message_id=99) == "Bad Request: message to edit not found"
        assert await bot.refused("editMessageText", text="a") == "Bad Request: message identifier is not specified"
        words = await bot.refused("editMessageCaption", **place, caption="a")
        assert words == "Bad Request: there is no caption in the message to edit"
        assert await bot.refused("editMessageText", **place, text="a" * 4097) == "Bad Request: message is too long"

    async def test_a_deleted_message_is_gone(self, bot, aizada, telegram):
        place = await sent(bot, aizada)
        assert await bot.do("deleteMessage", **place)
        assert not [one for one in aizada.chat if one.by_bot]
        assert await bot.refused("deleteMessage", **place) == "Bad Request: message to delete not found"
        assert await bot.refused("editMessageText", **place, text="a") == "Bad Request: message to edit not found"

    async def test_after_48_hours_it_stays(self, bot, aizada, telegram):
        place = await sent(bot, aizada)
        telegram.clock.advance(49 * 3600)
        assert await bot.refused("deleteMessage", **place) == "Bad Request: message can't be deleted"

    async def test_many_are_deleted_and_the_missing_skipped(self, bot, aizada):
        places = [await sent(bot, aizada) for _ in range(2)]
        numbers = [place["message_id"] for place in places]
        assert await bot.do("deleteMessages", chat_id=aizada.id, message_ids=[*numbers, 999])
        assert not [one for one in aizada.chat if one.by_bot]


class TestPresses:
    async def test_a_press_brings_the_message_and_is_answered_once(self, bot, aizada):
        place = await sent(bot, aizada, reply_markup=KEYBOARD)
        await aizada.presses(aizada.screen, "yes", wait=False)
        query = (await bot.update())["callback_query"]
        assert query["data"] == "yes"
        assert query["message"]["message_id"] == place["message_id"]
        assert query["message"]["reply_markup"] == KEYBOARD
        answer = {"callback_query_id": query["id"], "text": "Кабыл алынды", "show_alert": True}
        assert await bot.do("answerCallbackQuery", **answer)
        assert await aizada.toast() == "Кабыл алынды"
        assert await bot.refused("answerCallbackQuery", **answer) == TOO_OLD

    async def test_a_late_or_unknown_answer_is_refused(self, bot, aizada, telegram):
        await sent(bot, aizada, reply_markup=KEYBOARD)
        await aizada.presses(aizada.screen, "yes", wait=False)
        query = (await bot.update())["callback_query"]
        long_text = await bot.refused("answerCallbackQuery", callback_query_id=query["id"], text="a" * 201)
        assert long_text == "Bad Request: MESSAGE_TOO_LONG"
        telegram.clock.advance(61)
        assert await bot.refused("answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD
        assert await bot.refused("answerCallbackQuery", callback_query_id="1") == TOO_OLD

    async def test_forged_data_reaches_the_bot(self, bot, aizada):
        await sent(bot, aizada)
        await aizada.presses(aizada.screen, "admin:1", wait=False)
        assert (await bot.update())["callback_query"]["data"] == "admin:1"

    async def test_an_old_message_comes_without_its_content(self, bot, aizada, telegram):
        place = await sent(bot, aizada, reply_markup=KEYBOARD)
        telegram.clock.advance(MONTH)
        await aizada.presses(aizada.screen, "yes", wait=False)
        message = (await bot.update())["callback_query"]["message"]
        assert message == {"chat": aizada.screen.facts["chat"], "message_id": place["message_id"], "date": 0}
