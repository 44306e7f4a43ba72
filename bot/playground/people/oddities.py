"""Sending what the bot has no use for: polls, dice, round videos and the like. It still owes each a word."""

from collections.abc import Callable
from pathlib import Path

import yaml

from bot.playground.calls import Upload
from bot.playground.errors import bad_request
from bot.playground.people.talk import send
from bot.playground.records import Entry, Json, Person
from bot.playground.world import World

WORDS: Json = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
BISHKEK: Json = {"latitude": 42.8746, "longitude": 74.5698}


def send_odd(world: World, person: Person, chat_id: int, kind: str) -> Entry:
    """One thing of a kind of :data:`KINDS`, as Telegram describes it to a bot."""
    if kind not in KINDS:
        raise bad_request(f"no such thing to send; there are {', '.join(KINDS)}")
    return send(world, person, chat_id, KINDS[kind](world))


def _poll(world: World) -> Json:
    options = [{"persistent_id": world.new_key(), "text": text, "voter_count": 0} for text in WORDS["options"]]
    facts: Json = dict.fromkeys(("is_closed", "allows_multiple_answers", "allows_revoting", "members_only"), False)
    facts |= {"is_anonymous": True, "type": "regular", "total_voter_count": 0}
    return {"poll": {"id": world.new_id(), "question": WORDS["question"], "options": options, **facts}}


def _dice(_: World) -> Json:
    return {"dice": {"emoji": "\N{GAME DIE}", "value": 4}}


def _venue(_: World) -> Json:
    venue = {"location": BISHKEK, **WORDS["venue"]}
    return {"venue": venue, "location": BISHKEK}  # older bots know only the location


def _clip(world: World, kind: str, facts: Json, *, mime: str = "video/mp4", name: str = "clip.mp4") -> Json:
    return world.files.describe(world.files.keep(kind, Upload(name, mime, b"\0\0\0\x18ftypmp42"), facts))


def _video_note(world: World) -> Json:
    clip = _clip(world, "video_note", {"length": 240, "duration": 3})
    # Round videos carry neither a name nor a type of file.
    return {"video_note": {key: value for key, value in clip.items() if key not in {"file_name", "mime_type"}}}


def _animation(world: World) -> Json:
    clip = _clip(world, "animation", {"width": 320, "height": 240, "duration": 2})
    document = {key: value for key, value in clip.items() if key not in {"width", "height", "duration"}}
    return {"animation": clip, "document": document}  # "for backward compatibility" [Bot API, Message]


def _audio(world: World) -> Json:
    return {"audio": _clip(world, "audio", {"duration": 200}, mime="audio/mpeg", name="komuz.mp3")}


def _story(world: World) -> Json:
    chat = {"id": world.bot_id, "type": "private", "first_name": world.profile.name()}
    return {"story": {"chat": chat, "id": 7}}


KINDS: dict[str, Callable[[World], Json]] = {
    "poll": _poll,
    "dice": _dice,
    "venue": _venue,
    "video_note": _video_note,
    "animation": _animation,
    "audio": _audio,
    "story": _story,
}
