"""Editing a message: it corrects the answer it gave until the initiative is sent; afterwards one is told how."""

import pytest
from sqlalchemy import select

from bot.playground.persona import Persona
from bot.playground.screens import Message
from locales.translator import Translator, Voices
from models import InitiativeText
from tests.conftest import ZONE
from tests.dialogues.conftest import Running
from tests.dialogues.people import arrived

TITLE = "Алыскы айылдарга мектеп автобусу"
PROBLEM = "Балдар мектепке беш чакырым жөө басып барышат."
PROPOSAL = "Айыл өкмөтү алыскы айылдарга мектеп автобусун койсун."
BETTER = "Ар бир алыскы айылга мектеп автобусу"


async def kept(bot: Running) -> InitiativeText:
    async with bot.parts.database.read() as session:
        return (await session.scalars(select(InitiativeText))).one()


async def written(person: Persona, t: Translator) -> Message:
    """The three answers and the preview; gives the message with the title."""
    await person.says("/initiative")
    title = await person.says(TITLE)
    await person.says(PROBLEM)
    await person.says(PROPOSAL)
    await person.taps(t.plain("Go to the preview"))
    await person.sees(TITLE)
    return title


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
async def test_in_the_middle_of_the_form_an_edit_corrects_and_the_question_stays(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language]
    person = await arrived(bot, "Айзада", language)
    await person.says("/initiative")
    title = await person.says(TITLE)
    await person.sees(t.plain("What problem should it solve? 20 to 2000 characters."))
    await person.edits(title, BETTER)
    await person.sees(t.plain("Corrected: {field}.", field=t.plain("Title")))
    await person.says(PROBLEM)
    await person.sees(t.plain("What do you propose, and who should do what? 20 to 2000 characters."))
    text = await kept(bot)
    assert (text.title, text.problem) == (BETTER, PROBLEM)


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
async def test_at_the_preview_an_edit_shows_the_preview_anew(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language]
    person = await arrived(bot, "Айзада", language)
    title = await written(person, t)
    await person.edits(title, BETTER)
    await person.sees(BETTER, t.plain("Send"))


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
async def test_an_edit_that_is_too_short_leaves_the_answer_and_says_why(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language]
    person = await arrived(bot, "Айзада", language)
    title = await written(person, t)
    await person.edits(title, "Кыска")
    await person.sees("5", "10", t.plain("Title"))
    assert (await kept(bot)).title == TITLE


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
async def test_once_sent_an_edit_changes_nothing_and_says_how_to_correct(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language]
    person = await arrived(bot, "Айзада", language)
    title = await written(person, t)
    await person.taps(t.plain("Send"))
    await person.taps(t.plain("I agree, send"))
    await person.sees("-00001")
    await person.edits(title, BETTER)
    await person.sees("-00001", "/my", "/ask")
    assert (await kept(bot)).title == TITLE


async def test_an_answer_given_twice_is_corrected_by_its_newest_message_only(bot: Running) -> None:
    t = Voices(ZONE)["ru"]
    anna = await arrived(bot, "Анна", "ru")
    first = await written(anna, t)
    await anna.taps("Изменить: Название")
    second = await anna.says("Школьный автобус для дальних сёл")
    await anna.sees("Школьный автобус для дальних сёл", "Отправить")
    await anna.edits(first, "Старое название, которое уже не в счёт")
    await anna.sees("уже не относится к форме", "новым сообщением")
    await anna.edits(second, "Школьный автобус для каждого дальнего села")
    await anna.sees("Школьный автобус для каждого дальнего села")


async def test_an_edit_of_something_else_is_answered_too(bot: Running) -> None:
    aizada = await arrived(bot, "Айзада", "ky")
    said = await aizada.says("УИП деген эмне?")
    await aizada.sees("УИП")
    await aizada.edits(said, "УИП деген эмне экен?")
    await aizada.sees("формага кирбейт", "жаңы билдирүү")
