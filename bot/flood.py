"""Somebody presses or types faster than it helps them. Nothing they write is dropped.

Kept in memory: it is about the last seconds, and what a restart forgets costs one answer too many.
"""

from collections import deque
from datetime import datetime, timedelta
from typing import Any

SAME_PRESS = timedelta(seconds=1)
MANY, WITHIN = 20, timedelta(seconds=10)  # an album of ten and the words with it are no flood
SAID_ONCE_IN = timedelta(minutes=1)
_REMEMBERED = 10_000  # people; beyond that those of the past are forgotten

Key = tuple[object, ...]


class Flood:
    """Tells a press that repeats the last one, and when to ask somebody to slow down."""

    def __init__(self) -> None:
        self._pressed: dict[int, tuple[Key, datetime]] = {}
        self._times: dict[int, deque[datetime]] = {}
        self._said: dict[int, datetime] = {}

    def is_repeat(self, actor_id: int, raw: dict[str, Any], received_at: datetime) -> bool:
        """Whether this is the same press on the same message, within a second of the one that was acted on."""
        key = _press_of(raw)
        last = self._pressed.get(actor_id)
        if key is None or last is None or last[0] != key:
            return False
        return abs(received_at - last[1]) < SAME_PRESS

    def acted_on(self, actor_id: int, raw: dict[str, Any], received_at: datetime) -> None:
        """A press has been handled; a failed one is not noted, since its repetition is the next try."""
        key = _press_of(raw)
        if key is None:
            self._pressed.pop(actor_id, None)
        else:
            self._pressed[actor_id] = (key, received_at)

    def is_time_to_slow_down(self, actor_id: int, received_at: datetime) -> bool:
        """Counts an update; True for the one with which it became too many, once a minute at most."""
        if len(self._times) > _REMEMBERED:
            self._forget(received_at)
        times = self._times.setdefault(actor_id, deque(maxlen=MANY + 1))
        times.append(received_at)
        if len(times) <= MANY or times[-1] - times[0] > WITHIN:
            return False
        said = self._said.get(actor_id)
        if said is not None and received_at - said < SAID_ONCE_IN:
            return False
        self._said[actor_id] = received_at
        return True

    def _forget(self, now: datetime) -> None:
        self._times = {who: times for who, times in self._times.items() if now - times[-1] <= WITHIN}
        self._said = {who: at for who, at in self._said.items() if now - at < SAID_ONCE_IN}
        self._pressed = {who: last for who, last in self._pressed.items() if now - last[1] < SAME_PRESS}


def _press_of(raw: dict[str, Any]) -> Key | None:
    """Message and data of a press; None for anything else."""
    press = raw.get("callback_query")
    if not isinstance(press, dict):
        return None
    message = press.get("message") or {}
    chat = message.get("chat") or {}
    return (chat.get("id"), message.get("message_id"), press.get("inline_message_id"), press.get("data"))
