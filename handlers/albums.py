"""Albums sent into a question's thread: they come as several updates, of which only the first finds the thread asked
for."""

from telegram import Message, Update
from telegram.ext import filters

from handlers.context import Context
from handlers.turn import current_turn


def remember(update: Update, context: Context, question_id: int) -> None:
    """The rest of this album, if it is one, belongs to this question."""
    message = update.effective_message
    if message is not None and message.media_group_id and context.turn.conversation is not None:
        context.remember(album={"group": message.media_group_id, "question": question_id})


def thread_of(context: Context) -> int:
    """The question that the album at hand belongs to."""
    return int((context.memory.get("album") or {}).get("question", 0))


class _Rest(filters.MessageFilter):
    """Another item of the album whose first one went into a thread."""

    def filter(self, message: Message) -> bool:
        turn = current_turn.get(None)
        memory = (turn.conversation.memory if turn is not None and turn.conversation is not None else None) or {}
        album = memory.get("album")
        # A form keeps its album under the same name, without a question.
        return isinstance(album, dict) and album.get("group") == message.media_group_id


REST = _Rest()
