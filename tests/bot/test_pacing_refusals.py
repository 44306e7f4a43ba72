"""What pacing does about a 429, and about calls that it does not pace, in virtual time."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.pacing import Lane, Paused
from bot.pacing.budget import Budget
from bot.pacing.chats import Chats
from bot.pacing.lanes import read_call
from bot.playground.errors import Refusal
from bot.playground.rates import Rates
from bot.request import FloodWait, retry_after_seconds
from tests.bot.virtual_time import Telegram, in_virtual_time, new_pacing, now


class TestStrictServers:
    """Telegram tolerates short bursts in a chat and does not say how short."""

    @pytest.mark.parametrize("burst", [1, 2, 3, 5, 20])
    def test_a_server_of_any_burst_refuses_a_few_at_most_and_nothing_is_lost(self, burst: int) -> None:
        async def main() -> None:
            pacing, server = new_pacing(), Rates(chat_burst=burst, overall_burst=1e9)
            refused: list[float] = []

            async def call() -> bool:
                await asyncio.sleep(0.05)  # on its way
                try:
                    server.charge(7, now())
                except Refusal:
                    refused.append(now())
                    raise FloodWait(timedelta(seconds=1)) from None
                return True

            async def said() -> None:
                """As a reply is owed: put off until the time it is told, until it has been said."""
                while True:
                    try:
                        await pacing.process_request(call, (), {}, "sendMessage", {"chat_id": 7}, None)
                    except RetryAfter as error:
                        await asyncio.sleep(retry_after_seconds(error))
                    else:
                        return

            began = now()
            for _ in range(30):  # somebody who types faster than they read
                await said()
            assert len(refused) <= 2
            assert now() - began <= 34
            quick = min(burst, 5)
            await asyncio.sleep(60)
            before = len(refused)
            began = now()
            for _ in range(quick):
                await said()
            assert len(refused) == before, "what was learnt is kept"
            if len(refused) == 0:
                assert now() - began < 1.0, "a short burst does not wait where it is tolerated"

        in_virtual_time(main)

    def test_what_was_learnt_is_tried_anew_after_an_hour(self) -> None:
        chats = Chats(5)
        for _ in range(3):
            chats.charge(7, 0.0)
        chats.refused(7, 0.1)  # the third
        assert chats.wait(8, Lane.REPLY, 0.1) == 0
        for _ in range(2):
            chats.charge(8, 0.1)
        assert chats.wait(8, Lane.REPLY, 0.1) > 0, "two at once, in every chat"
        chats.charge(8, 4000.0)
        chats.charge(8, 4000.0)
        assert chats.wait(8, Lane.REPLY, 4000.0) == 0

    def test_a_refusal_of_a_single_reply_teaches_nothing_about_bursts(self) -> None:
        chats = Chats(5)
        chats.charge(7, 0.0)
        chats.refused(7, 0.1)
        for _ in range(4):
            chats.charge(8, 0.2)
        assert chats.wait(8, Lane.REPLY, 0.2) == 0


class TestRefusals:
    def test_one_chats_429_pauses_that_chat_until_its_deadline_and_no_other(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(), refuse={5: 10_072.0})
            with pytest.raises(RetryAfter):
                await telegram.send(5, Lane.BROADCAST)
            refused = now()
            telegram.refuse.clear()
            await telegram.send(6, Lane.BROADCAST)
            await asyncio.sleep(10_000)
            with pytest.raises(Paused) as raised:
                await telegram.send(5, Lane.REPLY)
            assert retry_after_seconds(raised.value) == pytest.approx(refused + 10_072 - now())
            assert telegram.pacing.figures().paused_chats == 1
            await asyncio.sleep(raised.value.seconds)
            await telegram.send(5, Lane.REPLY)
            assert telegram.pacing.figures().paused_chats == 0

        in_virtual_time(main)

    def test_three_chats_refused_within_a_second_halt_all_bulk_but_not_the_replies(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(), refuse={1: 30.0, 2: 40.0, 3: 36_000.0})
            tasks = [asyncio.create_task(telegram.send(chat, Lane.BROADCAST)) for chat in range(1, 101)]
            results = await asyncio.gather(*tasks, return_exceptions=True)
            assert telegram.sent == []
            assert all(isinstance(result, Paused) for result in results[3:])
            # 30 s is what three chats were told; the third's ten hours are its own.
            assert telegram.pacing.figures().bulk_paused_for == pytest.approx(30.0, abs=0.2)
            await telegram.send(500, Lane.REPLY)
            with pytest.raises(Paused):
                await telegram.send(501, Lane.NOTIFICATION)
            await asyncio.sleep(30.0)
            await telegram.send(501, Lane.NOTIFICATION)

        in_virtual_time(main)

    def test_three_refused_replies_halt_the_replies_too(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(), refuse=dict.fromkeys((1, 2, 3), 5.0))
            for chat in (1, 2, 3):
                with pytest.raises(RetryAfter):
                    await telegram.send(chat)
            for lane in Lane:
                with pytest.raises(Paused):
                    await telegram.send(4, lane)
            await telegram.ask("answerCallbackQuery", callback_query_id="1")
            await asyncio.sleep(5.0)
            await telegram.send(4)

        in_virtual_time(main)

    def test_three_refusals_far_apart_halt_nobody_else(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(), refuse=dict.fromkeys((1, 2, 3), 60.0))
            for chat in (1, 2, 3):
                with pytest.raises(RetryAfter):
                    await telegram.send(chat, Lane.BROADCAST)
                await asyncio.sleep(1.1)
            await telegram.send(4, Lane.BROADCAST)
            assert telegram.pacing.figures().rate == 25.0

        in_virtual_time(main)

    def test_at_a_low_rate_three_refusals_in_a_row_are_enough(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(rate=1.0), refuse=dict.fromkeys((1, 2, 3), 60.0))
            for chat in (1, 2, 3):
                with pytest.raises(RetryAfter):
                    await telegram.send(chat, Lane.BROADCAST)
            assert telegram.pacing.figures().bulk_paused_for > 50

        in_virtual_time(main)

    def test_the_rate_falls_after_a_halt_and_recovers_little_by_little(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(rate=20.0), refuse=dict.fromkeys(range(1, 6), 10.0))
            await asyncio.gather(*(telegram.send(c, Lane.BROADCAST) for c in range(1, 6)), return_exceptions=True)
            rates = []
            for _ in range(5):
                rates.append(telegram.pacing.figures().rate)
                await asyncio.sleep(4.0)
            assert rates[:3] == pytest.approx([18.0, 18.0, 18.0], abs=0.1)
            assert rates[2] < rates[3] < rates[4] < 20.0
            await asyncio.sleep(60.0)
            assert telegram.pacing.figures().rate == 20.0

        in_virtual_time(main)

    def test_the_rate_never_falls_below_its_floor(self) -> None:
        budget = Budget(20.0, 5.0)
        for _ in range(100):
            budget.slow_down(0.0, 0.0)
        assert budget.rate(0.0) == pytest.approx(2.0)


class TestUnpacedCalls:
    def test_answers_and_settings_never_queue_and_are_not_charged(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(rate=1.0))
            asked = now()
            for _ in range(200):
                await telegram.ask("answerCallbackQuery", callback_query_id="1")
                await telegram.ask("setChatMenuButton", chat_id=7)
                await telegram.ask("sendChatAction", chat_id=7)
            assert now() == asked
            assert telegram.pacing.figures().sent == dict.fromkeys(Lane, 0)

        in_virtual_time(main)

    def test_a_refused_setting_is_left_alone_until_its_deadline(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing())
            with pytest.raises(RetryAfter):
                await telegram.ask("setMyCommands", FloodWait(timedelta(seconds=9)))
            with pytest.raises(Paused):
                await telegram.ask("setMyCommands")
            await telegram.ask("setMyName")
            await asyncio.sleep(9)
            await telegram.ask("setMyCommands")

        in_virtual_time(main)

    def test_one_refused_answer_does_not_silence_the_others_but_three_do(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing())
            for query in "123":
                with pytest.raises(RetryAfter):
                    await telegram.ask("answerCallbackQuery", FloodWait(timedelta(seconds=5)), callback_query_id=query)
                if query == "1":
                    await telegram.ask("answerCallbackQuery", callback_query_id="other")
            with pytest.raises(Paused):
                await telegram.ask("answerCallbackQuery", callback_query_id="other")

        in_virtual_time(main)

    @pytest.mark.parametrize(
        ("endpoint", "parameters", "paced"),
        [
            ("sendMessage", {"chat_id": 1}, True),
            ("editMessageText", {"chat_id": "-5"}, True),
            ("editMessageText", {"inline_message_id": "x"}, False),
            ("copyMessages", {"chat_id": 1, "message_ids": [1, 2]}, True),
            ("deleteMessage", {"chat_id": 1}, False),
            ("getChat", {"chat_id": 1}, False),
            ("getMe", {}, False),
            ("getFile", {"file_id": "x"}, False),
        ],
    )
    def test_what_puts_or_changes_a_message_is_paced(
        self, endpoint: str, parameters: dict[str, Any], paced: bool
    ) -> None:
        assert (read_call(endpoint, parameters).chat_id is not None) is paced

    def test_a_chat_is_one_chat_however_it_is_written(self) -> None:
        for spellings in ((7, "7"), (-100, "-100"), ("@News", "@news")):
            assert len({read_call("sendMessage", {"chat_id": chat}).chat_id for chat in spellings}) == 1
