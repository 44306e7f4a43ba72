"""A message's text as Telegram takes it: read, cleaned, trimmed, measured, its links found."""

import bisect
import re
from typing import Any

from bot.playground import html
from bot.playground.calls import Call
from bot.playground.errors import bad_request
from bot.playground.records import Json

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
LONGEST_REQUEST = 1 << 15
MOST_ENTITIES = 100

# Control characters become spaces, returns and direction marks vanish (TDLib, clean_input_string).
CLEANED: dict[int, str | None] = {code: " " for code in range(33) if code != 10}
CLEANED |= {13: None, **dict.fromkeys(range(0x2028, 0x202F))}
FOUND = re.compile(
    r"(?P<url>(?:https?://|(?<![\w@./])t\.me/|(?<![\w@./])www\.)[^\s<>«»]*[^\s<>«».,!?;:'\")\]])"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<bot_command>(?<![\w/<>])/\w{1,64}(?:@\w{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{2,31})"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d]\w*)"
)


def clean(text: str) -> str:
    return text.translate(CLEANED)


def find_entities(text: str) -> list[Json]:
    """What Telegram marks by itself: addresses, commands, mentions, hashtags."""
    return [
        {
            "offset": html.utf16_length(text[: found.start()]),
            "length": html.utf16_length(found[0]),
            "type": found.lastgroup,
        }
        for found in FOUND.finditer(text)
    ]


def _merged(entities: list[Json], found: list[Json]) -> list[Json]:
    def is_free(new: Json) -> bool:
        end = new["offset"] + new["length"]
        return not any(
            old["offset"] < end and new["offset"] < old["offset"] + old["length"]
            for old in entities
            if old["type"] in {"text_link", "code", "pre", "custom_emoji"}
        )

    every = entities + [new for new in found if is_free(new)]
    return sorted(every, key=lambda one: (one["offset"], -one["length"]))[:MOST_ENTITIES]


def _cleaned(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Clean a text and move its entities with it. Every character that vanishes is one UTF-16 unit."""
    gone = [html.utf16_length(text[:at]) for at, char in enumerate(text) if CLEANED.get(ord(char), "") is None]
    moved = []
    for one in entities:
        start, end = one["offset"], one["offset"] + one["length"]
        start, end = (place - bisect.bisect_left(gone, place) for place in (start, end))
        moved.append(one | {"offset": start, "length": end - start})
    return clean(text), moved


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Cut blanks at both ends and shift the entities with them, cutting no entity's beginning."""
    kept = text.rstrip(" \n")
    first = min((one["offset"] for one in entities), default=len(kept))
    lead = len(kept) - len(kept.lstrip(" \n"))
    lead = min(lead, first)
    end = html.utf16_length(kept)
    shifted = []
    for one in entities:
        length = min(one["length"], end - one["offset"])
        if length > 0:
            shifted.append(one | {"offset": one["offset"] - lead, "length": length})
    return kept[lead:], shifted


def formatted(text: str, parse_mode: str, entities: Any) -> tuple[str, list[Json]]:
    """Text and entities from a request's three parameters. Raises Telegram's refusals."""
    if len(text.encode("utf-8", "surrogatepass")) > LONGEST_REQUEST:
        raise bad_request("text is too long")
    match parse_mode.lower():
        case "html" if text:
            text, marked = html.parse(text)
        case "" | "none" | "html":
            marked = _given(entities)
        case _:
            # Markdown exists at Telegram, but ours is an HTML bot: saying so beats half a parser.
            raise bad_request("unsupported parse_mode")
    text, marked = _trimmed(*_cleaned(text, marked))
    return text, _merged(marked, find_entities(text))


def _given(entities: Any) -> list[Json]:
    if not isinstance(entities, list):
        return []
    return [dict(one) for one in entities if isinstance(one, dict) and one.get("length", 0) > 0]


def message_text(call: Call) -> tuple[str, list[Json]]:
    """``text`` of sendMessage and editMessageText. Raises Telegram's refusals of empty and long texts."""
    return checked_text(call.text("text"), call.text("parse_mode"), call.json("entities", "can't parse entities"))


def checked_text(source: str, parse_mode: str, entities: Any) -> tuple[str, list[Json]]:
    if not source:
        raise bad_request("message text is empty")
    text, marked = formatted(source, parse_mode, entities)
    if not text.strip():
        raise bad_request("text must be non-empty")
    if len(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text, marked


def caption(source: str, parse_mode: str, entities: Any) -> Json:
    """The caption fields of a message, none when it is empty. Raises the refusal of a long one."""
    text, marked = formatted(source, parse_mode, entities)
    if len(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    fields: Json = {"caption": text} if text else {}
    return fields | ({"caption_entities": marked} if text and marked else {})


def content_of(text: str, entities: list[Json]) -> Json:
    return {"text": text} | ({"entities": entities} if entities else {})
