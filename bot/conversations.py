"""ConversationHandler state kept in the database: read before the update, written with it.

PTB asks a persistence for the states once, at start, and then trusts its memory, so no persistence can give
a second process or a restarted one the step that a person is at. Instead the handler's private mapping of
states is replaced by this one, which looks at the conversation row that the worker loaded with the unit of
work of the update. `tests/bot/test_conversations.py` pins the private attribute to PTB's version.
"""

from collections.abc import Iterator, MutableMapping
from typing import Any

from telegram.ext import ConversationHandler

from handlers.turn import current_turn
from models import Conversation


class StoredStates(MutableMapping[Any, object]):
    """The states of one ConversationHandler, seen through the turn of whoever is speaking."""

    def __init__(self, flow: str, steps: frozenset[str]) -> None:
        self._flow = flow
        self._steps = steps

    def __getitem__(self, key: Any) -> object:
        row = self._row()
        # A step that this release no longer has reads as "not in this conversation": the person is not
        # stranded, and the draft is still offered.
        if row is None or row.flow != self._flow or row.step not in self._steps:
            raise KeyError(key)
        return row.step

    def __setitem__(self, key: Any, step: object) -> None:
        row = self._row()
        if row is None:
            raise KeyError(key)
        row.flow, row.step = self._flow, str(step)

    def __delitem__(self, key: Any) -> None:
        row = self._row()
        if row is None or row.flow != self._flow:
            raise KeyError(key)
        row.flow = row.step = None

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    @staticmethod
    def _row() -> Conversation | None:
        turn = current_turn.get(None)
        return turn.conversation if turn is not None and turn.is_private else None


def keep_in_database(handler: "ConversationHandler[Any]") -> "ConversationHandler[Any]":
    """Make this ConversationHandler's state live in the database. Raises ValueError for settings of it that
    would keep state in memory."""
    if handler.name is None or handler.persistent or handler.conversation_timeout is not None or handler.per_chat:
        raise ValueError(
            f"conversation {handler.name!r}: give it a name, per_chat=False, no persistence and no timeout"
        )
    steps = frozenset(str(step) for step in handler.states)
    handler._conversations = StoredStates(handler.name, steps)  # noqa: SLF001 - see the module's docstring
    return handler
