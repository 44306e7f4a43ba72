"""The pace of each chat: about one message a second in private, 20 a minute in a group (Telegram's FAQ)."""

import math
from collections import deque

from bot.pacing.budget import EPSILON
from bot.pacing.lanes import ChatId, Lane

_SPACING = 1.0
GROUP_LIMIT = 20
# A second more than Telegram's minute: messages sent a minute apart may arrive a little closer.
_GROUP_WINDOW = 61.0
_SWEEP_EVERY = 60.0
# Telegram tolerates short bursts and does not say how short: what a 429 has taught is believed for an hour.
_LESSON_HOLDS = 3600.0


class Chats:
    """When each chat was last written to. Chats that have been idle are forgotten.

    In private a reply may come in a short burst, which is paid back at one a second; a bulk message waits
    until the chat is at rest. A server that tolerates less says so once, and is honoured in every chat. A
    group's last 20 times are kept, so no window of a minute holds more.
    """

    def __init__(self, reply_burst: int) -> None:
        self._most = self._burst = reply_burst
        self._lesson_ends = 0.0
        self._at_rest: dict[ChatId, float] = {}  # private: when the chat's last message is paid back
        self._groups: dict[ChatId, deque[float]] = {}
        self._next_sweep = 0.0

    def __len__(self) -> int:
        return len(self._at_rest) + len(self._groups)

    def wait(self, chat_id: ChatId, lane: Lane, now: float, messages: int = 1) -> float:
        """Seconds until ``messages`` may go to this chat; 0 for now."""
        wait = (
            self._group_wait(chat_id, lane, now, messages)
            if _is_group(chat_id)
            else self._at_rest.get(chat_id, now) - self._tolerance(lane, now) - now
        )
        return wait if wait > EPSILON else 0.0

    def charge(self, chat_id: ChatId, now: float, messages: int = 1) -> None:
        """``messages`` go to this chat now."""
        if now >= self._next_sweep:
            self._forget_idle(now)
            self._next_sweep = now + _SWEEP_EVERY
        if _is_group(chat_id):
            times = self._groups.setdefault(chat_id, deque(maxlen=GROUP_LIMIT))
            times.extend([now] * messages)
        else:
            self._at_rest[chat_id] = max(self._at_rest.get(chat_id, now), now) + messages * _SPACING

    def refused(self, chat_id: ChatId, now: float) -> None:
        """A reply to this chat got a 429 although it kept to the burst: the server's own is shorter than that."""
        unpaid = math.ceil((self._at_rest.get(chat_id, now) - now) / _SPACING) if _SPACING else 0
        if unpaid > 1:  # alone in its second it was refused for another reason
            self._burst = min(self._burst, unpaid - 1)
            self._lesson_ends = now + _LESSON_HOLDS

    def _tolerance(self, lane: Lane, now: float) -> float:
        if lane is not Lane.REPLY:
            return 0.0
        if now >= self._lesson_ends:
            self._burst = self._most
        return (self._burst - 1) * _SPACING

    def give_back(self, chat_id: ChatId, at: float, messages: int = 1) -> None:
        """What was charged at ``at`` has not been sent after all."""
        if chat_id in self._at_rest:
            self._at_rest[chat_id] -= messages * _SPACING
        if times := self._groups.get(chat_id):
            for _ in range(min(messages, times.count(at))):
                times.remove(at)

    def _group_wait(self, chat_id: ChatId, lane: Lane, now: float, messages: int) -> float:
        times = self._groups.get(chat_id)
        if not times:
            return 0.0
        spaced = times[-1] + _SPACING - now if lane is not Lane.REPLY else 0.0
        over = min(len(times) + messages - GROUP_LIMIT, len(times))
        full = times[over - 1] + _GROUP_WINDOW - now if over > 0 else 0.0
        return max(spaced, full)

    def _forget_idle(self, now: float) -> None:
        self._at_rest = {chat: rest for chat, rest in self._at_rest.items() if rest > now}
        self._groups = {
            chat: times for chat, times in self._groups.items() if times and times[-1] + _GROUP_WINDOW > now
        }


def _is_group(chat_id: ChatId) -> bool:
    return isinstance(chat_id, str) or chat_id < 0
