"""What a bot may learn of chats and their members."""

from bot.playground.api.access import chat_id_of
from bot.playground.calls import Call
from bot.playground.errors import bad_request, forbidden
from bot.playground.people.membership import bot_leaves, member_facts
from bot.playground.records import Json
from bot.playground.world import World


def get_chat(world: World, call: Call) -> Json:
    chat_id = chat_id_of(world, call)
    return world.chat_facts(chat_id) | {"accent_color_id": abs(chat_id) % 7, "max_reaction_count": 11}


def get_chat_member(world: World, call: Call) -> Json:
    chat_id, user_id = chat_id_of(world, call), call.number("user_id")
    if user_id == world.bot_id:
        rank = world.chats[chat_id].bot if chat_id < 0 else "member"
        return member_facts(world.bot_user(), rank)
    person = world.people.get(user_id)
    if not person:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if chat_id > 0:
        return member_facts(person.as_user(), "member" if user_id == chat_id else "left")
    return member_facts(person.as_user(), world.chats[chat_id].members.get(user_id, "left"))


def get_chat_member_count(world: World, call: Call) -> int:
    chat_id = chat_id_of(world, call)
    if chat_id > 0:
        return 2
    chat = world.chats[chat_id]
    return sum(rank not in {"left", "kicked"} for rank in chat.members.values()) + chat.bot_is_in


def get_chat_administrators(world: World, call: Call) -> list[Json]:
    chat_id = chat_id_of(world, call)
    if chat_id > 0:
        raise bad_request("there are no administrators in the private chat")
    return [
        member_facts(world.people[who].as_user(), rank)
        for who, rank in world.chats[chat_id].members.items()
        if rank in {"creator", "administrator"}
    ]


def get_user_profile_photos(world: World, call: Call) -> Json:
    if call.number("user_id") not in world.people:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}


def leave_chat(world: World, call: Call) -> bool:
    chat_id = chat_id_of(world, call)
    if chat_id > 0:
        raise bad_request("chat not found")
    if not world.chats[chat_id].bot_is_in:
        raise forbidden(f"bot is not a member of the {world.chats[chat_id].type} chat")
    bot_leaves(world, world.chats[chat_id])
    return True
