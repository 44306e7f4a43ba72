"""What became of one message: from the error of a call to a state of the outbox (TELEGRAM's answers, one by one)."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.replies import why_unreachable
from bot.request import NotSent, retry_after_seconds
from bot.sending import PartlySent
from models import MessageState, Unreachable
from services.outbox import Claimed, Outcome

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 10
_NO_SUCH_CHAT = ("chat not found", "user not found", "peer_id_invalid")


@dataclass(frozen=True, slots=True)
class Known:
    """An outcome, and what it tells about the person and the server."""

    outcome: Outcome
    citizen_id: int | None = None
    lost: Unreachable | None = None
    moved_to: int | None = None
    is_unreached: bool = False  # the server did not even get the call


def judged(error: Exception, message: Claimed, *, is_called: bool, now: datetime) -> Known:
    """What a failed send means; ``is_called``: the call had begun. What may have gone out is unknown, and never
    sent again by itself."""
    match error:
        case RetryAfter():
            # Also "Paused" by pacing, which has not even asked. The wait may be hours: it is kept in the database.
            at = now + timedelta(seconds=retry_after_seconds(error))
            return Known(Outcome(message.id, MessageState.RETRY, "too many requests", due_at=at, is_attempt=False))
        case Forbidden():
            return _lost(message, why_unreachable(error), error)
        case ChatMigrated():
            again = Outcome(message.id, MessageState.RETRY, "the chat has a new id", due_at=now)
            return Known(again, message.citizen_id, moved_to=error.new_chat_id)
        case BadRequest() if any(words in str(error).casefold() for words in _NO_SUCH_CHAT):
            return _lost(message, Unreachable.UNKNOWN_CHAT, error)
        case BadRequest():
            log.error("message %d: Telegram refused it: %s", message.id, error)
            return Known(Outcome(message.id, MessageState.FAILED, _words(error)))
        case InvalidToken():
            return Known(Outcome(message.id, MessageState.OPEN, due_at=message.due_at, is_attempt=False))
        case NotSent():
            return _again(message, now)
        case PartlySent():
            return Known(Outcome(message.id, MessageState.UNKNOWN, "a part of it was sent"))
        case TelegramError():
            return Known(Outcome(message.id, MessageState.UNKNOWN, _words(error)))
        case _:
            # A fault of ours. Once the call had begun, nobody can tell whether it went out.
            log.error("message %d: %s", message.id, type(error).__name__, exc_info=error)
            state = MessageState.UNKNOWN if is_called else MessageState.FAILED
            return Known(Outcome(message.id, state, type(error).__name__))


def handed_back(message: Claimed, *, is_begun: bool) -> Outcome:
    """Nobody has sent it: it is due as before, and a try that was counted beforehand does not count."""
    return Outcome(message.id, MessageState.OPEN, due_at=message.due_at, is_attempt=not is_begun)


def _again(message: Claimed, now: datetime) -> Known:
    attempts = message.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        outcome = Outcome(message.id, MessageState.FAILED, f"the server could not be reached, {attempts} tries")
    else:
        wait = timedelta(seconds=min(3600, 5 * 2**message.attempts))
        outcome = Outcome(message.id, MessageState.RETRY, "the server could not be reached", due_at=now + wait)
    return Known(outcome, is_unreached=True)


def _lost(message: Claimed, why: Unreachable, error: TelegramError) -> Known:
    return Known(Outcome(message.id, MessageState.UNREACHABLE, _words(error)), message.citizen_id, lost=why)


def _words(error: TelegramError) -> str:
    return f"{type(error).__name__}: {error}"
