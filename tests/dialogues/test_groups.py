"""Groups, channels, blocking: where the bot speaks, and where it stays silent."""

from models import Citizen, Unreachable
from services import chats
from tests.dialogues.conftest import Running
from tests.dialogues.people import arrived, handled


async def test_in_a_group_the_bot_answers_two_commands_only(bot: Running) -> None:
    anna = await arrived(bot, "Анна", "ru")
    oleg = bot.telegram.person("Олег", language_code="en")
    group = await bot.telegram.group("Айылдаштар", anna, oleg)
    await anna.says("/start", chat=group)
    said = await anna.sees("Я работаю в личных чатах", chat=group)
    assert said.button("Открыть личный чат") or "Открыть личный чат" in said.labels
    await oleg.says("/commitments", chat=group)
    await oleg.sees("I work in private chats", chat=group)
    sent = len(await bot.telegram.calls("sendMessage"))
    for text in ("/initiative", "/settings", "салам", "/start@another_bot", "/initiatives"):
        await anna.says(text, chat=group)
    await handled(bot)
    assert len(await bot.telegram.calls("sendMessage")) == sent


async def test_asking_in_a_group_makes_nobody_known(bot: Running) -> None:
    anna = await arrived(bot, "Анна", "ru")
    oleg = bot.telegram.person("Олег")
    group = await bot.telegram.group("Айылдаштар", anna, oleg)
    await oleg.says("/start", chat=group)
    await oleg.sees("жеке чатта", chat=group)
    async with bot.parts.database.read() as session:
        assert await session.get(Citizen, 2) is None


async def test_in_a_channel_the_bot_stays_silent(bot: Running) -> None:
    anna = await arrived(bot, "Анна", "ru")
    sent = len(await bot.telegram.calls("sendMessage"))
    channel = await bot.telegram.group("Жаңылыктар", anna, kind="channel")
    await anna.says("/start", chat=channel)
    await handled(bot)
    assert len(await bot.telegram.calls("sendMessage")) == sent


async def test_a_group_that_becomes_a_supergroup_is_followed(bot: Running) -> None:
    anna = await arrived(bot, "Анна", "ru")
    group = await bot.telegram.group("Айылдаштар", anna)
    new = (await bot.telegram.control.do("upgrade", {"person": anna.id, "chat": group}))["id"]
    await anna.says("/start", chat=new)
    await anna.sees("Я работаю в личных чатах", chat=new)
    async with bot.parts.database.read() as session:
        assert await chats.present_id(session, group) == new
        assert await chats.present_id(session, new) == new


async def test_whoever_blocks_the_bot_is_known_to_be_gone_and_may_come_back(bot: Running) -> None:
    anna = await arrived(bot, "Анна", "ru")
    await anna.blocks()
    await handled(bot)
    async with bot.parts.database.read() as session:
        assert (await session.get_one(Citizen, 1)).unreachable is Unreachable.BLOCKED
    await anna.unblocks()
    await anna.says("/settings")
    await anna.sees("Настройки")
    async with bot.parts.database.read() as session:
        assert (await session.get_one(Citizen, 1)).unreachable is None
