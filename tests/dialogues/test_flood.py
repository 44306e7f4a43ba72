"""Fast presses and fast writing, over HTTP."""

from sqlalchemy import func, select

from models import Question
from services import questions
from tests.dialogues.conftest import Running
from tests.dialogues.people import arrived, handled


async def test_the_same_button_hit_five_times_is_one_press_and_each_is_answered(bot: Running) -> None:
    aizada = await arrived(bot, "Айзада", "ky")
    menu = await aizada.sees("Башкы меню")
    edits = len(await bot.telegram.calls("editMessageText"))
    answered = len(await bot.telegram.calls("answerCallbackQuery"))
    await aizada.taps_together(menu, *["Менин маалыматым"] * 5)
    await bot.telegram.quiet()
    assert len(await bot.telegram.calls("editMessageText")) - edits == 1
    assert len(await bot.telegram.calls("answerCallbackQuery")) - answered == 5


async def test_no_text_of_a_burst_is_dropped_and_slow_down_is_said_once(bot: Running) -> None:
    anna = await arrived(bot, "Анна", "ru")
    before = len(await bot.telegram.calls("sendMessage"))
    for number in range(24):
        await anna.says(f"/help {number}")
    await handled(bot)
    said = [one["parameters"]["text"] for one in (await bot.telegram.calls("sendMessage"))[before:]]
    assert sum("много подряд" in text for text in said) == 1
    assert sum("Что умеет этот бот" in text for text in said) == 24


async def test_the_daily_limit_says_when_it_ends(bot: Running) -> None:
    anna = await arrived(bot, "Анна", "ru")
    for number in range(questions.MOST_A_DAY + 1):
        await anna.says("/ask")
        await anna.says(f"Когда опубликуют отчёт по обязательству номер {number}?")
        if number < questions.MOST_A_DAY:
            await anna.sees("передан")
    await anna.sees("Дневной предел достигнут", "00:00")
    async with bot.parts.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Question)) == questions.MOST_A_DAY
