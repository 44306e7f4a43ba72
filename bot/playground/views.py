"""What a page or a test may look at: chats as a person sees them, and whether the bot has caught up."""

import json
import time
from dataclasses import asdict
from typing import Any

from bot.playground.profile import group_scopes, private_scopes
from bot.playground.records import Json, Person
from bot.playground.world import World

SHOWN_MESSAGES, SHOWN_CALLS = 300, 200


def snapshot(world: World) -> Json:
    """Everything the page shows, as of the event numbered ``seq``."""
    return {
        "seq": world.hub.last,
        "life": world.hub.life,
        "bot": world.bot_user() | {"token": world.token},
        "people": [_person(world, person) for person in world.people.values()],
        "chats": [asdict(chat) | {"commands": _group_commands(world, chat.id)} for chat in world.chats.values()],
        "entries": {
            str(chat_id): [asdict(entry) for entry in world.chat_entries(chat_id)[-SHOWN_MESSAGES:]]
            for chat_id in (*world.people, *world.chats)
        },
        "keyboards": {str(chat_id): keyboard for chat_id, keyboard in world.keyboards.items()},
        "calls": calls(world),
        "faults": [asdict(fault) for fault in world.faults.on],
        "limited": world.rates.limited,
    }


def _person(world: World, person: Person) -> Json:
    language = person.language_code.partition("-")[0]
    return asdict(person) | {
        "commands": world.profile.commands_shown(private_scopes(person.id), language),
        "description": world.profile.text("description", language),
        "bot_name": world.profile.name(language),
        "menu_button": world.profile.menu_button(person.id),
    }


def _group_commands(world: World, chat_id: int) -> dict[str, list[Json]]:
    chat = world.chats[chat_id]
    shown = {}
    for who, rank in chat.members.items():
        is_admin = rank in {"creator", "administrator"}
        language = world.people[who].language_code.partition("-")[0]
        shown[str(who)] = world.profile.commands_shown(group_scopes(chat_id, who, is_admin=is_admin), language)
    return shown


def calls(world: World) -> list[Json]:
    """The bot's last requests, oldest first."""
    return [asdict(call) for call in list(world.log.calls)[-SHOWN_CALLS:]]


def chat(world: World, chat_id: int) -> list[Json]:
    # Through JSON, as it travels: asdict copies message by message and takes ten times as long.
    copied: list[Json] = json.loads(json.dumps([vars(entry) for entry in world.chat_entries(chat_id)]))
    return copied


def progress(world: World) -> Json:
    """Whether the bot has caught up: what waits for it, what it is doing, when it last did something."""
    now = world.clock.now()
    return {
        "seq": world.hub.last,
        "waiting": len(world.updates.pending()),
        "running": [call.method for call in world.log.running.values()],
        "idle_for": time.monotonic() - world.log.last_end,
        "unanswered": [
            press["id"] for press in world.presses.values() if not press.get("answer") and now - press["at"] < 60
        ],
        "owed": _owed(world),
    }


def _owed(world: World) -> list[int]:
    """Private chats whose last word is a person's: every message there deserves an answer."""
    last: dict[int, Any] = {}
    for entry in world.entries.values():
        if entry.chat_id > 0 and (entry.chat_id not in last or entry.at > last[entry.chat_id].at):
            last[entry.chat_id] = entry
    return [
        chat_id
        for chat_id, entry in last.items()
        if not entry.by_bot and not entry.deleted and not world.people[chat_id].blocked
    ]
