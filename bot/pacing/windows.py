"""How many sends any stretch of time may hold, whatever the spacing of the single ones."""

from collections import deque


class Window:
    """Keeps the times of the last sends, so that ``most`` of them never come closer together than they may.

    Spacing alone cannot promise that once lost time is made up; this can, for every second that a server may count.
    """

    def __init__(self) -> None:
        self._times: deque[float] = deque()
        self._noted = 0

    def wait(self, now: float, rate: float, about_to_go: int = 0, *, share: float) -> float:
        """Seconds until one more is within ``rate`` a second, besides ``about_to_go`` whose times are not known yet.

        ``share`` of the rate is used: what is left is the room for a network's unevenness.
        """
        most = max(1, int(rate))
        among = most - about_to_go
        if len(self._times) < among:
            return 0.0
        last = self._times[-among] if among > 0 else now
        return last + most / (share * rate) - now

    def note(self, now: float, rate: float) -> int:
        """One goes now. Gives its number."""
        self._times.append(now)
        while len(self._times) > rate + 1:
            self._times.popleft()
        self._noted += 1
        return self._noted

    def came(self, number: int, at: float) -> None:
        """One that went was counted only now by the server, which had been held up; they come in their order."""
        back = self._noted - number + 1
        if 0 < back <= len(self._times):
            self._times[-back] = max(self._times[-back], at)

    def forget_last(self) -> None:
        """It has not gone after all."""
        if self._times:
            self._times.pop()
            self._noted -= 1

    @property
    def last(self) -> float:
        """When the last one went; long ago when none did."""
        return self._times[-1] if self._times else float("-inf")
