"""What people type where a button was meant, or a question where an answer was."""

from sqlalchemy import select

from bot.playground.driver import Persona
from handlers.screens.start import not_understood
from locales.translator import Translator
from models import InitiativeText, TypedQuestion
from services.search import Decision, DecisionKind, DocumentKind, Hit
from tests.dialogues.conftest import Running, in_kyrgyz
from tests.dialogues.test_forms import asks
from tests.dialogues.test_initiatives import WHOLE
from tests.dialogues.words import PROPOSAL, TITLE, answers_the_three, on_phone

REGION = {"ky": "ысык-кол", "ru": "Иссык", "en": "issyk-kul"}  # as it is typed without the letter ө, or cut short
YES = {"ky": "ооба", "ru": "Да!", "en": "yes"}
NO = {"ky": "жок", "ru": "нет", "en": "No."}


async def test_a_choice_may_be_typed_by_its_name(bot: Running, aizada: Persona, t: Translator) -> None:
    await answers_the_three(aizada, t)
    await aizada.says(YES[t.language])
    await aizada.sees(asks("result", t))
    await aizada.says(NO[t.language])  # what may be left out is left out, not called too short
    for field in ("theme", "agency"):
        await aizada.sees(asks(field, t))
        await aizada.taps(t.plain("Skip"))
    await aizada.sees(asks("region", t))
    await aizada.says(REGION[t.language])
    await aizada.sees(asks("files", t))
    (draft,) = await bot.stored(WHOLE)
    assert (draft.text.result, draft.region_id) == (None, "issyk-kul")


async def test_no_to_details_leads_to_the_preview(bot: Running, aizada: Persona, t: Translator) -> None:
    await answers_the_three(aizada, t)
    await aizada.says(NO[t.language])
    await aizada.sees(t.plain("Send"), PROPOSAL[t.language])


@in_kyrgyz
async def test_a_name_that_fits_two_choices_is_a_question(bot: Running, aizada: Persona, t: Translator) -> None:
    await answers_the_three(aizada, t)
    await aizada.taps(t.plain("Add details"))
    for field in ("result", "theme", "agency"):
        await aizada.sees(asks(field, t))
        await aizada.taps(t.plain("Skip"))
    await aizada.says("облусу")
    await aizada.taps(t.plain("Back to the form"))
    await aizada.sees(asks("region", t))
    (draft,) = await bot.stored(WHOLE)
    assert draft.region_id is None


@in_kyrgyz
async def test_one_short_sentence_with_a_question_mark_is_asked_about_though_the_search_is_not_sure(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await aizada.says("/initiative")
    await aizada.says(TITLE[t.language])
    await aizada.sees(asks("problem", t))
    unsure = Decision(DecisionKind.OFFER, (Hit(DocumentKind.TOPIC, "initiative-what", 0.4),), ())
    bot.parts.answers.index.ask = lambda *_: unsure  # type: ignore[method-assign]
    await aizada.says("Бул демилгени ким карайт?")
    await aizada.taps(t.plain("This is my answer"))
    await aizada.sees(asks("proposal", t))
    await aizada.says("Эмне үчүн отчет жок? Ар бир мектеп чыгашасын сайтка чыгарсын.")  # not a question alone
    await aizada.sees(asks("details", t))
    (words,) = await bot.stored(select(InitiativeText))
    assert words.problem == "Бул демилгени ким карайт?"


async def test_a_row_of_emoji_is_not_offered_to_the_secretariat(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("👍👍")
    await aizada.sees(on_phone(not_understood(t)))
    assert not await bot.stored(select(TypedQuestion))
