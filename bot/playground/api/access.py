"""Whether the bot may write to a chat, and what it may do with a message there."""

from bot.playground.calls import Call
from bot.playground.errors import bad_request, forbidden
from bot.playground.records import Chat, Entry, Person
from bot.playground.world import World

WORDS = {"group": "group", "supergroup": "supergroup", "channel": "channel"}


def chat_id_of(world: World, call: Call, name: str = "chat_id") -> int:
    """The chat a request means. Raises "chat_id is empty" and "chat not found"."""
    given = call.text(name).strip()
    if not given:
        raise bad_request(f"{name} is empty")
    # Like Telegram, a bot finds by @name only groups and channels, and ours have none.
    chat_id = call.number(name)
    person = world.people.get(chat_id)
    if chat_id in world.chats or (person and (person.met or person.started)):
        return chat_id
    raise bad_request("chat not found")


def writable_chat(world: World, call: Call) -> int:
    """The chat, once it is sure that the bot may write there. Raises Telegram's refusals otherwise."""
    chat_id = chat_id_of(world, call)
    check_person(world.people[chat_id]) if chat_id > 0 else check_group(world.chats[chat_id])
    return chat_id


def check_person(person: Person) -> None:
    if person.deactivated:
        raise forbidden("user is deactivated")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")


def check_group(chat: Chat) -> None:
    if chat.upgraded_to:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.upgraded_to)
    suffix = "" if chat.type == "group" else " chat"
    kind = "group chat" if chat.type == "group" else f"{chat.type}{suffix}"
    if chat.bot == "kicked":
        raise forbidden(f"bot was kicked from the {kind}")
    if not chat.bot_is_in:
        raise forbidden(f"bot is not a member of the {kind}")
    if chat.type == "channel" and chat.bot not in {"administrator", "creator"}:
        raise bad_request("need administrator rights in the channel chat")


def message_of(world: World, call: Call, what: str, *, chat: str = "chat_id", name: str = "message_id") -> Entry:
    """The message a request means, ``what`` being Telegram's word for it. Raises "<what> not found"."""
    chat_id = chat_id_of(world, call, chat)
    entry = world.entries.get((chat_id, call.number(name)))
    if not entry or entry.deleted or entry.hidden_from_bot:
        raise bad_request(f"{what} not found")
    return entry
