"""The rate limiter that PTB's bot asks before every call."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.pacing.budget import Budget
from bot.pacing.chats import Chats
from bot.pacing.courtesy import GLANCE_S, Courtesy
from bot.pacing.lanes import BULK, Call, ChatId, Lane, chat_key, chat_subject, read_call
from bot.pacing.pauses import Paused, Pauses
from bot.pacing.turns import Turns
from bot.request import retry_after_seconds

Answer = bool | dict[str, Any] | list[dict[str, Any]]

_PATIENCE = 1.5  # seconds that a call waits here for its chat's pace; longer waits are the caller's to keep
# Bulk stops when three chats are refused together, whoever wrote to them; replies only when three replies
# are: what a broadcast has brought on, a citizen's answer need not wait for.
_ALL_BULK = "all bulk"
_ALL_REPLIES = "all replies"


@dataclass(slots=True)
class Slot:
    """Leave to send, already charged. Good for one call to its chat, as ``rate_limit_args``, soon."""

    lane: Lane
    chat_id: ChatId
    messages: int
    since: float
    number: int  # as the budget counts
    used: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """What pacing is doing, for metrics and for delivery."""

    rate: float  # bulk sends a second allowed at present
    queued: Mapping[Lane, int]
    sent: Mapping[Lane, int]  # calls let through since the start
    refused: int  # 429 answers since the start
    paused_chats: int
    bulk_paused_for: float  # seconds
    replies_paused_for: float


class Pacing(BaseRateLimiter[Lane | Slot]):
    """One send budget for the bot's token. Retries nothing: RetryAfter and Paused go to the caller.

    ``rate`` is bulk's, a second; ``headroom`` is left free for replies (Telegram allows about 30 in all).
    Replies never wait for the budget, but after ``reply_burst`` of them for their chat's pace. ``clock`` is
    monotonic seconds.
    """

    def __init__(
        self,
        *,
        rate: float = 25.0,
        headroom: float = 5.0,
        reply_burst: int = 5,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._budget = Budget(rate, headroom)
        self._chats = Chats(reply_burst)
        self._pauses = Pauses()
        self._courtesy = Courtesy()
        self._turns = Turns(self._budget, self._courtesy, clock, sleep)
        self._tickets = itertools.count()
        self._sent: Counter[Lane] = Counter()
        self._refused = 0

    def give_way(self, is_anybody_answered: Callable[[], bool]) -> None:
        """Have bulk stand aside for moments while ``is_anybody_answered``, and leave a place for the reply."""
        self._courtesy.is_anybody_answered = self._budget.is_anybody_answered = is_anybody_answered

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def stand_aside(self) -> None:
        """Return when nobody is being answered, or after a moment: bulk's work beside the sends waits here."""
        while self._courtesy.stands_aside(self._clock()):
            await self._sleep(GLANCE_S)

    async def shutdown(self) -> None:
        """Send home whoever waits: their calls end with Paused, unsent."""
        await self._turns.close()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | Slot | None,
    ) -> Answer:
        """Make the call when it may be made. Raises Paused (unsent) when that is not soon."""
        call = read_call(endpoint, data)
        lane = rate_limit_args.lane if isinstance(rate_limit_args, Slot) else rate_limit_args or Lane.REPLY
        slot = None
        if call.chat_id is None:
            self._raise_if_paused(call.subject, endpoint)
        elif isinstance(rate_limit_args, Slot):
            slot = rate_limit_args
            self._redeem(slot, call)
        else:
            slot = await self.slot(lane, call.chat_id, messages=call.messages)
        try:
            answer = await callback(*args, **kwargs)
        except RetryAfter as error:
            self._note_refusal(call, lane, retry_after_seconds(error))
            raise
        if slot is not None:
            self._budget.answered(slot.number, slot.since, self._clock())
        return answer

    async def slot(self, lane: Lane, chat_id: ChatId, *, messages: int = 1) -> Slot:
        """Wait until ``messages`` may go to this chat, and charge them. Raises Paused when that is not soon.

        For a caller who has something to do (look up, render, write down) between the leave and the call.
        """
        chat_id = chat_key(chat_id)
        ticket = next(self._tickets)
        await self._chat_is_ready(lane, chat_id, messages)
        if lane is Lane.REPLY:
            number = self._budget.charge(self._clock(), messages)
        else:
            await self._turns.turn(lane, ticket, messages)
            # While it queued, its chat may have been paused or written to.
            while self._is_held(lane, chat_id, messages):
                self._budget.give_back(self._clock(), messages)
                await self._chat_is_ready(lane, chat_id, messages)
                await self._turns.turn(lane, ticket, messages)
            number = self._budget.went(self._clock(), messages)
        now = self._clock()
        self._chats.charge(chat_id, now, messages)
        self._sent[lane] += 1
        return Slot(lane, chat_id, messages, now, number)

    def give_back(self, slot: Slot) -> None:
        """Return a slot that was not used, at once: the message turned out not to be wanted."""
        if slot.used:
            return
        slot.used = True
        self._chats.give_back(slot.chat_id, slot.since, slot.messages)
        self._sent[slot.lane] -= 1
        if slot.lane is not Lane.REPLY:
            self._budget.come_back(self._clock(), slot.messages)

    def allowed(self) -> float:
        """Bulk sends a second at present; 0 while all of them are paused."""
        now = self._clock()
        return 0.0 if self._pauses.remaining(now, _ALL_BULK) > 0 else self._budget.rate(now)

    def figures(self) -> Figures:
        """The present state, cheap enough to ask every second."""
        now = self._clock()
        queued = self._turns.queued()
        return Figures(
            rate=self._budget.rate(now),
            queued={lane: queued[lane] for lane in BULK},
            sent={lane: self._sent[lane] for lane in Lane},
            refused=self._refused,
            paused_chats=self._pauses.count(now, kind="chat"),
            bulk_paused_for=self._pauses.remaining(now, _ALL_BULK),
            replies_paused_for=self._pauses.remaining(now, _ALL_REPLIES),
        )

    async def _chat_is_ready(self, lane: Lane, chat_id: ChatId, messages: int) -> None:
        out_of_patience = self._clock() + _PATIENCE
        while True:
            self._raise_if_paused(chat_subject(chat_id), _scope(lane))
            now = self._clock()
            wait = self._chats.wait(chat_id, lane, now, messages)
            if wait <= 0:
                return
            if now + wait > out_of_patience:
                raise Paused(wait)
            await self._sleep(wait)

    def _is_held(self, lane: Lane, chat_id: ChatId, messages: int) -> bool:
        now = self._clock()
        paused = self._pauses.remaining(now, chat_subject(chat_id), _scope(lane))
        return max(paused, self._chats.wait(chat_id, lane, now, messages)) > 0

    def _raise_if_paused(self, *keys: Hashable) -> None:
        seconds = self._pauses.remaining(self._clock(), *keys)
        if seconds > 0:
            raise Paused(seconds)

    def _redeem(self, slot: Slot, call: Call) -> None:
        if slot.used or slot.chat_id != call.chat_id:
            raise ValueError("a slot is good for one call, to the chat it was given for")
        try:
            self._raise_if_paused(call.subject, _scope(slot.lane))
        except Paused:
            self.give_back(slot)
            raise
        slot.used = True

    def _note_refusal(self, call: Call, lane: Lane, seconds: float) -> None:
        now = self._clock()
        self._refused += 1
        if call.chat_id is None:
            # One query's or one chat's refusal is its own; several together are the endpoint's.
            self._pauses.refused(now, call.subject, call.endpoint, seconds)
            return
        if lane is Lane.REPLY:
            self._pauses.refused(now, call.subject, _ALL_REPLIES, seconds)
            self._chats.refused(call.chat_id, now)
        # At a low rate three refusals take longer than a second to come.
        together = max(1.0, 4.0 / self._budget.rate(now))
        if self._pauses.refused(now, call.subject, _ALL_BULK, seconds, together):
            resumes_in = self._pauses.remaining(now, _ALL_BULK)
            self._budget.slow_down(now, now + resumes_in)
            self._turns.send_home(resumes_in)


def _scope(lane: Lane) -> str:
    return _ALL_REPLIES if lane is Lane.REPLY else _ALL_BULK
