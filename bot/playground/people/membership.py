"""Who is in which chat: blocking the bot, groups, channels, and what the bot is told of it."""

from bot.playground.errors import bad_request
from bot.playground.records import Chat, ChatType, Json, Membership, Person
from bot.playground.world import World

RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories",
)  # fmt: skip


def member_facts(user: Json, rank: Membership) -> Json:
    """A ``ChatMember`` with the fields its status requires."""
    facts: Json = {"user": user, "status": rank}
    match rank:
        case "kicked":
            facts["until_date"] = 0
        case "administrator":
            facts |= dict.fromkeys(RIGHTS, True) | {"can_be_edited": False, "is_anonymous": False}
        case "creator":
            facts["is_anonymous"] = False
    return facts


def _tell_bot_of_itself(world: World, chat: Json, who: Person, old: Membership, new: Membership) -> None:
    change = {
        "chat": chat,
        "from": who.as_user(),
        "date": int(world.clock.now()),
        "old_chat_member": member_facts(world.bot_user(), old),
        "new_chat_member": member_facts(world.bot_user(), new),
    }
    world.give_update("my_chat_member", change, queue=chat["id"])


def block(world: World, person: Person) -> None:
    if not person.blocked:
        person.blocked = True
        world.keep_person(person)
        _tell_bot_of_itself(world, person.as_chat(), person, "member", "kicked")


def unblock(world: World, person: Person) -> None:
    if person.blocked:
        person.blocked = False
        world.keep_person(person)
        _tell_bot_of_itself(world, person.as_chat(), person, "kicked", "member")


def delete_account(world: World, person: Person) -> None:
    """The bot is told nothing; its next message to them is refused."""
    person.deactivated = True
    world.keep_person(person)


def create_chat(world: World, owner: Person, kind: ChatType, title: str) -> Chat:
    chat = world.add_chat(kind, title)
    chat.members[owner.id] = "creator"
    world.keep_chat(chat)
    created = "channel_chat_created" if kind == "channel" else "group_chat_created"
    _service(world, chat, owner, {created: True})
    return chat


def _service(world: World, chat: Chat, who: Person, content: Json) -> None:
    """A line such as "Aizada added the bot", shown to people and told to a bot that is in."""
    sender = {"sender_chat": chat.as_chat()} if chat.type == "channel" else {"from": who.as_user()}
    entry = world.post(chat.id, sender | content, hidden=not chat.bot_is_in)
    if chat.bot_is_in and chat.type != "channel":
        world.give_update("message", entry.message, queue=chat.id)


def add_bot(world: World, who: Person, chat: Chat, rank: Membership = "member") -> None:
    """Add or promote the bot. To a channel it can only come as administrator."""
    old, chat.bot = chat.bot, "administrator" if chat.type == "channel" else rank
    if old == chat.bot:
        return
    who.met = True
    world.keep_person(who)
    world.keep_chat(chat)
    _tell_bot_of_itself(world, chat.as_chat(), who, old, chat.bot)
    if old in {"left", "kicked"} and chat.type != "channel":
        _service(world, chat, who, {"new_chat_members": [world.bot_user()]})


def remove_bot(world: World, who: Person, chat: Chat) -> None:
    if not chat.bot_is_in:
        return
    _service(world, chat, who, {"left_chat_member": world.bot_user()})
    old, chat.bot = chat.bot, "kicked"
    world.keep_chat(chat)
    _tell_bot_of_itself(world, chat.as_chat(), who, old, "kicked")


def bot_leaves(world: World, chat: Chat) -> None:
    chat.bot = "left"
    world.keep_chat(chat)
    if chat.type != "channel":
        bot = world.bot_user()
        world.post(chat.id, {"from": bot, "left_chat_member": bot}, by_bot=True)


def add_member(world: World, who: Person, chat: Chat, newcomer: Person) -> None:
    if chat.members.get(newcomer.id, "left") not in {"left", "kicked"}:
        return
    chat.members[newcomer.id] = "member"
    world.keep_chat(chat)
    if chat.bot_is_in:
        newcomer.met = True
        world.keep_person(newcomer)
    if chat.type != "channel":
        _service(world, chat, who, {"new_chat_members": [newcomer.as_user()]})


def remove_member(world: World, who: Person, chat: Chat, leaver: Person) -> None:
    if leaver.id in chat.members:
        if chat.type != "channel":
            _service(world, chat, who, {"left_chat_member": leaver.as_user()})
        chat.members[leaver.id] = "left"
        world.keep_chat(chat)


def upgrade(world: World, who: Person, chat: Chat) -> Chat:
    """Make a group a supergroup: a new chat, a word in both, and refusals for who writes to the old one."""
    if chat.type != "group" or chat.upgraded_to:
        raise bad_request("only a group can become a supergroup, once")
    new = world.add_chat("supergroup", chat.title)
    new.members, new.bot = dict(chat.members), chat.bot
    world.keep_chat(new)
    _service(world, chat, who, {"migrate_to_chat_id": new.id})
    chat.upgraded_to = new.id
    world.keep_chat(chat)
    _service(world, new, who, {"migrate_from_chat_id": chat.id})
    return new
