"""How the bot speaks HTTP to a Bot API server, and what each failure proves.

Telegram has no idempotency key, so after a failure one question decides whether a message may be sent again:
can it have gone out? ``NotSent`` says no. ``OutcomeUnknown`` says perhaps. A refusal (4xx) says no, and why.
"""

from bot.request.errors import (
    AnswerTimedOut,
    ConnectTimedOut,
    FloodWait,
    NoBotApi,
    NotSent,
    OutcomeUnknown,
    ServerFault,
    is_known_unsent,
    retry_after_seconds,
)
from bot.request.prepared import LONGEST_ANSWER
from bot.request.session import AiohttpRequest, TimeLimits

__all__ = [
    "LONGEST_ANSWER",
    "AiohttpRequest",
    "AnswerTimedOut",
    "ConnectTimedOut",
    "FloodWait",
    "NoBotApi",
    "NotSent",
    "OutcomeUnknown",
    "ServerFault",
    "TimeLimits",
    "is_known_unsent",
    "retry_after_seconds",
]
