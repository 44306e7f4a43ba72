"""What the citizens of the dialogues write. None of it reads as a question to the bot."""

from bot.playground.driver import Persona
from bot.playground.html import parse
from handlers.screens.screen import Screen
from locales import content as files
from locales.translator import Translator

TITLE = {
    "ky": "Мектептердин бюджетин ачык жарыялоо",
    "ru": "Открыто публиковать бюджеты школ",
    "en": "Publish the budget of every school",
}
PROBLEM = {
    "ky": "Ата-энелер мектептин акчасы кайда кеткенин көрө алышпайт.",
    "ru": "Родители не видят, куда уходят деньги школы.",
    "en": "Parents cannot see how a school spends its money.",
}
PROPOSAL = {
    "ky": "Ар бир мектеп кирешесин жана чыгашасын чейрек сайын жарыяласын.",
    "ru": "Каждая школа публикует доходы и расходы раз в квартал.",
    "en": "Every school publishes its income and spending each quarter.",
}
RESULT = {
    "ky": "Бир жылдан кийин бардык чыгашаларды бир сайттан көрүүгө болот.",
    "ru": "Через год расходы всех школ видны на одном сайте.",
    "en": "In a year the spending of all schools can be seen on one site.",
}
# A question that the bot has no answer to.
UNKNOWN = {
    "ky": "Ит асыраган кишилер кайда каттоодон өтүшү керек",
    "ru": "Где зарегистрировать собаку в Бишкеке",
    "en": "Where do I register my dog in the city",
}
# One that it answers.
KNOWN = {
    "ky": "Ачык өкмөт деген эмне?",
    "ru": "Что такое открытое правительство?",
    "en": "What is the Open Government Partnership?",
}


async def answers_the_three(person: Persona, t: Translator) -> None:
    """Starts a form and gives the three answers that are enough."""
    await person.says("/initiative")
    await person.sees(t("What is your initiative called? One short sentence, 10 to 120 characters.").striptags())
    await person.says(TITLE[t.language])
    await person.sees(t.plain("What problem should it solve? 20 to 2000 characters."))
    await person.says(PROBLEM[t.language])
    await person.sees(t.plain("What do you propose, and who should do what? 20 to 2000 characters."))
    await person.says(PROPOSAL[t.language])
    await person.sees(t.plain("Add details"))


async def at_the_preview(person: Persona, t: Translator) -> None:
    """Walks the short path up to the preview."""
    await answers_the_three(person, t)
    await person.taps(t.plain("Go to the preview"))
    await person.sees(t.plain("Send"))


async def sends(person: Persona, t: Translator, number: str) -> None:
    """Sends from the preview, agreeing for the first time, and reads the number."""
    await person.taps(t.plain("Send"))
    await person.taps(t.plain("I agree, send"))
    await person.sees(number)


def name_of(noun: str, key: str, t: Translator) -> str:
    """The name of a theme, region or agency as the bot says it."""
    return next(str(row["name"][t.language]) for row in files.read(noun) if row["id"] == key)


def on_phone(screen: Screen, line: int = 0) -> str:
    """One line of a screen as it looks on a phone, which is enough to know it by."""
    return parse(str(screen.text))[0].strip().split("\n")[line]


async def still_shows(person: Persona, *parts: str) -> None:
    """Once the bot rests, its newest screen has these: also when it did not have to change."""
    await person.telegram.quiet()
    seen = "\n".join([person.screen.text, *person.screen.labels])
    for part in parts:
        assert part in seen, f"{person.name} has in sight:\n{seen}"
