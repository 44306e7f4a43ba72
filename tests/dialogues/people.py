"""People who have come in already."""

from bot.playground.persona import Persona
from tests.dialogues.conftest import Running

OWN_NAMES = {"ky": "Кыргызча", "ru": "Русский", "en": "English"}


async def arrived(bot: Running, name: str, language: str) -> Persona:
    """Someone who has chosen a language."""
    person = bot.telegram.person(name, language_code=language)
    await person.says("/start")
    await person.taps(OWN_NAMES[language])
    return person
