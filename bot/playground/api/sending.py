"""Messages of text, copies and forwards, and the small signs beside them."""

from typing import Any

from bot.playground import texts
from bot.playground.api.access import message_of, writable_chat
from bot.playground.calls import Call
from bot.playground.errors import bad_request
from bot.playground.markup import read_markup
from bot.playground.records import CONTENTS, Entry, Json
from bot.playground.world import World

ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
# What describes where a message stands, not what it says: never copied.
FRAME = {
    "message_id", "date", "chat", "from", "reply_markup", "edit_date", "media_group_id", "reply_to_message",
    "forward_origin", "via_bot", "inline_message_id",
    "has_protected_content",
}  # fmt: skip


def send_message(world: World, call: Call) -> Json:
    content = texts.content_of(*texts.message_text(call))
    if preview := call.json("link_preview_options", "can't parse link preview options JSON object"):
        content["link_preview_options"] = preview
    return deliver(world, call, content)


def deliver(world: World, call: Call, content: Json) -> Json:
    """Send ``content`` to the request's chat, with its keyboard and reply. Raises the refusals of sending."""
    chat_id = writable_chat(world, call)
    markup = read_markup(call, private=chat_id > 0)
    frame = _sender(world, chat_id) | _reply(world, call, chat_id)
    if call.flag("protect_content"):
        frame["has_protected_content"] = True
    world.rates.charge(chat_id, world.clock.now())
    if markup and "inline_keyboard" in markup:
        frame["reply_markup"] = markup
    entry = world.post(chat_id, frame | content, by_bot=True)
    if markup and "inline_keyboard" not in markup:
        world.set_keyboard(chat_id, None if markup.get("remove_keyboard") else {**markup, "message_id": entry.id})
    return entry.message


def _sender(world: World, chat_id: int) -> Json:
    if chat_id in world.chats and world.chats[chat_id].type == "channel":
        return {"sender_chat": world.chat_facts(chat_id)}
    return {"from": world.bot_user()}


def _reply(world: World, call: Call, chat_id: int) -> Json:
    wanted = call.json("reply_parameters", "can't parse reply parameters JSON object") or {}
    if not isinstance(wanted, dict):
        raise bad_request("object expected as reply parameters")
    number = wanted.get("message_id") or call.number("reply_to_message_id")
    if not number:
        return {}
    entry = world.entries.get((chat_id, number))
    if entry and not entry.deleted:
        return {"reply_to_message": {key: entry.message[key] for key in entry.message if key != "reply_to_message"}}
    if wanted.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def said(entry: Entry) -> Json:
    """What a message says, without where it stands."""
    return {key: value for key, value in entry.message.items() if key not in FRAME}


def copy_message(world: World, call: Call) -> Json:
    source = message_of(world, call, "message to copy", chat="from_chat_id")
    content = said(source)
    if not content.keys() & set(CONTENTS):
        raise bad_request("message can't be copied")
    if "caption" in call.values and "text" not in content:
        content = {key: value for key, value in content.items() if not key.startswith("caption")}
        content |= texts.caption(call.text("caption"), call.text("parse_mode"), None)
    return {"message_id": deliver(world, call, content)["message_id"]}


def origin_of(entry: Entry) -> Json:
    """Where a forwarded message came from."""
    message = entry.message
    if known := message.get("forward_origin"):
        return dict(known)
    if sender := message.get("sender_chat"):
        return {"type": "channel", "chat": sender, "message_id": entry.id, "date": message["date"]}
    return {"type": "user", "sender_user": message["from"], "date": message["date"]}


def forward_message(world: World, call: Call) -> Json:
    source = message_of(world, call, "message to forward", chat="from_chat_id")
    if source.message.get("has_protected_content"):
        raise bad_request("message can't be forwarded")
    content = said(source) | {"forward_origin": origin_of(source)}
    return deliver(world, call, content)


def send_chat_action(world: World, call: Call) -> bool:
    action = call.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat_id = writable_chat(world, call)
    world.hub.tell("action", chat_id=chat_id, action=action)
    return True


def set_message_reaction(world: World, call: Call) -> bool:
    entry = message_of(world, call, "message to react")
    reactions: Any = call.json("reaction", "can't parse reaction types JSON object") or []
    if not isinstance(reactions, list):
        raise bad_request("expected an Array of ReactionType")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    entry.reactions = [str(one.get("emoji", "")) for one in reactions]
    world.keep_entry(entry)
    return True
