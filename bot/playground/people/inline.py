"""Typing ``@bot something`` in any chat, and sending one of the answers."""

from bot.playground.errors import bad_request
from bot.playground.people.talk import send
from bot.playground.records import Entry, Json, Person
from bot.playground.world import World

LONGEST_QUERY = 256


def ask(world: World, person: Person, chat_id: int, text: str, *, offset: str = "") -> Json:
    """Ask the bot inline. Returns the query, which later holds the answer."""
    chat = world.chats.get(chat_id)
    kind = chat.type if chat else "sender"
    query: Json = {"id": world.new_id(), "at": world.clock.now(), "person_id": person.id, "chat_id": chat_id}
    query |= {"text": text[:LONGEST_QUERY]}
    world.inline_queries[query["id"]] = query
    person.met = True
    content = {
        "id": query["id"],
        "from": person.as_user(),
        "query": query["text"],
        "offset": offset,
        "chat_type": kind,
    }
    world.give_update("inline_query", content, queue=person.id)
    return query


def choose(world: World, person: Person, chat_id: int, query_id: str, result_id: str) -> Entry:
    """Send one of the results into the chat, in the person's name, through the bot."""
    query = world.inline_queries.get(query_id, {})
    results = query.get("answer", {}).get("results", [])
    chosen = next((one for one in results if one["id"] == result_id), None)
    if not chosen:
        raise bad_request("no such result")
    content = chosen["content"] | {"via_bot": world.bot_user()}
    if "reply_markup" in chosen:
        content |= {"reply_markup": chosen["reply_markup"], "inline_message_id": world.new_key()}
    entry = send(world, person, chat_id, content)
    if world.profile.inline_feedback:
        report: Json = {"result_id": result_id, "from": person.as_user(), "query": query["text"]}
        if "inline_message_id" in content:
            report["inline_message_id"] = content["inline_message_id"]
        world.give_update("chosen_inline_result", report, queue=person.id)
    return entry
