"""How many replies are to be expected within a second, from those of the last few."""

import math
from collections import deque

_LOOK_BACK_S = 3.0
_AT_THE_SAME_TIME = 2.0  # visitors do not come at even times


class Visitors:
    """Tells bulk how many places to leave free, so that a reply does not make a full second overflow."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()  # of the last seconds
        self._within_a_second: deque[float] = deque()

    def came(self, now: float) -> None:
        """A reply goes."""
        self._times.append(now)
        self._within_a_second.append(now)

    def expected(self, now: float, rate: float, at_least: int = 0) -> int:
        """Places to leave free at ``rate`` sends a second: 0 when nobody has been here lately, else ``at_least``.

        No more than replies may come while the next place gets free; what has come is in the full second already.
        """
        while self._times and self._times[0] <= now - _LOOK_BACK_S:
            self._times.popleft()
        while self._within_a_second and self._within_a_second[0] <= now - 1.0:
            self._within_a_second.popleft()
        if not self._times:
            return 0
        a_second = len(self._times) / _LOOK_BACK_S
        still_to_come = math.ceil(a_second) + 1 - len(self._within_a_second)
        return max(at_least, min(still_to_come, 1 + int(_AT_THE_SAME_TIME * a_second / rate)))
