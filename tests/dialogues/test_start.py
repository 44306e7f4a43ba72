"""The first screen, the language, the menu."""

from tests.dialogues.conftest import Running


async def test_a_newcomer_chooses_kyrgyz_and_gets_the_menu(bot: Running) -> None:
    aizada = bot.telegram.person("Айзада", language_code="ru")
    await aizada.says("/start")
    await aizada.sees("Кыргызча", "Русский", "English")
    await aizada.taps("Кыргызча")
    await aizada.sees("Демилге жөнөтүү")
