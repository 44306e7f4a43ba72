"""The arithmetic of pacing: the token's budget, each chat's own pace, and slots taken ahead."""

import random
from collections import deque
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pacing import Lane, Paused
from bot.pacing.budget import Budget
from bot.pacing.chats import Chats
from bot.request import FloodWait
from tests.bot.virtual_time import Telegram, in_virtual_time, most_within, new_pacing, now


def run(budget: Budget, lateness: Iterator[float], *, seconds: float) -> list[float]:
    """The times of the sends when every wait takes so much longer than asked for."""
    at, sent = 0.0, []
    budget.wake(at)
    while at < seconds:
        wait = budget.wait(at)
        if wait > 0:
            at += wait + next(lateness)
            continue
        budget.take(at)
        budget.went(at)
        sent.append(at)
    return sent


class TestBudget:
    @settings(max_examples=50)
    @given(
        rate=st.integers(1, 1000),
        lateness=st.lists(st.floats(0, 0.4), min_size=1, max_size=50),
        idle=st.floats(0, 100),
    )
    def test_no_second_holds_more_than_the_rate_however_late_the_timers_are(
        self, rate: int, lateness: list[float], idle: float
    ) -> None:
        budget, at, sent, turn = Budget(float(rate), 0.0), 0.0, [], 0
        while len(sent) < 3 * rate:
            if len(sent) == rate:
                at += idle
                budget.wake(at)
            wait = budget.wait(at)
            if wait > 0:
                at += wait + lateness[turn % len(lateness)]
                turn += 1
                continue
            budget.take(at)
            budget.went(at)
            sent.append(at)
        assert most_within(sent, 1.0) <= rate

    @pytest.mark.parametrize("rate", [25, 30, 1000])
    def test_what_late_timers_and_a_busy_machine_lose_is_made_up(self, rate: int) -> None:
        # A millisecond or two each time, and now and then no processor for a sixth of a second.
        chance = random.Random(20261126)
        often = max(0.5 / rate, 0.002)
        late = [0.15 if chance.random() < often else chance.uniform(0.0005, 0.002) for _ in range(30 * rate)]
        lateness = iter(late)
        sent = run(Budget(float(rate), 0.0), lateness, seconds=20.0)
        without_processor = 0.15 * late[: len(late) - len(list(lateness))].count(0.15) / 20.0
        assert without_processor > 0.03
        assert len(sent) / (rate * 20) >= 0.985 - without_processor / 2
        assert most_within(sent, 1.0) <= rate
        assert most_within(sent, 0.1) <= 1.5 * (0.1 + 0.01) * rate + 1, "made up little by little"

    def test_replies_and_bulk_together_stay_within_what_the_token_may(self) -> None:
        budget, at, sent, replies = Budget(25.0, 5.0), 0.0, [], 0
        while at < 10.0:
            if at >= replies / 12:  # twelve visitors a second
                budget.charge(at)
                sent.append(at)
                replies += 1
            wait = budget.wait(at)
            if wait <= 0:
                budget.take(at)
                budget.went(at)
                sent.append(at)
            at += 0.001
        later = [one for one in sent if one > 1.0]  # bulk makes room as soon as it has met the first ones
        assert most_within(later, 1.0) <= 31
        assert len(sent) >= 0.97 * 30 * 10

    def test_where_the_whole_rate_is_bulks_a_visitor_finds_a_place(self) -> None:
        budget, at, sent, visits = Budget(30.0, 0.0), 0.0, [], 0
        while at < 20.0:
            if at >= 5.0 + visits * 0.37:
                budget.charge(at)
                sent.append(at)
                visits += 1
            if budget.wait(at) <= 0:
                budget.take(at)
                budget.went(at)
                sent.append(at)
            at += 0.001
        later = [one for one in sent if one > 7.0]  # the very first visitor was not to be foreseen
        assert most_within(later, 1.0) <= 30
        assert len(later) / 13 >= 0.94 * 30

    def test_a_server_that_is_held_up_finds_no_second_too_full(self) -> None:
        budget, rate, at = Budget(1000.0, 0.0), 1000, 0.0
        seen: list[float] = []
        under_way: deque[tuple[int, float, float]] = deque()
        while at < 10.0:
            while under_way and under_way[0][2] <= at:
                number, since, answer = under_way.popleft()
                budget.answered(number, since, answer)
            if budget.wait(at) <= 0:
                budget.take(at)
                arrival = at + 0.002
                late = max(0.0, arrival % 0.7 - 0.67)  # for thirty milliseconds it takes nothing, then all at once
                seen.append(arrival + 0.03 - late if late else arrival)
                under_way.append((budget.went(at), at, seen[-1] + 0.002))
            at += 0.00025
        assert most_within(seen, 1.0) <= rate
        assert len(seen) / 10.0 >= 0.94 * rate

    def test_a_server_that_is_slow_all_the_time_costs_nothing(self) -> None:
        budget = Budget(100.0, 0.0)
        for at in range(1000):
            budget.take(at / 100)
            budget.answered(budget.went(at / 100), at / 100, at / 100 + 0.3)
        assert budget.wait(10.0) == pytest.approx(1 / 99, abs=0.002)

    def test_while_somebody_is_answered_a_place_is_left_where_the_whole_rate_is_bulks(self) -> None:
        budget, at, sent = Budget(30.0, 0.0), 0.0, []
        while at < 5.0:
            if at > 3.0:
                budget.is_anybody_answered = lambda: True
            if budget.wait(at) <= 0:
                budget.take(at)
                budget.went(at)
                sent.append(at)
            at += 0.001
        assert most_within([one for one in sent if one > 3.0], 1.0) == 29
        assert most_within([one for one in sent if one < 3.0], 1.0) == 30

    def test_those_about_to_go_are_counted_as_gone(self) -> None:
        budget = Budget(2.0, 0.0)
        for _ in range(2):
            budget.take(0.0)
        assert budget.wait(5.0) >= 1.0, "neither has gone yet: both may go in this very second"
        budget.went(5.0)
        budget.went(5.0)
        assert budget.wait(5.0) == pytest.approx(2 / 1.98)

    @pytest.mark.parametrize(("rate", "headroom"), [(0.0, 5.0), (-1.0, 5.0), (25.0, -1.0)])
    def test_a_senseless_rate_is_refused(self, rate: float, headroom: float) -> None:
        with pytest.raises(ValueError, match="rate"):
            Budget(rate, headroom)


class TestChats:
    @given(
        gaps=st.lists(st.floats(0, 10), min_size=1, max_size=150),
        lane=st.sampled_from(Lane),
        size=st.integers(1, 10),
    )
    def test_a_group_gets_at_most_20_messages_in_any_minute(self, gaps: list[float], lane: Lane, size: int) -> None:
        chats, at, sent = Chats(20), 0.0, []
        for gap in gaps:
            at += gap
            if chats.wait(-5, lane, at, size) <= 0:
                chats.charge(-5, at, size)
                sent += [at] * size
        assert most_within(sent, 60.0) <= 20

    @given(gaps=st.lists(st.floats(0, 3), min_size=1, max_size=100), burst=st.integers(1, 20))
    def test_a_person_gets_at_most_the_burst_and_one_a_second(self, gaps: list[float], burst: int) -> None:
        chats, at, sent = Chats(burst), 0.0, []
        for gap in gaps:
            at += gap
            if chats.wait(5, Lane.REPLY, at) <= 0:
                chats.charge(5, at)
                sent.append(at)
        for window in (1.0, 7.0, 30.0):
            assert most_within(sent, window) <= burst + window

    def test_the_wait_it_tells_is_the_wait_that_is_needed(self) -> None:
        chats = Chats(20)
        for second in range(20):
            chats.charge(-5, float(second))
        wait = chats.wait(-5, Lane.REPLY, 19.0)
        assert chats.wait(-5, Lane.REPLY, 19.0 + wait - 0.01) > 0
        assert chats.wait(-5, Lane.REPLY, 19.0 + wait) == 0

    def test_idle_chats_are_forgotten(self) -> None:
        chats = Chats(20)
        for chat in range(1, 50_001):
            chats.charge(chat, chat / 1000)
            chats.charge(-chat, chat / 1000)
        chats.charge(1, 1000.0)
        assert len(chats) == 1

    def test_giving_back_forgets_that_send_and_no_later_one(self) -> None:
        chats = Chats(20)
        for at in (0.0, *(50.0 + second for second in range(19))):
            chats.charge(-5, at)
        chats.give_back(-5, 0.0)
        chats.charge(-5, 70.0)
        assert chats.wait(-5, Lane.REPLY, 70.0) == pytest.approx(50.0 + 61.0 - 70.0)


class TestSlots:
    def test_a_slot_is_charged_once_and_good_for_one_call(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(rate=10.0))
            slot = await telegram.pacing.slot(Lane.NOTIFICATION, 5)
            await telegram.send(5, slot)
            assert telegram.pacing.figures().sent[Lane.NOTIFICATION] == 1
            with pytest.raises(ValueError, match="one call"):
                await telegram.send(5, slot)
            other = await telegram.pacing.slot(Lane.NOTIFICATION, 6)
            with pytest.raises(ValueError, match="the chat it was given for"):
                await telegram.send(7, other)

        in_virtual_time(main)

    def test_a_slot_given_back_leaves_its_place_to_the_next(self) -> None:
        async def main() -> None:
            pacing = new_pacing(rate=10.0)
            began = now()
            for chat in (5, -5):
                slot = await pacing.slot(Lane.NOTIFICATION, chat)
                pacing.give_back(slot)
                pacing.give_back(slot)
                await pacing.slot(Lane.NOTIFICATION, chat)
            assert now() - began == pytest.approx(1 / 9.9)
            assert pacing.figures().sent[Lane.NOTIFICATION] == 2

        in_virtual_time(main)

    def test_a_pause_that_comes_after_the_slot_still_holds(self) -> None:
        async def main() -> None:
            telegram = Telegram(new_pacing(), refuse={5: 60.0})
            slot = await telegram.pacing.slot(Lane.NOTIFICATION, 5)
            with pytest.raises(FloodWait):
                await telegram.send(5)
            telegram.refuse.clear()
            with pytest.raises(Paused):
                await telegram.send(5, slot)
            assert telegram.sent == []

        in_virtual_time(main)
