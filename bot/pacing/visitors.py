"""How many replies are to be expected within a second, from those of the last few."""

import math
from collections import deque

_LOOK_BACK_S = 3.0


class Visitors:
    """Tells bulk how many places to leave free, so that a reply does not make a full second overflow."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()  # of the last seconds
        self._within_a_second: deque[float] = deque()

    def came(self, now: float) -> None:
        """A reply goes."""
        self._times.append(now)
        self._within_a_second.append(now)

    def expected(self, now: float) -> int:
        """Replies that may still come within a second of the ones that came: 0 when nobody has been here lately."""
        while self._times and self._times[0] <= now - _LOOK_BACK_S:
            self._times.popleft()
        while self._within_a_second and self._within_a_second[0] <= now - 1.0:
            self._within_a_second.popleft()
        if not self._times:
            return 0
        usual = math.ceil(len(self._times) / _LOOK_BACK_S) + 1
        return max(0, usual - len(self._within_a_second))
