"""Conversation state in the database; pinned to the private attribute of PTB that it replaces."""

import pytest
import telegram
from telegram.ext import ConversationHandler

from bot.app import doors
from bot.conversations import StoredStates, keep_in_database
from handlers import initiatives
from handlers.turn import current_turn
from models import Conversation
from tests.conftest import START


class FakeTurn:
    """As much of a turn as the states look at."""

    def __init__(self, conversation: Conversation | None, *, is_private: bool = True) -> None:
        self.conversation = conversation
        self.is_private = is_private


def test_ptb_still_keeps_states_where_we_replace_them() -> None:
    assert telegram.__version__ == "22.8", "look whether ConversationHandler._conversations is still what it was"
    assert isinstance(initiatives.build()._conversations, dict)


def test_every_conversation_of_the_bot_lives_in_the_database() -> None:
    found = [door for door in doors() if isinstance(door, ConversationHandler)]
    assert found
    assert all(isinstance(door._conversations, StoredStates) for door in found)
    assert len({door.name for door in found}) == len(found)


def test_a_step_is_read_from_and_written_to_the_persons_row() -> None:
    states = StoredStates("initiative", frozenset({"title", "problem"}))
    row = Conversation(citizen_id=1, flow="initiative", step="title", updated_at=START)
    token = current_turn.set(FakeTurn(row))  # type: ignore[arg-type]
    try:
        assert states.get((1,)) == "title"
        states[(1,)] = "problem"
        assert (row.flow, row.step) == ("initiative", "problem")
        del states[(1,)]
        assert (row.flow, row.step) == (None, None)
    finally:
        current_turn.reset(token)


@pytest.mark.parametrize(
    ("flow", "step", "is_private"),
    [("question", "title", True), ("initiative", "gone-in-this-release", True), ("initiative", "title", False)],
)
def test_another_flow_an_unknown_step_and_a_group_read_as_no_conversation(
    flow: str, step: str, is_private: bool
) -> None:
    states = StoredStates("initiative", frozenset({"title"}))
    row = Conversation(citizen_id=1, flow=flow, step=step, updated_at=START)
    token = current_turn.set(FakeTurn(row, is_private=is_private))  # type: ignore[arg-type]
    try:
        assert states.get((1,)) is None
        assert (1,) not in states
    finally:
        current_turn.reset(token)


def test_settings_that_would_keep_state_in_memory_are_refused() -> None:
    with pytest.raises(ValueError, match="per_chat"):
        keep_in_database(ConversationHandler([], {}, [], name="x"))
