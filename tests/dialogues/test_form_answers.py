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
from tests.dialogues.words import PROPOSAL, TITLE, answers_the_three, at_the_preview, on_phone

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


async def test_consent_to_keep_a_name_may_be_typed(bot: Running, aizada: Persona, t: Translator) -> None:
    await at_the_preview(aizada, t)
    for answer, is_kept in ((YES, True), (NO, False)):
        await aizada.taps(t.plain("Change: {field}", field=t.plain("Name")))
        await aizada.sees(asks("name", t))
        await aizada.says("Айзада")
        await aizada.sees(t.plain("I agree"))
        await aizada.says(answer[t.language])
        await aizada.sees(t.plain("Send"))
        (draft,) = await bot.stored(WHOLE)
        assert (draft.name is not None, draft.contact_consented_at is not None) == (is_kept, is_kept)


async def test_a_typed_yes_never_sends_and_is_not_taken_as_small_talk(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    not_sent = t.plain("Nothing has been sent yet. Please press one of the buttons below.")
    await at_the_preview(aizada, t)
    for typed in (YES[t.language], t.plain("Send")):
        await aizada.says(typed)
        await aizada.sees(not_sent, t.plain("Send"))
    await aizada.taps(t.plain("Send"))
    await aizada.sees(t.plain("I agree, send"))
    for typed in (YES[t.language], t.plain("I agree, send")):
        await aizada.says(typed)
        await aizada.sees(not_sent, t.plain("Send"))
    (draft,) = await bot.stored(WHOLE)
    assert draft.number is None


@in_kyrgyz
async def test_a_typed_yes_in_a_choice_asks_the_question_again(bot: Running, aizada: Persona, t: Translator) -> None:
    await answers_the_three(aizada, t)
    await aizada.taps(t.plain("Add details"))
    await aizada.taps(t.plain("Skip"))
    await aizada.sees(asks("theme", t))
    await aizada.says("ооба")
    await aizada.sees(t.plain("Nothing has been sent yet. Please press one of the buttons below."), asks("theme", t))


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
