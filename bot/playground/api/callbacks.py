"""Answering the press of a button."""

from bot.playground.calls import Call
from bot.playground.errors import bad_request
from bot.playground.world import World

LONGEST_TOAST = 200
# How long a press may be answered. Telegram does not say; a minute is what bots in the field live with.
ANSWERABLE_FOR = 60
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(world: World, call: Call) -> bool:
    press = world.presses.get(call.text("callback_query_id"))
    if not press or press.get("answer") or world.clock.now() - press["at"] > ANSWERABLE_FOR:
        raise bad_request(TOO_OLD)
    text, url = call.text("text"), call.text("url")
    if len(text) > LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and not url.startswith((f"https://t.me/{world.username}?", f"t.me/{world.username}?", "tg://")):
        raise bad_request("URL_INVALID")
    answer = {"text": text, "show_alert": call.flag("show_alert"), "url": url}
    world.keep_press(press | {"answer": answer})
    return True
