"""Commands, names and descriptions, per language and scope."""

import pytest

START = [{"command": "start", "description": "Баштоо"}]
HELP = [{"command": "help", "description": "Помощь"}]


def shown_to(telegram, person):
    from bot.playground.views import snapshot

    (facts,) = [one for one in snapshot(telegram.world)["people"] if one["id"] == person.id]
    return [one["command"] for one in facts["commands"]]


async def test_the_narrowest_list_in_the_apps_language_is_shown(bot, aizada, telegram):
    await bot.do("setMyCommands", commands=START)
    assert shown_to(telegram, aizada) == ["start"]
    await bot.do("setMyCommands", commands=HELP, language_code="ky", scope={"type": "all_private_chats"})
    assert shown_to(telegram, aizada) == ["help"]
    await bot.do("setMyCommands", commands=START, scope={"type": "chat", "chat_id": aizada.id})
    assert shown_to(telegram, aizada) == ["start"]
    await bot.do("deleteMyCommands", scope={"type": "chat", "chat_id": aizada.id})
    assert shown_to(telegram, aizada) == ["help"]
    assert await bot.do("getMyCommands", language_code="ky", scope={"type": "all_private_chats"}) == HELP
    assert await bot.do("getMyCommands", language_code="ru") == []


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ([{"command": "Start", "description": "a"}], "BOT_COMMAND_INVALID"),
        ([{"command": "a" * 33, "description": "a"}], "command length must not exceed 32"),
        ([{"command": "a", "description": "a" * 257}], "command description length must not exceed 256"),
        ([{"command": "a", "description": " "}], "command description must be non-empty"),
        ([{"command": " ", "description": "a"}], "command must be non-empty"),
        ([{"command": "a"}], "can't parse BotCommand: Can't find field \"description\""),
        (START * 101, "BOT_COMMANDS_TOO_MUCH"),
        ({}, None),
        ({"a": 1}, "expected an Array of BotCommand"),
    ],
)
async def test_commands_have_limits(bot, commands, words):
    answer = await bot.ask("setMyCommands", commands=commands)
    assert answer.get("description") == (f"Bad Request: {words}" if words else None)


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ({"type": "moon"}, "can't parse BotCommandScope: Unsupported type specified"),
        ({"type": "chat"}, "can't parse BotCommandScope: Empty chat_id specified"),
        ({"type": "chat", "chat_id": 42}, "chat not found"),
        ([], "can't parse BotCommandScope: BotCommandScope must be an Object"),
    ],
)
async def test_a_scope_must_exist(bot, scope, words):
    assert await bot.refused("setMyCommands", commands=START, scope=scope) == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("what", "field", "longest"),
    [("Name", "name", 64), ("Description", "description", 512), ("ShortDescription", "short_description", 120)],
)
async def test_texts_are_kept_per_language(bot, what, field, longest):
    await bot.do(f"setMy{what}", **{field: "Ө" * longest})
    await bot.do(f"setMy{what}", **{field: "По-русски"}, language_code="ru")
    assert (await bot.do(f"getMy{what}", language_code="ru"))[field] == "По-русски"
    assert (await bot.do(f"getMy{what}", language_code="ky"))[field] == "Ө" * longest
    assert (await bot.ask(f"setMy{what}", **{field: "a" * (longest + 1)}))["error_code"] == 400
    words = await bot.refused(f"getMy{what}", language_code="kyr")
    assert words == "Bad Request: invalid language code specified"


async def test_who_am_i(bot):
    me = await bot.do("getMe")
    assert me["is_bot"]
    assert str(me["id"]) == bot.telegram.token.partition(":")[0]
    assert await bot.do("logOut")
    assert await bot.do("close")


async def test_the_menu_button_is_kept_per_chat(bot, aizada):
    await bot.do("setChatMenuButton", chat_id=aizada.id, menu_button={"type": "commands"})
    assert await bot.do("getChatMenuButton", chat_id=aizada.id) == {"type": "commands"}
    words = await bot.refused("setChatMenuButton", menu_button={"type": "moon"})
    assert words == "Bad Request: can't parse menu button: MenuButton has unsupported type"
