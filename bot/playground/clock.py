"""Time as the stand-in sees it: tests move it instead of sleeping."""

import time


class Clock:
    """Seconds since 1970, plus what was skipped by :meth:`advance`."""

    def __init__(self) -> None:
        self._skipped = 0.0

    def now(self) -> float:
        return time.time() + self._skipped

    def advance(self, seconds: float) -> None:
        """Let ``seconds`` pass at once, for everything that expires."""
        self._skipped += seconds
