"""Answers by category and by typing; a question to the Secretariat where there is none."""

from sqlalchemy import select

from bot.playground.driver import Persona
from bot.playground.samples import photo
from handlers.errors import words
from handlers.screens import questions as question_screens
from locales import content as files
from locales.translator import Translator
from models import Question, QuestionOutcome, TypedQuestion
from services import citizens, questions
from services.clock import day_of
from services.errors import LimitReached, TextTooLong, TextTooShort
from services.search import Decision, DecisionKind, DocumentKind, Hit
from tests.conftest import ZONE
from tests.dialogues.conftest import Running, in_kyrgyz
from tests.dialogues.test_similar import THEIRS
from tests.dialogues.words import KNOWN, UNKNOWN, name_of, on_phone, still_shows
from tests.initiatives import initiative


async def test_every_category_opens_and_an_entry_answers(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/faq")
    for category in files.read("faq/categories"):
        await aizada.taps(name_of("faq/categories", category["id"], t))
        await aizada.taps(t.plain("All categories"))
    topic, about = next(iter(files.topics().items()))
    title = files.read_parts(f"faq/{t.language}")[topic]["title"].strip()
    await aizada.taps(name_of("faq/categories", about["category"], t))
    await aizada.taps(title)
    await aizada.sees(title, t.plain("All questions"))


async def test_a_typed_question_is_answered_and_asked_about(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says(KNOWN[t.language])
    await aizada.sees(t.plain("Was this what you wanted to know?"), t.plain("Yes, thank you"))
    await aizada.taps(t.plain("Yes, thank you"))
    assert await aizada.toast() == t.plain("Glad to hear that!")
    await aizada.says(KNOWN[t.language])
    await aizada.taps(t.plain("No"))
    await aizada.sees(KNOWN[t.language], t.plain("Yes, ask the Secretariat"))
    await aizada.taps(t.plain("Yes, ask the Secretariat"))
    await aizada.sees("Q-")
    (asked,) = await bot.stored(select(Question))
    assert asked.text == KNOWN[t.language]
    praise, doubt = await bot.stored(select(TypedQuestion).order_by(TypedQuestion.id))
    assert (praise.outcome, praise.text) == (QuestionOutcome.HELPED, None)
    assert (doubt.outcome, doubt.text) == (QuestionOutcome.NOT_HELPED, KNOWN[t.language])


async def test_a_commitment_that_is_named_gets_a_button(bot: Running, aizada: Persona, t: Translator) -> None:
    one = next(one for one in files.read("commitments") if one["id"] == "archives-1918-1953")
    await aizada.says(one["title"][t.language])
    await aizada.taps(one["short"][t.language])
    await aizada.sees(t.plain("Subscribe to this commitment"))


@in_kyrgyz
async def test_odd_texts_get_a_screen(bot: Running, aizada: Persona, t: Translator) -> None:
    for text in ("😀😀", "12345", "؟ كيف أقدم مبادرة", "ө" * 4000, "ltvbkut rfyn;by ;=y=n=v", "…"):
        await aizada.says(text)
        await aizada.sees(t.plain("Main menu"))


async def test_what_has_no_answer_is_passed_on_once(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says(UNKNOWN[t.language])
    offered = await aizada.sees(UNKNOWN[t.language], t.plain("Yes, ask the Secretariat"))
    await aizada.taps_together(offered, *[t.plain("Yes, ask the Secretariat")] * 2)
    await aizada.sees("Q-", "-00001")
    await still_shows(aizada, "-00001")
    assert [one.text for one in await bot.stored(select(Question))] == [UNKNOWN[t.language]]
    (kept,) = await bot.stored(select(TypedQuestion))
    assert (kept.outcome, kept.text) == (QuestionOutcome.NO_ANSWER, UNKNOWN[t.language])
    await aizada.says("/my")
    await aizada.sees("-00001")


async def test_an_offered_answer_is_asked_about_and_the_question_can_still_be_passed_on(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    hits = tuple(Hit(DocumentKind.TOPIC, one, 0.3) for one in ("what-is-nap", "nap-periods"))
    bot.parts.answers.index.ask = lambda *_: Decision(DecisionKind.OFFER, hits, ())  # type: ignore[method-assign]
    await aizada.says(UNKNOWN[t.language])
    await aizada.sees(t.plain("Did you mean one of these?"))
    await aizada.taps(files.read_parts(f"faq/{t.language}")["nap-periods"]["title"].strip())
    await aizada.sees("2018–2020", t.plain("Was this what you wanted to know?"))
    await aizada.taps(t.plain("No"))
    await aizada.sees(UNKNOWN[t.language])
    await aizada.taps(t.plain("Yes, ask the Secretariat"))
    await aizada.sees("Q-")
    assert [one.text for one in await bot.stored(select(Question))] == [UNKNOWN[t.language]]
    (kept,) = await bot.stored(select(TypedQuestion))
    assert (kept.outcome, kept.entry_id) == (QuestionOutcome.NOT_HELPED, "nap-periods")


async def test_what_is_too_long_to_pass_on_is_refused_with_its_length_and_never_cut(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await aizada.says(f"{UNKNOWN[t.language]} {'ө' * 3000}")
    await aizada.taps(t.plain("Yes, ask the Secretariat"))
    length = len(UNKNOWN[t.language]) + 3001
    await aizada.sees(words(TextTooLong(length, 2000), t), t.plain("Cancel"))
    assert await bot.stored(select(Question)) == []
    await aizada.says(UNKNOWN[t.language])
    await aizada.sees("Q-")
    assert [one.text for one in await bot.stored(select(Question))] == [UNKNOWN[t.language]]


@in_kyrgyz
async def test_an_older_answers_button_never_passes_on_a_newer_text(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await aizada.says(UNKNOWN[t.language])
    older = await aizada.sees(t.plain("Yes, ask the Secretariat"))
    await aizada.says(KNOWN[t.language])
    await aizada.sees(t.plain("Was this what you wanted to know?"))
    await aizada.taps_on(older, t.plain("Yes, ask the Secretariat"))
    await aizada.sees(on_phone(question_screens.ask(t)))
    assert await bot.stored(select(Question)) == []


async def test_a_complaint_is_told_where_it_belongs(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says(
        {"ky": "Менин пенсиямды төлөбөй жатышат, жардам бериңиз", "ru": "Мне не платят пенсию, помогите"}.get(
            t.language, "My neighbour stole my land, help me"
        )
    )
    await aizada.sees(
        t("This sounds like a case of your own. Such cases go to the state body itself, not through this bot.")
    )


async def test_thanks_get_a_human_reply(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says({"ky": "Рахмат", "ru": "Спасибо"}.get(t.language, "Thank you"))
    await aizada.sees(files.small_talk()["thanks"]["reply"][t.language])


async def test_a_question_pasted_in_pieces_is_refused_whole(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/ask")
    await aizada.sees(on_phone(question_screens.ask(t)))
    await aizada.says(f"{UNKNOWN[t.language]} {'ө' * 5000}")  # the app sends it as two messages
    length = len(UNKNOWN[t.language]) + 5001
    await aizada.sees(
        words(TextTooLong(length, 2000), t),
        t.plain("Your text is kept in the chat above: copy it, shorten it and send it again."),
    )
    assert await bot.stored(select(Question)) == []


@in_kyrgyz
async def test_of_a_text_pasted_in_pieces_the_end_alone_is_not_passed_on(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await aizada.says(f"{UNKNOWN[t.language]} {'ө' * 5000}")
    await bot.telegram.quiet()
    await aizada.taps(t.plain("Yes, ask the Secretariat"))
    await aizada.sees(words(TextTooLong(len(UNKNOWN[t.language]) + 5001, 2000), t))
    assert await bot.stored(select(Question)) == []


async def test_asking_the_secretariat(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/ask")
    await aizada.sees(on_phone(question_screens.ask(t)))
    await aizada.says("кыска")
    await aizada.sees(words(TextTooShort(5, 10), t), t.plain("Cancel"))
    await aizada.says("ө" * 2001)
    await aizada.sees(words(TextTooLong(2001, 2000), t), t.plain("Cancel"))
    await aizada.says("Кийинки семинар Ошто качан өтөт?")
    await aizada.sees("Q-", "-00001", "/my")
    (asked,) = await bot.stored(select(Question))
    assert (asked.text, asked.lang) == ("Кийинки семинар Ошто качан өтөт?", "ky")
    await aizada.taps(t.plain("Open it"))
    await aizada.sees("Кийинки семинар Ошто качан өтөт?", t.plain("waiting for an answer"))


async def test_what_is_no_text_is_no_question_and_an_album_is_told_so_once(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    refused = on_phone(question_screens.ask_in_words(t))
    await aizada.says("/ask")
    await aizada.sends_voice()
    await aizada.sees(refused, t.plain("Cancel"))
    await aizada.sends_album(photo(60, 48), photo(61, 48), photo(62, 48), caption="Муну көрүңүз: качан оңдолот?")
    await bot.telegram.quiet()
    assert sum(refused in one.text for one in await aizada.messages() if one.by_bot) == 2
    await aizada.says("Кийинки семинар Ошто качан өтөт?")
    await aizada.sees("Q-", "-00001")


async def test_leaving_the_question_sends_nothing(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/ask")
    await aizada.taps(t.plain("Cancel"))
    await aizada.sees(t.plain("Nothing was sent."))
    await aizada.says("/ask")
    await aizada.says("/cancel")
    await aizada.sees(t.plain("Nothing was sent."))
    await aizada.says(KNOWN[t.language])
    await aizada.sees(t.plain("Was this what you wanted to know?"))
    assert await bot.stored(select(Question)) == []


@in_kyrgyz
async def test_ten_questions_a_day_and_then_the_bot_still_answers(bot: Running, aizada: Persona, t: Translator) -> None:
    async with bot.begin() as session:
        author = await citizens.find(session, aizada.id)
        assert author is not None
        for n in range(10):
            await questions.ask(session, author, f"Суроо номери {n} болсун", now=bot.clock(), zone=ZONE)
    await aizada.says("/ask")
    await aizada.says("Дагы бир суроо, он биринчиси")
    await aizada.sees(words(LimitReached("questions", 10, until=day_of(bot.clock(), ZONE)[1]), t))
    await aizada.says(KNOWN[t.language])
    await aizada.sees(t.plain("Was this what you wanted to know?"))
    bot.clock.move(days=1)
    await aizada.says("/ask")
    await aizada.says("Эртеси күнү кайра сураса болот")
    await aizada.sees("-00011")


async def test_a_published_initiative_that_may_be_meant_gets_a_button_and_no_other_does(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    async with bot.begin() as session:
        shown = await initiative(session, "KG-2026-00001", **THEIRS)
        unpublished = await initiative(session, "KG-2026-00002", published_at=None, **THEIRS)
    hits = tuple(Hit(DocumentKind.INITIATIVE, str(one.id), 0.5) for one in (unpublished, shown))
    bot.parts.answers.index.ask = lambda *_: Decision(DecisionKind.OFFER, hits, ())  # type: ignore[method-assign]
    await aizada.says("мектеп автобусу")
    offered = await aizada.sees(t.plain("Did you mean one of these?"))
    assert not [label for label in offered.labels if "KG-2026-00002" in label]
    await aizada.taps(next(label for label in offered.labels if "KG-2026-00001" in label))
    await aizada.sees(THEIRS["proposal"])
