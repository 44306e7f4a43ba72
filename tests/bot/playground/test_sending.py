"""Sending: what Telegram takes, what it refuses, and in which words."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.playground import markup, texts
from bot.playground.errors import Refusal


def inline(*rows):
    return {"inline_keyboard": [list(row) for row in rows]}


class TestText:
    async def test_a_message_comes_back_as_telegram_shows_it(self, bot, aizada):
        sent = await bot.do("sendMessage", chat_id=aizada.id, text="  <b>Салам</b>, /help \n", parse_mode="HTML")
        assert sent["text"] == "Салам, /help"
        assert sent["entities"] == [
            {"offset": 0, "length": 5, "type": "bold"},
            {"offset": 7, "length": 5, "type": "bot_command"},
        ]
        assert sent["chat"] == {
            "id": aizada.id,
            "type": "private",
            "first_name": "Айзада",
            "last_name": "Токтогулова",
            "username": "aizada",
        }
        assert aizada.screen.text == "Салам, /help"

    async def test_length_is_counted_in_code_points_after_parsing(self, bot, aizada):
        longest = "<b>" + "\U0001f600" * 4096 + "</b>"
        assert len((await bot.do("sendMessage", chat_id=aizada.id, text=longest, parse_mode="HTML"))["text"]) == 4096
        too_long = await bot.refused("sendMessage", chat_id=aizada.id, text="ө" * 4097)
        assert too_long == "Bad Request: message is too long"

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({}, "message text is empty"),
            ({"text": " \n "}, "text must be non-empty"),
            ({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
            ({"text": "a" * 33_000}, "text is too long"),
            ({"text": "a", "parse_mode": "BBCode"}, "unsupported parse_mode"),
            ({"text": "a", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
            ({"text": "a", "reply_markup": "[]"}, "object expected as reply markup"),
            ({"text": "a", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ],
    )
    async def test_refusals(self, bot, aizada, values, words):
        assert await bot.refused("sendMessage", chat_id=aizada.id, **values) == f"Bad Request: {words}"

    async def test_a_reply_shows_what_it_answers(self, bot, aizada):
        question = await aizada.says("Суроо")
        sent = await bot.do("sendMessage", chat_id=aizada.id, text="Жооп", reply_parameters={"message_id": question.id})
        assert sent["reply_to_message"]["text"] == "Суроо"

    def test_what_vanishes_moves_the_entities(self):
        text, entities = texts.formatted("a\r\u202eb", "", [{"type": "bold", "offset": 3, "length": 1}])
        assert (text, entities) == ("ab", [{"type": "bold", "offset": 1, "length": 1}])

    def test_links_mentions_and_hashtags_are_found(self):
        found = texts.find_entities("https://ogp.el.kg/a. @aizada #ачык а@б.kg, t.me/x?start=c_1 /start@Bot")
        assert [one["type"] for one in found] == ["url", "mention", "hashtag", "email", "url", "bot_command"]

    @given(st.text(max_size=200))
    def test_no_entity_leaves_its_text(self, text):
        text, entities = texts.formatted(text.encode("utf-8", "replace").decode(), "", None)
        length = len(text.encode("utf-16-le")) // 2
        assert all(0 <= one["offset"] < one["offset"] + one["length"] <= length for one in entities)


class TestWhoMayBeWrittenTo:
    async def test_a_stranger_is_not_found(self, bot, telegram):
        stranger = telegram.person("Болот")
        assert await bot.refused("sendMessage", chat_id=stranger.id, text="a") == "Bad Request: chat not found"
        assert await bot.refused("sendMessage", chat_id=42, text="a") == "Bad Request: chat not found"
        assert await bot.refused("sendMessage", text="a") == "Bad Request: chat_id is empty"

    async def test_someone_met_in_a_group_has_not_begun_to_talk(self, bot, telegram, aizada):
        bolot = telegram.person("Болот")
        await telegram.group("Ачык Өкмөт", aizada, bolot)
        chat_id = min(telegram.world.chats)
        await telegram.control.do("membership", {"person": aizada.id, "chat": chat_id, "member": bolot.id})
        await bolot.says("/start", chat=chat_id)
        telegram.world.people[bolot.id].met = True
        words = await bot.refused("sendMessage", chat_id=bolot.id, text="a")
        assert words == "Forbidden: bot can't initiate conversation with a user"

    async def test_who_blocked_the_bot_is_left_in_peace(self, bot, aizada):
        await aizada.blocks()
        answer = await bot.ask("sendMessage", chat_id=aizada.id, text="a")
        assert answer == {
            "ok": False,
            "error_code": 403,
            "description": "Forbidden: bot was blocked by the user",
        }
        await aizada.unblocks()
        assert await bot.do("sendMessage", chat_id=aizada.id, text="a")

    async def test_a_deleted_account_is_deactivated(self, bot, aizada):
        await aizada.deletes_account()
        words = await bot.refused("sendMessage", chat_id=aizada.id, text="a")
        assert words == "Forbidden: user is deactivated"


class TestKeyboards:
    async def test_an_inline_keyboard_is_shown_and_given_back(self, bot, aizada):
        keyboard = inline([{"text": "Ооба", "callback_data": "yes"}, {"text": "Сайт", "url": "ogp.el.kg"}])
        sent = await bot.do("sendMessage", chat_id=aizada.id, text="a", reply_markup=keyboard)
        assert sent["reply_markup"]["inline_keyboard"][0][1]["url"] == "http://ogp.el.kg/"
        assert aizada.screen.labels == ["Ооба", "Сайт"]

    async def test_a_reply_keyboard_lies_below_the_chat_until_taken_away(self, bot, aizada, telegram):
        keyboard = {"keyboard": [["Ооба", {"text": "Жок"}]], "resize_keyboard": True}
        sent = await bot.do("sendMessage", chat_id=aizada.id, text="a", reply_markup=keyboard)
        assert "reply_markup" not in sent
        await aizada.taps("Ооба")
        assert (await bot.updates())[-1]["message"]["text"] == "Ооба"
        await bot.do("sendMessage", chat_id=aizada.id, text="a", reply_markup={"remove_keyboard": True})
        assert aizada.id not in telegram.world.keyboards

    @pytest.mark.parametrize(
        ("button", "words"),
        [
            ({"text": "a", "callback_data": "ө" * 33}, "BUTTON_DATA_INVALID"),
            (
                {"text": "a"},
                "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
            ),
            (
                {"text": "a", "callback_data": ""},
                "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
            ),
            ({"callback_data": "a"}, "can't parse inline keyboard button: Can't find field \"text\""),
            (
                {"text": "a", "url": "nonsense"},
                "inline keyboard button URL 'nonsense' is invalid: Wrong HTTP URL",
            ),
            (
                {"text": "a", "callback_data": "a", "style": "pink"},
                "can't parse inline keyboard button: invalid button style specified",
            ),
            ({"text": "a", "copy_text": {"text": "a" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
            ("a", "can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
        ],
    )
    async def test_a_bad_button_costs_the_message(self, bot, aizada, button, words):
        answer = await bot.refused("sendMessage", chat_id=aizada.id, text="a", reply_markup=inline([button]))
        assert answer == f"Bad Request: {words}"

    def test_64_bytes_of_data_are_taken(self):
        kept = markup.checked_markup(inline([{"text": "a", "callback_data": "ө" * 32}]))
        assert kept["inline_keyboard"][0][0]["callback_data"] == "ө" * 32

    def test_what_is_too_many_or_has_no_text_vanishes_silently(self):
        button = {"text": "a", "callback_data": "a"}
        row = markup.checked_markup(inline([button] * 13))["inline_keyboard"]
        assert [len(one) for one in row] == [12]
        every = markup.checked_markup(inline(*[[button] * 10] * 31))["inline_keyboard"]
        assert sum(len(one) for one in every) == 300
        assert markup.checked_markup(inline([{"text": "", "callback_data": "a"}])) is None

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda kids: (
                st.lists(kids)
                | st.dictionaries(
                    st.sampled_from(["inline_keyboard", "keyboard", "text", "callback_data", "url", "copy_text"])
                    | st.text(),
                    kids,
                )
            ),
        )
    )
    def test_any_keyboard_is_taken_or_refused(self, anything):
        try:
            kept = markup.checked_markup(json.loads(json.dumps(anything)))
        except Refusal:
            return
        assert kept is None or isinstance(kept, dict)


class TestCopies:
    async def test_a_copy_says_the_same_in_the_bots_name(self, bot, aizada):
        said = await aizada.says("Демилге")
        copy = await bot.do("copyMessage", chat_id=aizada.id, from_chat_id=aizada.id, message_id=said.id)
        assert aizada.screen.id == copy["message_id"]
        assert aizada.screen.text == "Демилге"
        assert aizada.screen.facts["from"]["is_bot"]

    async def test_a_forward_names_its_origin(self, bot, aizada):
        said = await aizada.says("Демилге")
        sent = await bot.do("forwardMessage", chat_id=aizada.id, from_chat_id=aizada.id, message_id=said.id)
        assert sent["forward_origin"]["sender_user"]["id"] == aizada.id

    async def test_what_is_gone_cannot_be_copied(self, bot, aizada):
        place = {"chat_id": aizada.id, "from_chat_id": aizada.id, "message_id": 99}
        assert await bot.refused("copyMessage", **place) == "Bad Request: message to copy not found"
        assert await bot.refused("forwardMessage", **place) == "Bad Request: message to forward not found"


class TestSigns:
    async def test_typing_is_shown_and_nonsense_refused(self, bot, aizada):
        assert await bot.do("sendChatAction", chat_id=aizada.id, action="typing")
        words = await bot.refused("sendChatAction", chat_id=aizada.id, action="dancing")
        assert words == "Bad Request: wrong parameter action in request"

    async def test_a_bot_sets_one_reaction(self, bot, aizada):
        said = await aizada.says("Рахмат")
        thumb = [{"type": "emoji", "emoji": "\U0001f44d"}]
        assert await bot.do("setMessageReaction", chat_id=aizada.id, message_id=said.id, reaction=thumb)
        assert aizada.chat[-1].entry["reactions"] == ["\U0001f44d"]
        words = await bot.refused("setMessageReaction", chat_id=aizada.id, message_id=said.id, reaction=thumb * 2)
        assert words == "Bad Request: REACTIONS_TOO_MANY"
