"""The arithmetic of the measurement of an announcement."""

from bot.bench.broadcast import waits_of
from bot.bench.delivery import Replies


def test_of_a_few_waits_none_is_said_to_be_longer_than_the_longest() -> None:
    took = [0.003] * 40 + [0.010, 0.023]
    assert waits_of(took).most <= waits_of(took).longest == 0.023
    assert Replies(took[-5:]).p95 <= 0.023
