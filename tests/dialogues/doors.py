"""What the bot's registered handlers take, found out from the handlers themselves; and updates that press it."""

import enum
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, get_type_hints

from sqlalchemy import select
from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, ConversationHandler

from bot.app import doors
from handlers.callbacks import Payload
from handlers.forms import Press
from handlers.forms.table import Act
from models import Base
from models.database import Database

# Where everybody may go. Whatever is registered from another module is staff's, from the moment it is registered.
EVERYBODYS = re.compile(
    r"handlers\.(membership|edits|initiatives|questions|clarifications|assessments|start|my|initiatives_public"
    r"|commitments|reports|muting|seminars|faq|sharing|settings|privacy|forms\.way_back)"
)
# What a person's own update writes by itself, whatever is pressed; all else must stay as it was.
OWN_TRACES = {"inbox", "conversations", "audit"}
OWN_COLUMNS = {"citizens": {"seen_at", "commands_set", "language_code"}}
_ENGINE = "handlers.forms.engine"  # walks citizens through their forms and staff through theirs
_MOST_VARIANTS = 6


def staff_doors() -> list["BaseHandler[Any, Any, Any]"]:
    """The doors that are staff's: single handlers, and whole conversations."""
    return [door for door in doors() if not all(EVERYBODYS.fullmatch(module) for module in _modules(door))]


def _modules(door: "BaseHandler[Any, Any, Any]") -> set[str]:
    handlers = door.entry_points if isinstance(door, ConversationHandler) else [door]
    return {handler.callback.__module__ for handler in handlers} - {_ENGINE}


def _entrances() -> Iterator["BaseHandler[Any, Any, Any]"]:
    for door in staff_doors():
        if isinstance(door, ConversationHandler):
            yield from door.entry_points
        else:
            yield door


def staff_commands() -> list[str]:
    """Every command of staff's, but /cancel, which anybody may type anywhere."""
    found = {name for one in _entrances() if isinstance(one, CommandHandler) for name in one.commands}
    return sorted(found - {"cancel"})


def staff_steps() -> list[tuple[str, str]]:
    """(conversation, step) of everything in which staff are asked for a text or a file."""
    return [
        (str(door.name), str(step))
        for door in staff_doors()
        if isinstance(door, ConversationHandler)
        for step in door.states
    ]


def staff_presses(values: dict[str, Any]) -> dict[str, list[str]]:
    """Payload → the callback data by which a registered staff button can be pressed, with every choice of every
    enum, and before and after the question whether one is sure."""
    patterns = [one.pattern for one in _entrances() if isinstance(one, CallbackQueryHandler)]

    def is_taken(data: str) -> bool:
        return any(callable(pattern) and pattern(data) for pattern in patterns)

    found: dict[str, list[str]] = {}
    for payload in Payload.registry.values():
        packed = [one.pack() for one in (_form_presses() if payload is Press else _variants(payload, values))]
        if taken := [data for data in packed if is_taken(data)]:
            found[payload.__name__] = taken
    return found


def _form_presses() -> Iterator[Press]:
    for form, act, step in itertools.product("abcdefghijklmnopqrstuvwxyz", Act, ("preview",)):
        yield Press(form, act, step, 1, "yes" if act is Act.DISCARD else "seats" if act is Act.CHANGE else "1")


def _variants(payload: type[Payload], values: dict[str, Any]) -> list[Payload]:
    hints = get_type_hints(payload)

    def choices(name: str) -> list[Any]:
        kind = hints[name]
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return list(kind)
        if name in values:
            return [values[name]]
        if name in {"sure", "on"}:
            return [1, 0]
        return [1] if kind is int else ["x"]

    every = itertools.product(*(choices(field.name) for field in fields(payload)))
    return [payload(*chosen) for chosen in itertools.islice(every, _MOST_VARIANTS)]


async def kept(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is kept, by table, but for the traces of a person's own updates."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    async with database.read() as session:
        for table in Base.metadata.sorted_tables:
            if table.name in OWN_TRACES:
                continue
            columns = [one for one in table.c if one.name not in OWN_COLUMNS.get(table.name, set())]
            rows = (await session.execute(select(*columns).order_by(*table.primary_key.columns))).all()
            found[table.name] = [tuple(row) for row in rows]
    return found


@dataclass
class Sent:
    """Raw updates of one person, as Telegram would send them."""

    person: int
    language: str = "ru"
    bot: Any = None

    def _update(self, kind: str, what: dict[str, Any]) -> Update:
        update = Update.de_json({"update_id": 1, kind: what}, self.bot)
        assert update is not None
        return update

    def _user(self) -> dict[str, Any]:
        return {"id": self.person, "is_bot": False, "first_name": "Нурлан", "language_code": self.language}

    def _chat(self, group: int) -> dict[str, Any]:
        if group:
            return {"id": group, "type": "supergroup", "title": "Катчылык"}
        return {"id": self.person, "type": "private", "first_name": "Нурлан"}

    def press(self, data: str, *, group: int = 0) -> Update:
        shown = {"message_id": 5, "date": 1, "chat": self._chat(group), "text": "…"}
        press = {"id": "1", "from": self._user(), "chat_instance": "1", "data": data, "message": shown}
        return self._update("callback_query", press)

    def text(self, text: str, *, group: int = 0, replying_to: str = "") -> Update:
        message = {"message_id": 6, "date": 1, "chat": self._chat(group), "from": self._user(), "text": text}
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        if replying_to:
            bot = {"id": self.bot.id, "is_bot": True, "first_name": "bot"}
            shown = {"message_id": 5, "date": 1, "chat": self._chat(group), "from": bot, "text": replying_to}
            message["reply_to_message"] = shown
        return self._update("message", message)

    def photo(self) -> Update:
        size = {"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9, "file_size": 9}
        message = {"message_id": 7, "date": 1, "chat": self._chat(0), "from": self._user(), "photo": [size]}
        return self._update("message", message)
