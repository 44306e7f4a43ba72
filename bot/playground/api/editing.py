"""Changing and deleting what was sent."""

from typing import Any

from bot.playground import texts
from bot.playground.api.access import chat_id_of, check_group, check_person, message_of
from bot.playground.api.media import input_media
from bot.playground.calls import Call
from bot.playground.errors import bad_request
from bot.playground.markup import read_markup
from bot.playground.records import Entry, Json
from bot.playground.world import World

DELETABLE_FOR = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)
MEDIA = ("photo", "document", "video", "voice", "audio")


def _to_edit(world: World, call: Call) -> Entry:
    if inline_id := call.text("inline_message_id"):
        place = world.inline_messages.get(inline_id)
        if not place:
            raise bad_request("MESSAGE_ID_INVALID")
        return world.entries[place]
    if not call.text("chat_id") and not call.text("message_id"):
        raise bad_request("message identifier is not specified")
    entry = message_of(world, call, "message to edit")
    if not entry.by_bot:
        raise bad_request("message can't be edited")
    if entry.chat_id > 0:
        check_person(world.people[entry.chat_id])
    else:
        check_group(world.chats[entry.chat_id])
    return entry


def _change(world: World, call: Call, entry: Entry, drop: tuple[str, ...], content: Json) -> Any:
    """Put ``content`` in place of the fields ``drop``. Raises "message is not modified"."""
    markup = read_markup(call, private=entry.chat_id > 0)
    keyboard = {"reply_markup": markup} if markup and "inline_keyboard" in markup else {}
    old = {key: value for key, value in entry.message.items() if key in {*drop, "reply_markup"}}
    new = content | keyboard
    if old == new:
        raise bad_request(NOT_MODIFIED)
    world.rates.charge(entry.chat_id, world.clock.now())
    kept = {key: value for key, value in entry.message.items() if key not in {*drop, "reply_markup"}}
    entry.message = kept | new | {"edit_date": int(world.clock.now())}
    world.keep_entry(entry)
    return entry.message if not call.text("inline_message_id") else True


def edit_message_text(world: World, call: Call) -> Any:
    content = texts.content_of(*texts.message_text(call))
    entry = _to_edit(world, call)
    if "text" not in entry.message:
        raise bad_request("there is no text in the message to edit")
    if preview := call.json("link_preview_options", "can't parse link preview options JSON object"):
        content["link_preview_options"] = preview
    return _change(world, call, entry, ("text", "entities", "link_preview_options"), content)


def edit_message_caption(world: World, call: Call) -> Any:
    entities = call.json("caption_entities", "can't parse entities")
    content = texts.caption(call.text("caption"), call.text("parse_mode"), entities)
    entry = _to_edit(world, call)
    if not any(kind in entry.message for kind in MEDIA):
        raise bad_request("there is no caption in the message to edit")
    return _change(world, call, entry, ("caption", "caption_entities"), content)


def edit_message_media(world: World, call: Call) -> Any:
    item = call.json("media", "can't parse input media JSON object")
    if not isinstance(item, dict):
        raise bad_request("input media is not specified" if item is None else "expected an Object")
    entry = _to_edit(world, call)
    content = input_media(world, call, item)
    drop = ("text", "entities", "link_preview_options", "caption", "caption_entities", *MEDIA)
    return _change(world, call, entry, drop, content)


def edit_message_reply_markup(world: World, call: Call) -> Any:
    return _change(world, call, _to_edit(world, call), (), {})


def delete_message(world: World, call: Call) -> bool:
    _delete(world, message_of(world, call, "message to delete"))
    return True


def delete_messages(world: World, call: Call) -> bool:
    numbers = call.json("message_ids", "can't parse message_ids JSON object")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
        raise bad_request("message identifiers are not specified")
    chat_id = chat_id_of(world, call)
    for number in numbers:
        # Those that cannot be found are skipped [Bot API, deleteMessages].
        entry = world.entries.get((chat_id, number))
        if entry and not entry.deleted:
            _delete(world, entry)
    return True


def _delete(world: World, entry: Entry) -> None:
    age = world.clock.now() - entry.message["date"]
    may = entry.by_bot or entry.chat_id > 0 or world.chats[entry.chat_id].bot == "administrator"
    if age > DELETABLE_FOR or not may:
        raise bad_request("message can't be deleted")
    world.remove(entry)
