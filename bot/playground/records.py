"""What the stand-in knows of people, groups, messages and files."""

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
ChatType = Literal["group", "supergroup", "channel"]
Membership = Literal["creator", "administrator", "member", "left", "kicked"]

# What a message may say. Some say two things, for older bots: the telling one comes first.
CONTENTS = (
    "photo", "voice", "video", "contact", "sticker", "poll", "dice", "venue", "video_note", "animation", "audio",
    "story", "document", "location", "text",
)  # fmt: skip


@dataclass
class Person:
    """Someone with a phone. ``started``: has written to the bot; ``met``: the bot may know the id."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    role: str = ""
    started: bool = False
    met: bool = False
    blocked: bool = False
    deactivated: bool = False

    def as_user(self) -> Json:
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return user | {name: value for name, value in optional.items() if value}

    def as_chat(self) -> Json:
        chat: Json = {"id": self.id, "first_name": self.first_name, "type": "private"}
        optional = {"last_name": self.last_name, "username": self.username}
        return chat | {name: value for name, value in optional.items() if value}


@dataclass
class Chat:
    """A group, supergroup or channel, and what the bot is in it."""

    id: int
    type: ChatType
    title: str
    members: dict[int, Membership] = field(default_factory=dict)
    bot: Membership = "left"
    upgraded_to: int = 0

    def as_chat(self) -> Json:
        return {"id": self.id, "title": self.title, "type": self.type}

    @property
    def bot_is_in(self) -> bool:
        return self.bot in {"creator", "administrator", "member"}


@dataclass
class Entry:
    """One message. ``message`` is the Bot API's Message; ``at`` its last change, as the hub counts."""

    chat_id: int
    id: int
    message: Json
    by_bot: bool = False
    hidden_from_bot: bool = False
    deleted: bool = False
    reactions: list[str] = field(default_factory=list)
    at: int = 0


@dataclass
class KeptFile:
    """A file's facts; its bytes lie in the blob folder under ``unique_id``."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    size: int
    facts: Json = field(default_factory=dict)

    @property
    def path(self) -> str:
        folder = {"photo": "photos", "voice": "voice", "video": "videos"}.get(self.kind, "documents")
        suffix = f".{self.name.rsplit('.', 1)[-1]}" if "." in self.name else ""
        return f"{folder}/{self.unique_id}{suffix}"
