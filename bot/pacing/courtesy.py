"""While somebody is being answered, bulk begins nothing: their reply shares processor and database with it."""

from collections.abc import Callable

_LONGEST_S = 0.06  # about one visit; what was missed is made up afterwards
GLANCE_S = 0.002  # between two looks whether somebody is still being answered
_REST = 2  # after standing aside bulk goes on for at least this many times as long, however many visitors there are


def nobody() -> bool:
    """Nobody is being answered."""
    return False


class Courtesy:
    """Says when to stand aside. Times are seconds of one monotonic clock, passed in."""

    def __init__(self) -> None:
        self.is_anybody_answered: Callable[[], bool] = nobody
        self._since: float | None = None
        self._free_until = float("-inf")

    def stands_aside(self, now: float) -> bool:
        """Whether bulk is to wait a moment."""
        if now >= self._free_until and self.is_anybody_answered():
            if self._since is None:
                self._since = now
            if now - self._since < _LONGEST_S:
                return True
        if self._since is not None:
            self._free_until = now + _REST * min(now - self._since, _LONGEST_S)  # nobody may have asked for long
            self._since = None
        return False
