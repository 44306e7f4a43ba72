"""The messages whose calls are being made: each call at the time that pacing gives it, each outcome told."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from telegram.error import InvalidToken

from bot.outcomes import Known, handed_back, judged
from bot.rounds import Ready
from bot.sending import Sender
from models import MessageState
from services.outbox import Outcome

log = logging.getLogger(__name__)

_LONGEST_BREATHER_S = 30.0
_LAST_ANSWERS_S = 26.0  # at the end: longer than a call may wait for its answer


@dataclass(slots=True)
class _Going:
    """A message whose call is being made, or waits for its turn."""

    ready: Ready
    is_called: bool = False

    def call(self) -> None:
        """From now on it may have been sent."""
        self.is_called = True


class Flight:
    """Begins the calls and tells ``learn`` what became of each. ``len`` counts those under way."""

    def __init__(self, sender: Sender, clock: Callable[[], datetime], learn: Callable[[Known], None]) -> None:
        self._sender = sender
        self._clock = clock
        self._learn = learn
        self._going: dict[asyncio.Task[None], _Going] = {}
        self._resumes_at = 0.0
        self._unreached = 0  # calls in a row that did not reach the server
        self.fatal: InvalidToken | None = None

    def __len__(self) -> int:
        return len(self._going)

    def waiting(self) -> int:
        """How many have been begun and not called yet."""
        return sum(not going.is_called for going in self._going.values())

    def most(self) -> int | None:
        """How many more may be begun as far as the server's state goes; None: as many as anything else allows."""
        if time.monotonic() < self._resumes_at:
            return 0
        if self._unreached:
            return 0 if self._going else 1  # the server was not there: one message asks whether it is back
        return None

    def launch(self, ready: Ready) -> None:
        """Send it when its turn comes."""
        going = _Going(ready)
        task = asyncio.create_task(self._deliver(going))
        self._going[task] = going
        task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._going.pop(task, None)

    async def _deliver(self, going: _Going) -> None:
        ready, message = going.ready, going.ready.message
        try:
            sent = await self._sender.send(ready.chat_id, ready.screen, ready.lane, calling=going.call)
        except asyncio.CancelledError:
            if going.is_called:
                self._learn(Known(Outcome(message.id, MessageState.UNKNOWN, "stopped while it was being sent")))
            else:
                self._learn(Known(handed_back(message, is_begun=True)))
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, the message must not stay "sending"
            known = judged(error, message, is_called=going.is_called, now=self._clock())
            self._learn(known)
            self._heed(known, error)
        else:
            self._unreached = 0
            self._learn(Known(Outcome(message.id, MessageState.SENT, telegram_message_id=sent), message.citizen_id))

    def _heed(self, known: Known, error: Exception) -> None:
        """What one message's failure means for the others."""
        if isinstance(error, InvalidToken):
            self.fatal = error
        if known.is_unreached:
            self._unreached += 1
            pause = min(_LONGEST_BREATHER_S, 0.25 * 2 ** min(self._unreached, 10))
            self._resumes_at = time.monotonic() + pause
        else:
            self._unreached = 0

    async def land(self) -> None:
        """Hand back what has not been called, and wait for the answers of the rest; what stays out is unknown."""
        await asyncio.sleep(0)  # a task that has not even begun could not tell that it was cancelled
        for task, going in list(self._going.items()):
            if not going.is_called:
                task.cancel()
        if self._going:
            _, late = await asyncio.wait(set(self._going), timeout=_LAST_ANSWERS_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
