"""Writing, correcting, deleting and forwarding messages."""

from bot.playground import texts
from bot.playground.api.sending import origin_of, said
from bot.playground.errors import bad_request
from bot.playground.records import Chat, Entry, Json, Person
from bot.playground.world import World


def say(world: World, person: Person, chat_id: int, text: str, *, reply_to: int = 0) -> list[Entry]:
    """Write a text. Apps split what is longer than a message may be, and so does this."""
    text, _ = texts.formatted(text, "", None) if len(text) <= texts.LONGEST_TEXT else (texts.clean(text).strip(), None)
    if not text:
        raise bad_request("text must be non-empty")
    longest = texts.LONGEST_TEXT
    pieces = [text[start : start + longest] for start in range(0, len(text), longest)]
    return [
        send(world, person, chat_id, texts.content_of(piece, texts.find_entities(piece)), reply_to=reply_to)
        for piece in pieces
    ]


def send(world: World, person: Person, chat_id: int, content: Json, *, reply_to: int = 0) -> Entry:
    """Send anything to a chat the person is in, and tell the bot if it may know."""
    frame = _sender(world, person, chat_id)
    replied = world.entries.get((chat_id, reply_to))
    if replied and not replied.deleted:
        frame["reply_to_message"] = {key: replied.message[key] for key in replied.message if key != "reply_to_message"}
    chat = world.chats.get(chat_id)
    message = frame | content
    hidden = chat is not None and not reaches_bot(world, chat, message)
    if chat is None and (not person.started or not person.met):
        person.started = person.met = True
        world.keep_person(person)
    entry = world.post(chat_id, message, hidden=hidden)
    _lower_keyboard(world, chat_id)
    if not hidden:
        kind = "channel_post" if chat and chat.type == "channel" else "message"
        world.give_update(kind, _as_bot_sees(entry), queue=chat_id)
    return entry


def _as_bot_sees(entry: Entry) -> Json:
    return {key: value for key, value in entry.message.items() if key not in {"reply_markup", "inline_message_id"}}


def _sender(world: World, person: Person, chat_id: int) -> Json:
    if person.deactivated:
        raise bad_request("this account has been deleted")
    chat = world.chats.get(chat_id)
    if chat is None:
        if chat_id != person.id:
            raise bad_request("one can write only in one's own chat with the bot")
        if person.blocked:
            raise bad_request("unblock the bot first")
        return {"from": person.as_user()}
    if chat.upgraded_to:
        raise bad_request("the group has become a supergroup")
    rank = chat.members.get(person.id, "left")
    if rank in {"left", "kicked"}:
        raise bad_request("not a member of this chat")
    if chat.type == "channel":
        if rank == "member":
            raise bad_request("only administrators write in a channel")
        return {"sender_chat": chat.as_chat()}
    return {"from": person.as_user()}


def _lower_keyboard(world: World, chat_id: int) -> None:
    keyboard = world.keyboards.get(chat_id, {})
    if keyboard.get("one_time_keyboard") or keyboard.get("force_reply"):
        world.set_keyboard(chat_id, None)


def reaches_bot(world: World, chat: Chat, message: Json) -> bool:
    """Privacy mode: a member bot sees commands, mentions, replies to it and what was sent through it."""
    if not chat.bot_is_in or chat.bot == "administrator":
        return chat.bot_is_in
    if message.get("reply_to_message", {}).get("from", {}).get("id") == world.bot_id:
        return True
    if message.get("via_bot", {}).get("id") == world.bot_id:
        return True
    text, name = message.get("text") or message.get("caption") or "", f"@{world.username}".casefold()
    word = text.partition(" ")[0].casefold()
    is_command = text.startswith("/") and ("@" not in word or word.endswith(name))
    return is_command or name in text.casefold().split()


def own(world: World, person: Person, chat_id: int, message_id: int) -> Entry:
    """The person's own message. Raises a refusal when it is not theirs or is gone."""
    entry = world.entries.get((chat_id, message_id))
    if not entry or entry.deleted:
        raise bad_request("message not found")
    mine = entry.message.get("from", {}).get("id") == person.id
    chat = world.chats.get(chat_id)
    if not mine and not (chat and chat.type == "channel" and chat.members.get(person.id) == "creator"):
        raise bad_request("not this person's message")
    return entry


def edit(world: World, person: Person, chat_id: int, message_id: int, text: str) -> Entry:
    """Correct a text or a caption; the bot gets the whole message anew."""
    entry = own(world, person, chat_id, message_id)
    text, entities = texts.formatted(text, "", None)
    if "text" in entry.message:
        content = texts.content_of(text, entities)
    else:
        content = {"caption": text} | ({"caption_entities": entities} if entities else {})
    old = ("text", "entities", "caption", "caption_entities")
    kept = {key: value for key, value in entry.message.items() if key not in old}
    entry.message = kept | content | {"edit_date": int(world.clock.now())}
    world.keep_entry(entry)
    if not entry.hidden_from_bot:
        is_post = "sender_chat" in entry.message
        world.give_update("edited_channel_post" if is_post else "edited_message", _as_bot_sees(entry), queue=chat_id)
    return entry


def delete(world: World, person: Person, chat_id: int, message_id: int) -> None:
    """Delete for everyone; in one's chat with the bot also the bot's messages. The bot is not told."""
    entry = world.entries.get((chat_id, message_id))
    if not entry or chat_id != person.id:
        entry = own(world, person, chat_id, message_id)
    world.remove(entry)


def forward(world: World, person: Person, source: tuple[int, int], chat_id: int) -> Entry:
    entry = world.entries.get(source)
    if not entry or entry.deleted:
        raise bad_request("message not found")
    return send(world, person, chat_id, said(entry) | {"forward_origin": origin_of(entry)})
