"""The budget of the whole token: send times spaced evenly (GCRA), and never more than it allows in any second."""

from collections.abc import Callable

from bot.pacing.courtesy import nobody
from bot.pacing.lateness import Lateness
from bot.pacing.visitors import Visitors
from bot.pacing.windows import Window

# Telegram counts by its own clock, and what was sent evenly arrives unevenly: a hundredth of the rate is left unused,
# so that what a network delays by up to 10 ms does not make a second too full.
_USED_SHARE = 0.99
_USED_WITH_REPLIES = 0.995
# Timers wake late, and a busy machine gives no processor for a while. What that lost is made up by going half as
# fast again, but never what lies longer back; an idle time earns nothing.
_CATCH_UP_S = 0.5
_FASTER = 1.5
_LATE_TIMER_S = 0.01
# Bulk stands aside for replies, but an evening of many visitors must not hold it back for hours afterwards.
_LONGEST_DEBT_S = 5.0
_LEAST_SHARE = 0.1
_SPARE_BURST_S = 0.5  # visitors do not come at even times
_SLOWER = 0.9  # at each 429 that several chats get: a limit far below is found in a few steps, a slip costs little
_FLOOR = 0.1
_RECOVERY = 0.01  # of the full rate a second: a single slowing down is forgotten in ten
EPSILON = 1e-9  # seconds; two sums of the same waits may differ by a rounding


class Budget:
    """Bulk at ``rate`` a second, and ``headroom`` a second that replies use before they take bulk's place.

    No second holds more bulk than ``rate``, nor more of both than ``rate + headroom`` as long as replies alone do not
    exceed it. Times are seconds of one monotonic clock, passed in.
    """

    def __init__(self, rate: float, headroom: float) -> None:
        if rate <= 0 or headroom < 0:
            raise ValueError("the rate must be above 0 and the headroom not below it")
        self._full = rate
        self._headroom = headroom
        self._reduced = rate
        self._recovers_from = float("-inf")
        self._spare = 1.0 / (headroom + (_USED_WITH_REPLIES - _USED_SHARE) * rate)
        self._next = float("-inf")
        self._next_spare = float("-inf")
        self._fastest = float("-inf")
        self._about_to_go = 0  # taken, and not gone yet: an event loop has other things to do in between
        self._bulk = Window()
        self._all = Window()
        self._visitors = Visitors()
        self.is_anybody_answered: Callable[[], bool] = nobody
        self._lateness = Lateness()

    def rate(self, now: float) -> float:
        """Bulk sends a second allowed at present."""
        if self._reduced >= self._full:
            return self._full
        recovered = max(0.0, now - self._recovers_from) * _RECOVERY * self._full
        return min(self._full, self._reduced + recovered)

    def wait(self, now: float) -> float:
        """Seconds until the next bulk send."""
        rate = self.rate(now)
        at_the_latest = self._bulk.wait(now, _LEAST_SHARE * rate, share=_USED_SHARE)
        within_rate = self._bulk.wait(now, rate, self._about_to_go, share=_USED_SHARE)
        at_least = 0 if self._headroom else 1
        expected = self._visitors.expected(now, rate + self._headroom, at_least)
        kept = max(expected, int(self.is_anybody_answered()))
        share = _USED_WITH_REPLIES if kept or self._headroom else _USED_SHARE  # a place kept is room as well
        within_all = self._all.wait(now, rate + self._headroom, self._about_to_go + kept, share=share)
        beside_replies = min(within_all, at_the_latest)
        return max(0.0, self._next - now, self._fastest - now, within_rate, beside_replies)

    def wake(self, now: float) -> None:
        """Somebody begins to wait: after an idle time, which earns nothing."""
        if now - self._bulk.last > _CATCH_UP_S:
            self._next = max(self._next, now)

    def take(self, now: float, messages: int = 1) -> None:
        """A bulk send may go; ``went`` says when it does."""
        interval = messages * self._interval(now)
        self._next = max(self._next, now - _CATCH_UP_S) + interval
        self._fastest = max(self._fastest, now - _LATE_TIMER_S) + interval / _FASTER
        self._about_to_go += messages

    def went(self, now: float, messages: int = 1) -> int:
        """What was taken goes now. Gives its number, for ``answered``."""
        self._about_to_go -= messages
        number = 0
        for _ in range(messages):
            self._bulk.note(now, self._full)
            number = self._all.note(now, self._full + self._headroom)
        return number

    def answered(self, number: int, since: float, now: float) -> None:
        """The answer to what went at ``since`` is here. A server that was held up has counted it later than that, and
        those that came on time after it would make its second too full."""
        self._all.came(number, since + self._lateness.of(now, now - since))

    def give_back(self, now: float, messages: int = 1) -> None:
        """What was taken does not go."""
        interval = messages * self._interval(now)
        self._next -= interval
        self._fastest -= interval / _FASTER
        self._about_to_go -= messages

    def come_back(self, now: float, messages: int = 1) -> None:
        """What went last has not been sent after all."""
        for _ in range(messages):
            self._bulk.forget_last()
            self._all.forget_last()
        self._about_to_go += messages
        self.give_back(now, messages)

    def charge(self, now: float, messages: int = 1) -> int:
        """A reply goes now, whatever the budget says; bulk makes room for it. Gives its number, for ``answered``."""
        number = 0
        for _ in range(messages):
            number = self._all.note(now, self._full + self._headroom)
            self._visitors.came(now)
            if self._next_spare - _SPARE_BURST_S <= now:
                self._next_spare = max(self._next_spare, now) + self._spare
            else:
                later = max(self._next, now - _CATCH_UP_S) + self._interval(now)
                self._next = max(self._next, min(later, now + _LONGEST_DEBT_S))
        return number

    def slow_down(self, now: float, resumes_at: float) -> None:
        """Telegram found the bot too fast: go slower from ``resumes_at`` on, and recover little by little."""
        self._reduced = max(self._full * _FLOOR, self.rate(now) * _SLOWER)
        self._recovers_from = resumes_at

    def _interval(self, now: float) -> float:
        return 1.0 / (_USED_SHARE * self.rate(now))
