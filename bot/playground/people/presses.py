"""Pressing buttons, forged ones too: a phone can be made to send any data."""

from bot.playground.errors import bad_request
from bot.playground.records import Entry, Json, Person
from bot.playground.world import World

# Past this the bot is told which message it was, but no longer what it said.
REMEMBERED_FOR = 30 * 86_400
LONGEST_DATA = 64
# Callback queries are queued per person, apart from the messages of the chat [telegram-bot-api Client.cpp].
PRESS_QUEUE = 3 << 33


def press(world: World, person: Person, entry: Entry, data: str) -> Json:
    """Press the button with ``data`` on a message. Returns the press, which later holds the bot's answer."""
    if not 1 <= len(data.encode()) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    now = world.clock.now()
    facts = {"id": world.new_id(), "at": now, "person_id": person.id, "data": data}
    place = {"chat_id": entry.chat_id, "message_id": entry.id}
    query: Json = {
        "id": facts["id"],
        "from": person.as_user(),
        "chat_instance": str(abs(entry.chat_id)),
        "data": data,
    }
    if inline_id := entry.message.get("inline_message_id"):
        query["inline_message_id"] = inline_id
    elif entry.deleted or now - entry.message["date"] > REMEMBERED_FOR:
        query["message"] = {"chat": entry.message["chat"], "message_id": entry.id, "date": 0}
    else:
        query["message"] = entry.message
    world.keep_press({**facts, **place})
    person.met = True
    world.give_update("callback_query", query, queue=person.id + PRESS_QUEUE)
    return world.presses[query["id"]]
