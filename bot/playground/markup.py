"""Keyboards as Telegram checks them (telegram-bot-api ``get_reply_markup``, TDLib ``ReplyMarkup.cpp``)."""

import json
from typing import Any

from bot.playground.calls import Call
from bot.playground.errors import Refusal, bad_request
from bot.playground.links import button_link
from bot.playground.records import Json

# The server drops silently what is past these; apps show 8 a row and 100 in all.
MOST_IN_A_ROW, MOST_BUTTONS = 12, 300
LONGEST_DATA, LONGEST_COPIED = 64, 256
STYLES = {"", "default", "primary", "danger", "success"}
ACTIONS = (
    "url", "callback_data", "callback_game", "pay", "switch_inline_query", "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat", "login_url", "web_app", "copy_text",
)  # fmt: skip
MAY_BE_EMPTY = {"callback_game", "switch_inline_query", "switch_inline_query_current_chat"}
PRIVATE_ONLY = {
    "request_contact": "Phone number can be requested in private chats only",
    "request_location": "Location can be requested in private chats only",
    "request_poll": "Poll can be requested in private chats only",
}


def read_markup(call: Call, *, private: bool = True) -> Json | None:
    """The checked ``reply_markup`` of a request, or None. Raises Telegram's refusals."""
    source = call.text("reply_markup")
    if not source:
        return None
    try:
        markup = json.loads(source)
    except ValueError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None
    return checked_markup(markup, private=private)


def checked_markup(markup: Any, *, private: bool = True) -> Json | None:
    """A keyboard with what Telegram would drop already dropped; None when nothing is left of it."""
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if rows := markup.get("keyboard"):
        kept = _rows(rows, lambda button: _reply_button(button, private=private), 'Field "keyboard" must be')
        return markup | {"keyboard": kept} if kept else None
    if rows := markup.get("inline_keyboard"):
        kept = _rows(rows, _inline_button, 'Field "inline_keyboard" of the InlineKeyboardMarkup must be')
        return {"inline_keyboard": kept} if kept else None
    if markup.get("remove_keyboard") or markup.get("hide_keyboard"):
        return {"remove_keyboard": True}
    return markup if markup.get("force_reply") else None


def _rows(rows: Any, checked: Any, field: str) -> list[list[Json]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f"{field} an Array of Arrays")
    left, kept = MOST_BUTTONS, []
    for row in rows:
        buttons = [button for button in map(checked, row) if button["text"]][: min(MOST_IN_A_ROW, left)]
        left -= len(buttons)
        if buttons:
            kept.append(buttons)
    return kept


def _cannot(kind: str, why: str) -> Refusal:
    return bad_request(f"can't parse {kind}: {why}")


def _text(button: Json, kind: str) -> str:
    text = button.get("text")
    if not isinstance(text, str):
        raise _cannot(kind, 'Can\'t find field "text"' if text is None else 'Field "text" must be of type String')
    if str(button.get("style") or "").lower() not in STYLES:
        raise _cannot(kind, "invalid button style specified")
    return text


def _reply_button(button: Any, *, private: bool) -> Json:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict):
        raise _cannot("keyboard button", "KeyboardButton must be a String or an Object")
    _text(button, "keyboard button")
    for request, complaint in PRIVATE_ONLY.items():
        if button.get(request) and not private:
            raise bad_request(complaint)
    return button


def _inline_button(button: Any) -> Json:
    kind = "inline keyboard button"
    if not isinstance(button, dict):
        raise _cannot(kind, "InlineKeyboardButton must be an Object")
    kept: Json = {"text": _text(button, kind)}
    if button.get("style"):
        kept["style"] = button["style"]
    action = next((name for name in ACTIONS if button.get(name) or (name in MAY_BE_EMPTY and name in button)), "")
    match action:
        case "":
            raise _cannot(kind, "Text buttons are unallowed in the inline keyboard")
        case "url":
            kept["url"] = button_link(str(button["url"]))
        case "callback_data":
            if len(str(button["callback_data"]).encode()) > LONGEST_DATA:
                raise bad_request("BUTTON_DATA_INVALID")
            kept["callback_data"] = str(button["callback_data"])
        case "copy_text":
            if not 1 <= len(str(button["copy_text"].get("text", ""))) <= LONGEST_COPIED:
                raise bad_request("BUTTON_COPY_TEXT_INVALID")
            kept["copy_text"] = button["copy_text"]
        case _:
            kept[action] = button[action]
    return kept
