"""The arithmetic of the measurement of delivery."""

import pytest

from bot.bench.delivery import most_in_a_second, used


def test_the_share_of_the_rate_and_that_of_a_usual_second() -> None:
    even = [number / 20 for number in range(101)]  # twenty a second, five seconds
    assert used(even, 20.0).share == pytest.approx(1.0)
    assert used(even, 40.0).usual_share == pytest.approx(0.5)
    with_a_stall = [at if at < 2.0 else at + 1.0 for at in even]
    assert used(with_a_stall, 20.0).share == pytest.approx(100 / 6 / 20)
    assert used(with_a_stall, 20.0).usual_share == pytest.approx(1.0)


def test_the_most_in_any_second_wherever_it_begins() -> None:
    assert most_in_a_second([0.0, 0.6, 0.9, 1.1, 1.3, 1.5, 2.5]) == 5
    assert most_in_a_second([0.0, 1.0, 2.0]) == 1, "a second does not hold both its ends"
