"""The lanes of the send budget, and which calls to Telegram are paced."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

ChatId = int | str


class Lane(Enum):
    """Who goes first. Passed as ``rate_limit_args``; a call without it is a reply."""

    REPLY = 0
    NOTIFICATION = 1
    BROADCAST = 2


BULK = (Lane.NOTIFICATION, Lane.BROADCAST)

# What puts or changes a message in a chat. Answers, getX, setX, deleteX are neither queued nor charged.
_PACED = ("send", "copy", "forward", "edit", "stopPoll")
_UNPACED = ("sendChatAction",)
_NARROWER = ("chat_id", "callback_query_id", "inline_query_id", "web_app_query_id")


@dataclass(frozen=True, slots=True)
class Call:
    """One call as pacing sees it: the chat it is paced by (None: it is not) and the messages it makes."""

    endpoint: str
    chat_id: ChatId | None
    messages: int
    subject: Hashable  # what a 429 is about: the chat, or narrower than the endpoint if the call says so


def read_call(endpoint: str, parameters: Mapping[str, Any]) -> Call:
    """Read a call of PTB's bot: its endpoint and parameters as ``BaseRateLimiter`` is given them."""
    chat_id = parameters.get("chat_id")
    if chat_id is not None and endpoint.startswith(_PACED) and endpoint not in _UNPACED:
        chat_id = chat_key(chat_id)
        return Call(endpoint, chat_id, _messages(parameters), chat_subject(chat_id))
    narrower = next((parameters[name] for name in _NARROWER if name in parameters), None)
    return Call(endpoint, None, 0, (endpoint, narrower))


def chat_subject(chat_id: ChatId) -> Hashable:
    """The name under which a chat is paused, whatever is sent to it."""
    return ("chat", chat_id)


def chat_key(chat_id: ChatId) -> ChatId:
    """One key for one chat: Telegram takes 7 and "7" alike."""
    try:
        return int(chat_id)
    except ValueError:
        return str(chat_id).casefold()  # a channel's or group's @name


def _messages(parameters: Mapping[str, Any]) -> int:
    for name in ("media", "message_ids"):  # an album, or several messages copied at once
        several = parameters.get(name)
        if isinstance(several, Sequence) and not isinstance(several, str):
            return max(1, len(several))
    return 1
