"""How late the server counted a call: what its answer took longer than the quickest ones lately."""

_LOOK_BACK_S = 5.0
# A server that takes longer over a call does so after it has counted it, or the network has trouble of its own.
_LATEST_S = 0.05


class Lateness:
    """Learns how long an undisturbed call takes. Times are seconds of one monotonic clock, passed in."""

    def __init__(self) -> None:
        self._began = float("-inf")
        self._quickest = self._quickest_before = float("inf")

    def of(self, now: float, took: float) -> float:
        """By how many seconds a call was late whose answer came now and ``took`` this long."""
        if now - self._began > _LOOK_BACK_S:
            self._quickest_before = self._quickest if now - self._began <= 2 * _LOOK_BACK_S else took
            self._began, self._quickest = now, took
        self._quickest = min(self._quickest, took)
        return min(_LATEST_S, took - min(self._quickest, self._quickest_before))
