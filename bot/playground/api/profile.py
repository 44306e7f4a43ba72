"""Who the bot is and what it says of itself."""

import re
from typing import Any

from bot.playground.calls import Call
from bot.playground.errors import bad_request
from bot.playground.profile import scope_key
from bot.playground.records import Json
from bot.playground.world import World

MOST_COMMANDS, LONGEST_COMMAND, LONGEST_COMMAND_TEXT = 100, 32, 256
SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}
MENU_BUTTONS = {"default", "commands", "web_app"}


def get_me(world: World, _call: Call) -> Json:
    return world.bot_user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def log_out(_world: World, _call: Call) -> bool:
    return True


def close(_world: World, _call: Call) -> bool:
    return True


def _language(call: Call) -> str:
    language = call.text("language_code")
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return language


def _scope(world: World, call: Call) -> str:
    scope = call.json("scope", "can't parse BotCommandScope JSON object")
    if scope is None:
        return "default"
    if not isinstance(scope, dict):
        raise bad_request("can't parse BotCommandScope: BotCommandScope must be an Object")
    if scope.get("type") not in SCOPES | CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if scope["type"] in CHAT_SCOPES:
        if not scope.get("chat_id"):
            raise bad_request("can't parse BotCommandScope: Empty chat_id specified")
        chat_id = int(scope["chat_id"])
        person = world.people.get(chat_id)
        if chat_id not in world.chats and not (person and (person.met or person.started)):
            raise bad_request("chat not found")
    return scope_key(scope)


def set_my_commands(world: World, call: Call) -> bool:
    given = call.json("commands", "can't parse commands JSON object") or []
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    scope, language = _scope(world, call), _language(call)
    world.profile.set_commands(scope, language, [_command(one) for one in given])
    world.hub.tell("profile")
    return True


def _command(given: Any) -> Json:
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    for field in ("command", "description"):
        if not isinstance(given.get(field), str):
            raise bad_request(f"can't parse BotCommand: Can't find field \"{field}\"")
    name, description = given["command"].strip().removeprefix("/"), given["description"].strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > LONGEST_COMMAND:
        raise bad_request(f"command length must not exceed {LONGEST_COMMAND}")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > LONGEST_COMMAND_TEXT:
        raise bad_request(f"command description length must not exceed {LONGEST_COMMAND_TEXT}")
    if not re.fullmatch("[a-z0-9_]+", name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def get_my_commands(world: World, call: Call) -> list[Json]:
    return world.profile.commands(_scope(world, call), _language(call))


def delete_my_commands(world: World, call: Call) -> bool:
    world.profile.set_commands(_scope(world, call), _language(call), [])
    world.hub.tell("profile")
    return True


def _set_text(world: World, call: Call, kind: str, longest: int, complaint: str) -> bool:
    text, language = call.text(kind), _language(call)
    if len(text) > longest:
        raise bad_request(complaint)
    world.profile.set_text(kind, language, text.strip())
    world.hub.tell("profile")
    return True


def set_my_name(world: World, call: Call) -> bool:
    return _set_text(world, call, "name", 64, "BOT_TITLE_INVALID")


def set_my_description(world: World, call: Call) -> bool:
    return _set_text(world, call, "description", 512, "BOT_DESCRIPTION_INVALID")


def set_my_short_description(world: World, call: Call) -> bool:
    return _set_text(world, call, "short_description", 120, "BOT_ABOUT_INVALID")


def get_my_name(world: World, call: Call) -> Json:
    return {"name": world.profile.name(_language(call))}


def get_my_description(world: World, call: Call) -> Json:
    return {"description": world.profile.text("description", _language(call))}


def get_my_short_description(world: World, call: Call) -> Json:
    return {"short_description": world.profile.text("short_description", _language(call))}


def set_chat_menu_button(world: World, call: Call) -> bool:
    button = call.json("menu_button", "can't parse menu button JSON object") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in MENU_BUTTONS:
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    world.profile.set_menu_button(call.number("chat_id"), {} if button["type"] == "default" else button)
    world.hub.tell("profile")
    return True


def get_chat_menu_button(world: World, call: Call) -> Json:
    return world.profile.menu_button(call.number("chat_id"))
