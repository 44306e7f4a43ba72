"""The Secretariat's desk in Telegram. Every act asks the service for the role, so a button outlives no revocation.

One conversation holds them all, because any of them may ask for a text; what the text is for is in its memory.
"""

from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.guards import NOT_TYPED, TYPED, conversation, wrote
from handlers.secretariat import (
    bodies,
    broadcast_audience,
    broadcast_confirming,
    broadcast_content,
    broadcast_running,
    broadcasts,
    clarifying,
    comments,
    deciding,
    desk,
    exports,
    library,
    phrasings,
    questions,
    reviews,
    stats,
    team,
    terms,
    typing,
    unanswered,
    wording,
)

_PARTS = (
    desk,
    reviews,
    clarifying,
    deciding,
    questions,
    unanswered,
    comments,
    wording,
    library,
    phrasings,
    terms,
    bodies,
    team,
    stats,
    exports,
    broadcasts,
    broadcast_content,
    broadcast_audience,
    broadcast_confirming,
    broadcast_running,
)


def build() -> "ConversationHandler[Context]":
    """The desk's conversation."""
    typist = typing.Typist({what: taker for part in _PARTS for what, taker in getattr(part, "TAKERS", {}).items()})
    takes = [wrote(TYPED, typist.take), wrote(NOT_TYPED, typist.take)]
    return conversation(
        typing.FLOW,
        entry_points=[handler for part in _PARTS for handler in part.build()],
        states={typing.TYPED: takes},
        cancel=typing.cancel,
    )
