"""Answering what someone types after the bot's name in any chat."""

from typing import Any

from bot.playground import texts
from bot.playground.calls import Call
from bot.playground.errors import bad_request
from bot.playground.markup import checked_markup
from bot.playground.records import Json
from bot.playground.world import World

ANSWERABLE_FOR = 30
MOST_RESULTS, LONGEST_ID, LONGEST_OFFSET = 50, 64, 64


def answer_inline_query(world: World, call: Call) -> bool:
    given = call.json("results", "can't parse JSON encoded inline query results") or []
    if not isinstance(given, list):
        raise bad_request("expected an Array of inline query results")
    if len(given) > MOST_RESULTS:
        raise bad_request("too many inline query results specified")
    results = [_result(one) for one in given]
    if len({one["id"] for one in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(call.text("next_offset").encode()) > LONGEST_OFFSET:
        raise bad_request("NEXT_OFFSET_INVALID")
    query = world.inline_queries.get(call.text("inline_query_id"))
    if not query or query.get("answer") or world.clock.now() - query["at"] > ANSWERABLE_FOR:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    button = call.json("button", "can't parse inline query results button JSON object")
    query["answer"] = {
        "results": results,
        "next_offset": call.text("next_offset"),
        "is_personal": call.flag("is_personal"),
        "cache_time": call.number("cache_time", 300),
        "button": button,
    }
    world.hub.tell("inline", query=query)
    return True


def _result(given: Any) -> Json:
    if not isinstance(given, dict):
        raise bad_request("can't parse inline query result: Inline query result must be an object")
    number, kind = str(given.get("id") or ""), given.get("type")
    if not 1 <= len(number.encode()) <= LONGEST_ID:
        raise bad_request("RESULT_ID_INVALID")
    if kind != "article":
        raise bad_request(f'can\'t parse inline query result: type "{kind}" is unsupported for the inline query result')
    if not given.get("title"):
        raise bad_request("can't parse inline query result: Can't find field \"title\"")
    content = given.get("input_message_content")
    if not isinstance(content, dict) or "message_text" not in content:
        raise bad_request("can't parse inline query result: Input message content is not specified")
    text, entities = texts.checked_text(
        str(content["message_text"]), str(content.get("parse_mode") or ""), content.get("entities")
    )
    result: Json = {"id": number, "title": given["title"], "description": given.get("description", "")}
    result["content"] = texts.content_of(text, entities)
    if given.get("reply_markup"):
        result["reply_markup"] = checked_markup(given["reply_markup"])
    return result
