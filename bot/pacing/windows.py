"""How many sends any stretch of time may hold, whatever the spacing of the single ones."""

from collections import deque


class Window:
    """Keeps the times of the last sends, so that ``most`` of them never come closer together than they may.

    Spacing alone cannot promise that once lost time is made up; this can, for every second that a server may count.
    """

    def __init__(self, share: float) -> None:
        self._share = share  # of the rate that is used: what is left is the room for a network's unevenness
        self._times: deque[float] = deque()

    def wait(self, now: float, rate: float, about_to_go: int = 0) -> float:
        """Seconds until one more is within ``rate`` a second, besides ``about_to_go`` whose times are not known yet."""
        most = max(1, int(rate))
        among = most - about_to_go
        if len(self._times) < among:
            return 0.0
        last = self._times[-among] if among > 0 else now
        return last + most / (self._share * rate) - now

    def note(self, now: float, rate: float) -> None:
        """One goes now."""
        self._times.append(now)
        while len(self._times) > rate + 1:
            self._times.popleft()

    def forget_last(self) -> None:
        """It has not gone after all."""
        if self._times:
            self._times.pop()

    @property
    def last(self) -> float:
        """When the last one went; long ago when none did."""
        return self._times[-1] if self._times else float("-inf")
