"""Pacing of replies and of bulk, in virtual time."""

import asyncio
import itertools
from typing import Any

import pytest
from telegram.ext import ExtBot

from bot.pacing import Lane, Pacing, Paused
from bot.pacing.budget import Budget
from bot.request import AiohttpRequest, is_known_unsent, retry_after_seconds
from tests.bot.virtual_time import Telegram, in_virtual_time, most_within, new_pacing, now


class TestReplies:
    def test_a_reply_does_not_wait_behind_150_broadcasts(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing())
            queue = [asyncio.create_task(telegram.send(chat, Lane.BROADCAST)) for chat in range(1, 151)]
            await asyncio.sleep(1.0)
            asked = now()
            await telegram.send(9000, Lane.REPLY)
            assert telegram.sent[-1] == (asked, 9000, Lane.REPLY)
            assert telegram.pacing.figures().queued[Lane.BROADCAST] > 100
            await asyncio.gather(*queue)

        in_virtual_time(main)

    def test_without_a_lane_a_call_is_a_reply(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(rate=1.0))
            asked = now()
            await asyncio.gather(*(telegram.send(chat) for chat in range(1, 51)))
            assert telegram.times() == [asked] * 50

        in_virtual_time(main)

    def test_replies_beyond_the_headroom_take_the_places_of_bulk(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(rate=25.0, headroom=5.0))
            tasks = [asyncio.create_task(telegram.send(chat, Lane.BROADCAST)) for chat in range(1, 400)]
            began = now()
            for chat in range(1000, 1150):  # 15 a second for 10 s
                await telegram.send(chat, Lane.REPLY)
                await asyncio.sleep(1 / 15)
            seconds = now() - began
            assert len(telegram.sent) <= 30 * seconds + 1
            assert len(telegram.sent) >= 0.97 * 30 * seconds
            for task in tasks:
                task.cancel()

        in_virtual_time(main)

    def test_an_evening_of_replies_holds_bulk_back_for_seconds_only(self) -> None:
        budget = Budget(25.0, 5.0)
        for second in range(3600):
            budget.charge(float(second), 100)
        assert budget.wait(3600.0) <= 5.0

    def test_a_burst_to_one_person_passes_and_what_exceeds_it_is_put_off(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(reply_burst=5))
            asked = now()
            for _ in range(6):
                await telegram.send(7)
            assert telegram.times() == pytest.approx([asked] * 5 + [asked + 1.0])
            # Of two more at once, one waits a second; the other would wait two, and is the caller's to keep.
            outcomes = await asyncio.gather(telegram.send(7), telegram.send(7), return_exceptions=True)
            assert {type(outcome) for outcome in outcomes} == {Paused, bool}
            assert telegram.times()[-1] == pytest.approx(asked + 2.0)

        in_virtual_time(main)

    def test_an_album_is_charged_by_its_pictures(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(reply_burst=10))
            await telegram.send(7, endpoint="sendMediaGroup", media=[object()] * 10)
            with pytest.raises(Paused) as raised:
                await telegram.send(7, endpoint="sendMediaGroup", media=[object()] * 10, lane=Lane.BROADCAST)
            assert retry_after_seconds(raised.value) == pytest.approx(10.0)

        in_virtual_time(main)


class TestBulk:
    @pytest.mark.parametrize("rate", [30.0, 1000.0])
    def test_reaches_its_rate_without_a_burst(self, rate: float) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(rate=rate, headroom=0.0))
            began = now()
            await asyncio.gather(*(telegram.send(chat, Lane.BROADCAST) for chat in range(1, int(rate) * 5)))
            times = telegram.times()
            gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
            assert len(times) / (now() - began) >= 0.98 * rate
            assert min(gaps) >= 1 / rate
            assert most_within(times, 1.0) <= rate

        in_virtual_time(main)

    def test_an_idle_hour_earns_no_burst(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(rate=25.0))
            await telegram.send(1, Lane.BROADCAST)
            await asyncio.sleep(3600)
            await asyncio.gather(*(telegram.send(chat, Lane.BROADCAST) for chat in range(2, 30)))
            assert most_within(telegram.times(), 0.2) <= 5

        in_virtual_time(main)

    def test_notifications_overtake_broadcasts_and_a_lane_is_first_come_first_served(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing())
            broadcasts = [asyncio.create_task(telegram.send(chat, Lane.BROADCAST)) for chat in range(1, 41)]
            await asyncio.sleep(0.5)
            before = len(telegram.sent)
            notices = [asyncio.create_task(telegram.send(chat, Lane.NOTIFICATION)) for chat in range(101, 111)]
            await asyncio.gather(*broadcasts, *notices)
            chats = [chat for _, chat, _ in telegram.sent]
            assert chats == [*range(1, before + 1), *range(101, 111), *range(before + 1, 41)]

        in_virtual_time(main)

    def test_a_cancelled_wait_costs_nothing(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(rate=10.0))
            tasks = [asyncio.create_task(telegram.send(chat, Lane.BROADCAST)) for chat in range(1, 31)]
            await asyncio.sleep(0.05)
            for task in tasks[1:21]:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            assert [chat for _, chat, _ in telegram.sent] == [1, *range(22, 31)]
            assert telegram.times()[-1] - telegram.times()[0] == pytest.approx(9 / 9.9)

        in_virtual_time(main)

    def test_a_wait_cancelled_as_its_turn_comes_gives_the_turn_back(self) -> None:
        async def main() -> None:
            pacing = new_pacing(rate=10.0)
            first = asyncio.create_task(pacing.slot(Lane.BROADCAST, 1))
            await asyncio.sleep(0)  # it waits
            await asyncio.sleep(0)  # its turn is granted, and it has not yet run
            assert pacing.figures().queued[Lane.BROADCAST] == 0
            assert not first.done()
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)
            assert first.cancelled()
            asked = now()
            await pacing.slot(Lane.BROADCAST, 2)
            assert now() == asked

        in_virtual_time(main)

    def test_two_messages_to_one_person_are_a_second_apart_and_do_not_hold_up_others(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing())
            await asyncio.gather(*(telegram.send(chat, Lane.NOTIFICATION) for chat in (1, 1, 2, 3)))
            assert [chat for _, chat, _ in telegram.sent] == [1, 2, 3, 1]
            assert telegram.times()[-1] - telegram.times()[0] >= 1.0

        in_virtual_time(main)

    def test_bulk_to_a_chat_that_is_far_from_rest_is_put_off_at_once(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(reply_burst=8))
            for _ in range(8):
                await telegram.send(7)
            asked = now()
            with pytest.raises(Paused) as raised:
                await telegram.send(7, Lane.BROADCAST)
            assert raised.value.seconds == pytest.approx(8.0)
            assert is_known_unsent(raised.value)
            assert now() == asked

        in_virtual_time(main)

    def test_at_shutdown_those_who_wait_are_sent_home_unsent(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(rate=1.0))
            tasks = [asyncio.create_task(telegram.send(chat, Lane.BROADCAST)) for chat in range(1, 11)]
            await asyncio.sleep(0.1)
            await telegram.pacing.shutdown()
            results = await asyncio.gather(*tasks, return_exceptions=True)
            assert results[0] is True
            assert all(isinstance(result, Paused) for result in results[1:])
            await telegram.send(99, Lane.BROADCAST)  # and it can be used again

        in_virtual_time(main)


class TestWithPtb:
    async def test_the_bot_takes_it_as_its_rate_limiter(self) -> None:
        pacing = Pacing()
        bot: ExtBot[Any] = ExtBot("1:token", request=AiohttpRequest(), rate_limiter=pacing)
        with pytest.raises(Exception, match="session is not open"):
            await bot.send_message(7, "text", rate_limit_args=Lane.BROADCAST)
        assert pacing.figures().sent[Lane.BROADCAST] == 1


class TestCourtesy:
    def test_bulk_begins_nothing_while_somebody_is_answered_and_makes_it_up(self) -> None:
        async def main() -> None:
            telegram, visiting = Telegram(new_pacing(rate=100.0, headroom=0.0)), False
            telegram.pacing.give_way(lambda: visiting)
            queue = [asyncio.create_task(telegram.send(chat, Lane.BROADCAST)) for chat in range(1, 191)]
            await asyncio.sleep(0.5)
            visiting, before = True, len(telegram.sent)
            await asyncio.sleep(0.05)
            assert len(telegram.sent) - before <= 1
            visiting = False
            began = telegram.times()[0]
            await asyncio.gather(*queue)
            assert 189 / (telegram.times()[-1] - began) >= 0.98 * 100
            assert most_within(telegram.times(), 1.0) <= 100

        in_virtual_time(main)

    def test_a_crowd_of_visitors_does_not_stop_it(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(rate=100.0, headroom=0.0))
            telegram.pacing.give_way(lambda: True)
            began = now()
            await asyncio.gather(*(telegram.send(chat, Lane.BROADCAST) for chat in range(1, 301)))
            assert 300 / (now() - began) >= 0.8 * 100

        in_virtual_time(main)

    def test_the_work_beside_the_sends_stands_aside_for_a_moment_too(self) -> None:
        async def main() -> None:
            pacing, visiting = new_pacing(rate=100.0), True
            began = now()
            await pacing.stand_aside()
            assert now() == began, "nobody is there"
            pacing.give_way(lambda: visiting)
            aside = asyncio.create_task(pacing.stand_aside())
            await asyncio.sleep(0.02)
            assert not aside.done()
            visiting = False
            await aside
            assert now() - began <= 0.025
            visiting = True
            await asyncio.sleep(1.0)
            began = now()
            await pacing.stand_aside()
            assert 0.05 <= now() - began <= 0.07, "and no longer than a moment, however many visitors there are"

        in_virtual_time(main)
