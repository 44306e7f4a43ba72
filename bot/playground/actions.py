"""What the page and the driver may ask of the stand-in, by name: every gesture of a person, every switch."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from bot.playground.calls import Upload
from bot.playground.errors import Refusal, bad_request
from bot.playground.people import attachments, inline, membership, oddities, presses, talk
from bot.playground.records import Chat, ChatType, Entry, Json, Person
from bot.playground.world import World

Action = Callable[[World, Json, list[Upload]], Any]


def perform(world: World, action: str, wish: Json, uploads: list[Upload]) -> Any:
    """Do it and keep it. Raises a refusal, its text saying what cannot be done."""
    if action not in ACTIONS:
        raise Refusal(404, f"no such action: {action}")
    try:
        result = ACTIONS[action](world, wish, uploads)
    except KeyError as missing:
        raise bad_request(f"{action} needs a known {missing}") from None
    except (TypeError, ValueError) as wrong:
        raise bad_request(f"{action}: {wrong}") from None
    finally:
        world.store.commit()
    return result


def _person(world: World, wish: Json) -> Person:
    return world.people[int(wish["person"])]


def _chat_id(world: World, wish: Json) -> int:
    return int(wish.get("chat") or _person(world, wish).id)


def _chat(world: World, wish: Json) -> Chat:
    return world.chats[int(wish["chat"])]


def _entry(world: World, wish: Json) -> Entry:
    return world.entries[_chat_id(world, wish), int(wish["message_id"])]


def _add_person(world: World, wish: Json, _: list[Upload]) -> Json:
    known = {key: str(wish.get(key) or "") for key in ("language_code", "username", "role")}
    return asdict(world.add_person(str(wish["name"]).strip() or "?", **known))


def _say(world: World, wish: Json, _: list[Upload]) -> list[Json]:
    person, reply_to = _person(world, wish), int(wish.get("reply_to") or 0)
    said = talk.say(world, person, _chat_id(world, wish), str(wish["text"]), reply_to=reply_to)
    return [asdict(entry) for entry in said]


def _send_files(world: World, wish: Json, uploads: list[Upload]) -> list[Json]:
    person, chat_id, caption = _person(world, wish), _chat_id(world, wish), str(wish.get("caption") or "")
    kind, seconds = str(wish.get("file_kind") or "document"), int(wish.get("seconds") or 3)
    files = uploads or [attachments.sample(kind, seconds=seconds)]
    if len(files) > 1:
        sent = attachments.send_album(world, person, chat_id, [(kind, one) for one in files], caption=caption)
    else:
        sent = [attachments.send_file(world, person, chat_id, kind, files[0], caption=caption, seconds=seconds)]
    return [asdict(entry) for entry in sent]


def _send_contact(world: World, wish: Json, _: list[Upload]) -> Json:
    phone = str(wish.get("phone") or "+996700000000")
    return asdict(attachments.send_contact(world, _person(world, wish), _chat_id(world, wish), phone))


def _send_location(world: World, wish: Json, _: list[Upload]) -> Json:
    place = float(wish.get("latitude") or 42.8746), float(wish.get("longitude") or 74.5698)
    return asdict(attachments.send_location(world, _person(world, wish), _chat_id(world, wish), *place))


def _send_sticker(world: World, wish: Json, _: list[Upload]) -> Json:
    emoji = str(wish.get("emoji") or "\N{SLIGHTLY SMILING FACE}")
    return asdict(attachments.send_sticker(world, _person(world, wish), _chat_id(world, wish), emoji))


def _send_odd(world: World, wish: Json, _: list[Upload]) -> Json:
    return asdict(oddities.send_odd(world, _person(world, wish), _chat_id(world, wish), str(wish["what"])))


def _edit(world: World, wish: Json, _: list[Upload]) -> Json:
    place = _chat_id(world, wish), int(wish["message_id"])
    return asdict(talk.edit(world, _person(world, wish), *place, str(wish["text"])))


def _delete(world: World, wish: Json, _: list[Upload]) -> None:
    talk.delete(world, _person(world, wish), _chat_id(world, wish), int(wish["message_id"]))


def _forward(world: World, wish: Json, _: list[Upload]) -> Json:
    person = _person(world, wish)
    source = int(wish.get("from_chat") or person.id), int(wish["message_id"])
    return asdict(talk.forward(world, person, source, _chat_id(world, wish)))


def _press(world: World, wish: Json, _: list[Upload]) -> Json:
    return presses.press(world, _person(world, wish), _entry(world, wish), str(wish["data"]))


def _ask_inline(world: World, wish: Json, _: list[Upload]) -> Json:
    offset = str(wish.get("offset") or "")
    return inline.ask(world, _person(world, wish), _chat_id(world, wish), str(wish["text"]), offset=offset)


def _choose_inline(world: World, wish: Json, _: list[Upload]) -> Json:
    ids = str(wish["query_id"]), str(wish["result_id"])
    return asdict(inline.choose(world, _person(world, wish), _chat_id(world, wish), *ids))


def _follow_link(world: World, wish: Json, _: list[Upload]) -> list[Json]:
    """Open ``t.me/<bot>?start=payload`` and press Start, as an app does."""
    payload = str(wish.get("payload") or "").strip()
    text = f"/start {payload}" if payload else "/start"
    person = _person(world, wish)
    membership.unblock(world, person)
    return [asdict(entry) for entry in talk.say(world, person, person.id, text)]


def _create_chat(world: World, wish: Json, _: list[Upload]) -> Json:
    owner, kind = _person(world, wish), wish.get("type") or "group"
    kinds: dict[str, ChatType] = {"group": "group", "supergroup": "supergroup", "channel": "channel"}
    chat = membership.create_chat(world, owner, kinds[str(kind)], str(wish["title"]).strip() or "?")
    for number in wish.get("members") or []:
        membership.add_member(world, owner, chat, world.people[int(number)])
    if wish.get("with_bot"):
        membership.add_bot(world, owner, chat)
    return asdict(chat)


def _bot_membership(world: World, wish: Json, _: list[Upload]) -> Json:
    person, chat, rank = _person(world, wish), _chat(world, wish), wish.get("rank") or "member"
    if rank == "administrator":
        membership.add_bot(world, person, chat, "administrator")
    elif rank == "member":
        membership.add_bot(world, person, chat)
    else:
        membership.remove_bot(world, person, chat)
    return asdict(chat)


def _membership(world: World, wish: Json, _: list[Upload]) -> Json:
    change = membership.remove_member if wish.get("leaves") else membership.add_member
    change(world, _person(world, wish), _chat(world, wish), world.people[int(wish["member"])])
    return asdict(_chat(world, wish))


def _upgrade(world: World, wish: Json, _: list[Upload]) -> Json:
    return asdict(membership.upgrade(world, _person(world, wish), _chat(world, wish)))


def _add_fault(world: World, wish: Json, _: list[Upload]) -> Json:
    numbers = {key: int(wish[key]) for key in ("chat_id", "seconds", "times") if wish.get(key)}
    words = {key: str(wish[key]) for key in ("method", "text") if wish.get(key)}
    return asdict(world.faults.add(str(wish["kind"]), **numbers, **words))


def _limit_rates(world: World, wish: Json, _: list[Upload]) -> None:
    world.rates.limited = bool(wish.get("limited"))
    world.rates.forget()
    world.hub.tell("rates", limited=world.rates.limited)


ACTIONS: dict[str, Action] = {
    "add_person": _add_person,
    "say": _say,
    "send_files": _send_files,
    "send_contact": _send_contact,
    "send_location": _send_location,
    "send_sticker": _send_sticker,
    "send_odd": _send_odd,
    "edit": _edit,
    "delete": _delete,
    "forward": _forward,
    "press": _press,
    "ask_inline": _ask_inline,
    "choose_inline": _choose_inline,
    "follow_link": _follow_link,
    "block": lambda world, wish, _: membership.block(world, _person(world, wish)),
    "unblock": lambda world, wish, _: membership.unblock(world, _person(world, wish)),
    "delete_account": lambda world, wish, _: membership.delete_account(world, _person(world, wish)),
    "create_chat": _create_chat,
    "bot_membership": _bot_membership,
    "membership": _membership,
    "upgrade": _upgrade,
    "add_fault": _add_fault,
    "clear_faults": lambda world, wish, _: world.faults.clear(str(wish.get("kind") or "")),
    "limit_rates": _limit_rates,
    "advance_clock": lambda world, wish, _: world.clock.advance(float(wish["seconds"])),
    "start_over": lambda world, _, __: world.start_over(),
}
