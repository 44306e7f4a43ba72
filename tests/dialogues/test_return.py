"""People who come back, and people who come for the first time."""

import pytest

from models import Citizen, Unreachable
from tests.dialogues.conftest import Running
from tests.dialogues.people import arrived, handled

TITLE = "Алыскы айылдарга мектеп автобусу"
PROBLEM = "Балдар мектепке беш чакырым жөө басып барышат."


async def test_whoever_blocks_in_mid_form_finds_the_draft_a_month_later(bot: Running) -> None:
    aizada = await arrived(bot, "Айзада", "ky")
    await aizada.says("/initiative")
    await aizada.says(TITLE)
    await aizada.says(PROBLEM)
    await aizada.sees("Эмнени сунуштайсыз")
    await aizada.blocks()
    await handled(bot)
    async with bot.parts.database.read() as session:
        assert (await session.get_one(Citizen, 1)).unreachable is Unreachable.BLOCKED
    bot.clock.move(days=31)
    await aizada.unblocks()
    await aizada.says("/start")
    await aizada.taps("Демилгемди улантуу")
    await aizada.taps(f"Улантуу: {TITLE}")
    await aizada.sees("Эмнени сунуштайсыз")
    async with bot.parts.database.read() as session:
        assert (await session.get_one(Citizen, 1)).unreachable is None


async def test_what_is_typed_after_a_month_is_no_answer_and_the_draft_is_offered(bot: Running) -> None:
    anna = await arrived(bot, "Анна", "ru")
    await anna.says("/initiative")
    await anna.says(TITLE)
    await anna.sees("Какую проблему")
    bot.clock.move(days=31)
    await anna.says("Что такое Национальный план действий?")
    await anna.sees("Ваш незаконченный черновик сохранён", "Продолжить черновик")
    await anna.taps("Продолжить черновик")
    await anna.taps(f"Продолжить: {TITLE}")
    await anna.sees("Какую проблему")


async def test_an_old_button_of_the_form_still_leads_back_to_the_question(bot: Running) -> None:
    ann = await arrived(bot, "Ann", "en")
    await ann.says("/initiative")
    asked = await ann.sees("What is your initiative called?")
    await ann.says(TITLE)
    await ann.sees("What problem")
    bot.clock.move(days=31)
    await ann.taps_on(asked, "Back")
    await ann.sees("What problem")


async def test_after_a_day_a_text_is_still_the_answer(bot: Running) -> None:
    anna = await arrived(bot, "Анна", "ru")
    await anna.says("/initiative")
    await anna.says(TITLE)
    await anna.sees("Какую проблему")
    bot.clock.move(days=1)
    await anna.says(PROBLEM)
    await anna.sees("Что вы предлагаете")


GREETINGS = {"ru": "Добро пожаловать", "en": "Welcome!", "ky": "Кош келиңиз"}


@pytest.mark.parametrize("language_code", ["ru", "en", "ky", "de", ""])
async def test_a_newcomer_is_greeted_in_the_language_of_the_app_and_in_kyrgyz(bot: Running, language_code: str) -> None:
    person = bot.telegram.person("Newcomer", language_code=language_code)
    await person.says("/start")
    said = await person.sees("Кыргызча", "Русский", "English")
    greeted = {language for language, greeting in GREETINGS.items() if greeting in said.text}
    assert greeted == {"ky"} | ({language_code} & GREETINGS.keys())


async def test_what_a_newcomer_asked_first_is_answered_after_the_choice(bot: Running) -> None:
    person = bot.telegram.person("Newcomer", language_code="ru")
    await person.says("Что такое Национальный план действий?")
    await person.sees("Кыргызча", "Русский", "English")
    await person.taps("Русский")
    await person.sees("план")
