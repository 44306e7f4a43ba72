"""Answers after the commit, on a line where things go wrong."""

import pytest
from sqlalchemy import select

from bot.playground.driver import StandIn
from bot.playground.rates import Rates
from bot.replies import LONGEST_WAIT_S, MOST_ATTEMPTS, Replies
from bot.request import NotSent, OutcomeUnknown, ServerFault
from models import Citizen, InboxState, InboxUpdate, Unreachable
from tests.bot.test_worker import in_english
from tests.conftest import START


def count(person, words: str) -> int:
    return sum(words in one.text for one in person.chat if one.by_bot)


async def unreachable(parts, person) -> str | None:
    async with parts.database.read() as session:
        return await session.scalar(select(Citizen.unreachable).where(Citizen.telegram_id == person.id))


async def test_a_429_is_waited_out_and_the_answer_comes(parts, telegram):
    ann = await in_english(telegram)
    await telegram.fail("too_many", method="sendMessage", chat_id=ann.id, seconds=1, times=1)
    await ann.says("/help")
    await ann.sees("What this bot can do")
    assert count(ann, "What this bot can do") == 1


async def test_trouble_of_the_server_is_waited_out(parts, telegram):
    ann = await in_english(telegram)
    await telegram.fail("server_error", method="sendMessage", chat_id=ann.id, times=2)
    await ann.says("/help")
    await ann.sees("What this bot can do")


async def test_a_lost_reply_is_never_a_lost_answer(parts, telegram):
    ann = await in_english(telegram)
    await telegram.fail("lost_reply", method="sendMessage", chat_id=ann.id, times=1)
    await ann.says("/help")
    await telegram.quiet()
    assert count(ann, "What this bot can do") in {1, 2}  # an unknown outcome is sent again: one may double


async def test_a_reset_line_sends_once(parts, telegram):
    ann = await in_english(telegram)
    await telegram.fail("reset", method="sendMessage", chat_id=ann.id, times=1)
    await ann.says("/help")
    await ann.sees("What this bot can do")
    await telegram.quiet()
    assert count(ann, "What this bot can do") == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Forbidden: bot was blocked by the user", Unreachable.BLOCKED),
        ("Forbidden: user is deactivated", Unreachable.DEACTIVATED),
        ("Forbidden: bot can't initiate conversation with a user", Unreachable.UNKNOWN_CHAT),
    ],
)
async def test_who_cannot_be_reached_is_noted_and_welcome_back(parts, telegram, said, why):
    ann = await in_english(telegram)
    await telegram.fail("forbidden", method="sendMessage", chat_id=ann.id, text=said)
    await ann.says("/help")

    async def noted():
        return await unreachable(parts, ann) == why

    await telegram.until("the person is noted as unreachable", noted)
    await telegram.heal()
    await ann.says("/privacy")
    await ann.sees("Your data")
    assert await unreachable(parts, ann) is None


async def test_a_screen_whose_message_was_deleted_comes_anew(parts, telegram):
    ann = await in_english(telegram)
    menu = ann.screen
    await parts.application.bot.delete_message(ann.id, menu.id)
    await ann.presses(menu, menu.button("Help").data)
    seen = await ann.sees("What this bot can do")
    assert seen.id > menu.id


async def test_a_screen_that_telegram_refuses_comes_as_plain_text_with_its_buttons(parts, telegram):
    ann = await in_english(telegram)
    await telegram.fail("refused", method="sendMessage", chat_id=ann.id, times=1)
    await ann.says("/help")
    seen = await ann.sees("What this bot can do")
    assert seen.button("Main menu")
    assert "<b>" not in seen.text


async def test_a_screen_that_telegram_refuses_in_every_form_leaves_a_sentence(parts, telegram):
    ann = await in_english(telegram)
    await telegram.fail("refused", method="sendMessage", chat_id=ann.id, times=3, text="BUTTON_TYPE_INVALID")
    await ann.says("/help")
    await ann.sees("the answer cannot be shown here")
    await ann.says("/privacy")
    await ann.sees("Your data")


async def test_an_edit_refused_for_whatever_reason_comes_as_a_new_message(parts, telegram):
    ann = await in_english(telegram)
    menu = ann.screen
    await telegram.fail("refused", method="editMessageText", chat_id=ann.id, times=1, text="MESSAGE_ID_INVALID")
    await ann.presses(menu, menu.button("Help").data)
    assert (await ann.sees("What this bot can do")).id > menu.id


async def test_a_file_that_cannot_be_made_leaves_a_sentence(parts, telegram, monkeypatch):
    """A link's QR code is drawn after the commit: failing there must not keep the person waiting for ever."""
    ann = await in_english(telegram)
    monkeypatch.setattr("bot.telling.qr.png", lambda _: 1 / 0)
    reply = {"method": "sendPhoto", "params": {"chat_id": ann.id, "name": "qr.png", "caption": "", "qr": "x"}}
    await owe(parts, ann, reply)
    await ann.sees("the answer cannot be shown here")


async def test_a_group_that_is_gone_does_not_lose_the_officer_who_pressed_there(parts, telegram):
    ann = await in_english(telegram)
    await owe(parts, ann, {"method": "sendMessage", "params": {"chat_id": -1009, "text": "A card"}})
    await ann.says("/help")
    await ann.sees("What this bot can do")
    assert await unreachable(parts, ann) is None


class TestTroubleThatLasts:
    @pytest.fixture
    def row(self):
        replies = [{"method": "sendMessage", "params": {"chat_id": 7, "text": "A screen"}}]
        return {"actor_id": 7, "replies": replies, "replies_sent": 0, "reply_attempts": MOST_ATTEMPTS}

    class Telling:
        """Telegram in trouble; ``sentence`` is what saying that it cannot be shown meets."""

        def __init__(self, error, sentence=None):
            self.error, self.sentence = error, sentence

        async def tell(self, reply, actor_id):
            raise self.error

        async def ask_whether_answers_come(self):
            return None

        async def say_not_shown(self, chat_id, actor_id):
            if self.sentence:
                raise self.sentence
            return 5

    @pytest.mark.parametrize(
        ("telling", "is_given_up"),
        [
            (Telling(ServerFault(502, "Bad Gateway"), ServerFault(502, "Bad Gateway")), False),
            (Telling(NotSent("no connection")), False),
            (Telling(ServerFault(500, "Internal Server Error")), True),
        ],
    )
    async def test_a_reply_is_given_up_only_where_a_plain_sentence_gets_through(
        self, database, row, telling, is_given_up
    ):
        async with database.begin() as session:
            kept = InboxUpdate(bot_id=1, update_id=1, kind="message", state=InboxState.DONE, received_at=START, **row)
            session.add(kept)
        replies = Replies(telling, database, lambda: START)
        assert await replies.send(kept) is is_given_up
        async with database.read() as session:
            state = (await session.get_one(InboxUpdate, kept.id)).state
        assert state is (InboxState.ANSWERED if is_given_up else InboxState.DONE)


class TestLostAnswers:
    class Telling:
        """Telegram takes everything; while ``is_mute`` no answer comes back, to whatever is asked."""

        def __init__(self):
            self.is_mute, self.copies = True, 0

        async def tell(self, reply, actor_id):
            self.copies += 1
            if self.is_mute:
                raise OutcomeUnknown("hung up")
            return 5

        async def ask_whether_answers_come(self):
            if self.is_mute:
                raise OutcomeUnknown("hung up")

    async def test_while_no_answers_come_back_no_further_copies_are_sent(self, database, clock):
        async with database.begin() as session:
            replies = [{"method": "sendMessage", "params": {"chat_id": 7, "text": "A screen"}}]
            row = InboxUpdate(
                bot_id=1,
                update_id=1,
                actor_id=7,
                kind="message",
                state=InboxState.DONE,
                received_at=START,
                replies=replies,
            )
            session.add(row)
        telling = self.Telling()
        sending = Replies(telling, database, clock)
        for _ in range(6):
            assert not await sending.send(row)
            async with database.read() as session:
                row = await session.get_one(InboxUpdate, row.id)
            clock.move(seconds=LONGEST_WAIT_S)
        assert telling.copies == 1
        telling.is_mute = False
        assert await sending.send(row)
        assert telling.copies == 2


async def owe(parts, person, reply) -> None:
    """An update of this person that is handled, and whose reply is owed."""
    async with parts.database.begin() as session:
        session.add(
            InboxUpdate(
                bot_id=1,
                update_id=1,
                actor_id=person.id,
                kind="message",
                state=InboxState.DONE,
                replies=[reply],
                received_at=START,
            )
        )


async def test_pressing_what_shows_already_is_no_fault(parts, telegram):
    ann = await in_english(telegram)
    await ann.taps("Help")
    shown = await ann.sees("What this bot can do")
    await ann.taps("Main menu")
    await ann.sees("What would you like to do?")
    for _ in range(2):
        await ann.presses(ann.screen, shown.button("Main menu").data)
    await telegram.quiet()


class TestAStrictServer:
    """One message a second in a chat, and hardly a burst: what Telegram asks for, taken at its word."""

    @pytest.fixture
    async def telegram(self):
        async with StandIn.serve(rates=Rates(chat_burst=2)) as served:
            served.patience = 60.0
            yield served

    async def test_a_fast_typist_is_answered_in_order_and_the_server_hardly_refuses(self, parts, telegram):
        ann = telegram.person("Ann")
        await ann.says("/start")
        await ann.taps("English")
        await telegram.quiet()
        before = len(ann.chat)
        for _ in range(4):
            await ann.says("/help")
            await ann.says("/privacy")

        async def answers():
            said = [one.text for one in ann.chat[before:] if one.by_bot]
            return said if len(said) == 8 else None

        said = await telegram.until("eight answers", answers)
        assert ["/initiative" in one for one in said] == [True, False] * 4
        refused = [call for call in await telegram.calls("sendMessage") if call["status"] == 429]
        assert len(refused) <= 2
