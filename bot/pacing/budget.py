"""The budget of the whole token, in send times spaced evenly (GCRA)."""

# Telegram counts by its own clock: a hundredth of the rate is left unused.
_USED_SHARE = 0.99
# Timers wake late. What they lost may be made up, but within the unused share: 1 + 0.99 × rate × 1.01 s
# is still no more than ``rate`` sends in any second.
_CATCH_UP = 0.01
# Bulk stands aside for replies, but an evening of many visitors must not hold it back for hours afterwards.
_LONGEST_DEBT = 5.0
_SLOWER = 0.7
_FLOOR = 0.1
_RECOVERY = 0.005  # of the full rate a second: a single slowing down is forgotten in a minute
EPSILON = 1e-9  # seconds; two sums of the same waits may differ by a rounding


class Budget:
    """Bulk at ``rate`` a second, and ``headroom`` a second that replies use before they take bulk's place.

    Times are seconds of one monotonic clock, passed in.
    """

    def __init__(self, rate: float, headroom: float) -> None:
        if rate <= 0 or headroom < 0:
            raise ValueError("the rate must be above 0 and the headroom not below it")
        self._full = rate
        self._reduced = rate
        self._recovers_from = float("-inf")
        self._spare = 1.0 / headroom if headroom else None
        self._next = float("-inf")
        self._next_spare = float("-inf")

    def rate(self, now: float) -> float:
        """Bulk sends a second allowed at present."""
        if self._reduced >= self._full:
            return self._full
        recovered = max(0.0, now - self._recovers_from) * _RECOVERY * self._full
        return min(self._full, self._reduced + recovered)

    def wait(self, now: float) -> float:
        """Seconds until the next bulk send."""
        return max(0.0, self._next - now)

    def wake(self, now: float) -> None:
        """Bulk begins after an idle time, which earns it nothing."""
        self._next = max(self._next, now)

    def take(self, now: float, messages: int = 1) -> None:
        """A bulk send goes now."""
        self._next = max(self._next, now - _CATCH_UP) + messages * self._interval(now)

    def give_back(self, now: float, messages: int = 1) -> None:
        """What was taken last has not been sent after all."""
        self._next -= messages * self._interval(now)

    def charge(self, now: float, messages: int = 1) -> None:
        """A reply goes now, whatever the budget says; bulk makes room for what exceeds the headroom."""
        for _ in range(messages):
            if self._spare and self._next_spare <= now + EPSILON:
                self._next_spare = max(self._next_spare, now) + self._spare
            else:
                later = max(self._next, now) + self._interval(now)
                self._next = max(self._next, min(later, now + _LONGEST_DEBT))

    def slow_down(self, now: float, resumes_at: float) -> None:
        """Telegram found the bot too fast: go slower from ``resumes_at`` on, and recover little by little."""
        self._reduced = max(self._full * _FLOOR, self.rate(now) * _SLOWER)
        self._recovers_from = resumes_at

    def _interval(self, now: float) -> float:
        return 1.0 / (_USED_SHARE * self.rate(now))
