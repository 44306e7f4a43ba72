"""What a failed call proves: nothing was sent, Telegram refused, or nobody knows."""

from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)


class NotSent(NetworkError):
    """Nothing of the call reached the Bot API server: it may be repeated without doubling a message."""


class ConnectTimedOut(NotSent, TimedOut):
    """No connection in time: connecting took too long, or every connection of the pool was in use."""


class NoBotApi(NotSent):
    """Something else than a Bot API server answered, such as a gateway whose server is away: what its 403, 404 or 409
    would mean from Telegram (blocked, wrong token, second poller) it does not mean here."""

    def __init__(self, status: int) -> None:
        super().__init__(f"what answers is no Bot API server, or a gateway without one behind it ({status})")
        self.status = status


class OutcomeUnknown(NetworkError):
    """The call was written, at least in part, and no answer tells what became of it."""


class AnswerTimedOut(OutcomeUnknown, TimedOut):
    """The server took the call and did not answer in time."""


class ServerFault(OutcomeUnknown):
    """The server answered 5xx: a gateway may have lost the answer of a call that was carried out.

    ``status`` lets a caller with a policy of its own tell 500 from 502, 503 and 504.
    """

    def __init__(self, status: int, description: str) -> None:
        super().__init__(f"{description} ({status})")
        self.status = status


class FloodWait(RetryAfter):
    """A 429 whose wait is always a timedelta; PTB's own warns, or not, by an environment variable."""

    @property
    def retry_after(self) -> timedelta:
        return self._retry_after


_REFUSALS = (RetryAfter, Forbidden, BadRequest, ChatMigrated, InvalidToken, Conflict, EndPointNotFound)


def is_known_unsent(error: TelegramError) -> bool:
    """Whether ``error`` proves that the call had no effect: nothing was sent, or Telegram refused it.

    It does not say that repeating helps: a BadRequest stays one. Treat refusals by their class first.
    """
    return isinstance(error, (NotSent, *_REFUSALS))


def retry_after_seconds(error: RetryAfter) -> float:
    """The wait that a 429 asks for, in seconds, whichever type PTB keeps it in."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
