"""Walking through the form: back, skip, cancel, wrong lengths, side questions, old and forged buttons."""

from sqlalchemy import select

from bot.playground.driver import Persona
from handlers.errors import words
from handlers.initiatives import FORM
from handlers.screens import forms as form_screens
from handlers.screens import start as start_screens
from handlers.screens.initiatives import correction_hint
from locales.translator import Translator
from models import AuditEntry, Initiative, InitiativeText
from services import inbox
from services.errors import NotYours, TextTooLong, TextTooShort
from tests.dialogues.conftest import Running, in_kyrgyz
from tests.dialogues.test_initiatives import WHOLE, number
from tests.dialogues.words import (
    PROBLEM,
    PROPOSAL,
    RESULT,
    TITLE,
    UNKNOWN,
    answers_the_three,
    at_the_preview,
    name_of,
    on_phone,
    sends,
    still_shows,
)


def asks(field: str, t: Translator) -> str:
    return t(FORM.field(field).question).striptags()


async def test_every_step_has_a_way_back_and_a_way_out(bot: Running, aizada: Persona, t: Translator) -> None:
    await answers_the_three(aizada, t)
    await aizada.taps(t.plain("Add details"))
    await aizada.sees(asks("result", t))
    for after in ("theme", "agency", "region", "files", "name", "contact"):
        assert {t.plain("Back"), t.plain("Skip"), t.plain("Cancel")} <= set(aizada.screen.labels)
        await aizada.taps(t.plain("Skip"))
        await aizada.sees(asks(after, t))
    before = ["name", "files", "region", "agency", "theme", "result", "details", "proposal", "problem", "title"]
    for field in before:
        await aizada.taps(t.plain("Back"))
        await aizada.sees(asks(field, t))
    await aizada.taps(t.plain("Back"))  # from the first question there is only out
    await aizada.sees(on_phone(form_screens.left(FORM, 1, t)))
    (draft,) = await bot.stored(WHOLE)
    assert (draft.text.title, draft.text.proposal) == (TITLE[t.language], PROPOSAL[t.language])


async def test_the_short_path_counts_three_questions_and_the_long_one_all(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    def counted(number: int, total: int) -> str:
        return t("<i>Question {count} of {total}</i>", count=number, total=total).striptags()

    await aizada.says("/initiative")
    await aizada.sees(counted(1, 3))
    await aizada.says(TITLE[t.language])
    await aizada.sees(counted(2, 3))
    await aizada.says(PROBLEM[t.language])
    await aizada.sees(counted(3, 3))
    await aizada.says(PROPOSAL[t.language])
    await aizada.sees(asks("details", t))
    await aizada.taps(t.plain("Add details"))
    await aizada.sees(counted(4, 10))


async def test_going_back_shows_the_answer_and_can_leave_it_as_it_is(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await answers_the_three(aizada, t)
    await aizada.taps(t.plain("Back"))
    await aizada.sees(asks("proposal", t), t("Now it says: <i>{text}</i>", text=PROPOSAL[t.language]).striptags())
    await aizada.taps(t.plain("Keep it as it is"))
    await aizada.sees(t.plain("Add details"))
    await aizada.taps(t.plain("Back"))
    await aizada.says(RESULT[t.language])
    await aizada.sees(t.plain("Add details"))
    (draft,) = await bot.stored(WHOLE)
    assert draft.text.proposal == RESULT[t.language]


async def test_cancel_keeps_the_draft_and_deleting_asks_first(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/initiative")
    await aizada.says(TITLE[t.language])
    await aizada.says("/cancel")
    left = await aizada.sees(on_phone(form_screens.left(FORM, 1, t)))
    await aizada.taps(t.plain("Delete the draft"))
    await aizada.sees(TITLE[t.language], t.plain("Yes, delete it"))
    await aizada.taps(t.plain("No, keep it"))
    await aizada.taps(t.plain("Continue the draft"))
    await aizada.sees(asks("problem", t))
    await aizada.taps(t.plain("Cancel"))
    await aizada.taps(t.plain("Delete the draft"))
    await aizada.taps(t.plain("Yes, delete it"))
    await aizada.sees(t.plain("The draft is deleted."))
    assert await bot.stored(select(Initiative)) == []
    await aizada.taps_on(left, t.plain("Continue the draft"))  # a button of what is gone
    assert await aizada.toast()


async def test_a_short_answer_is_refused_and_asked_again(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/initiative")
    await aizada.sees(asks("title", t))
    await aizada.says("Мектеп")
    await aizada.sees(words(TextTooShort(6, 10), t).striptags(), asks("title", t))
    await aizada.says("\u200b" * 15 + ".")
    await aizada.sees(words(TextTooShort(1, 10), t).striptags())
    await aizada.says(TITLE[t.language])
    await aizada.sees(asks("problem", t))


async def test_a_long_answer_is_offered_back_with_its_length(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/initiative")
    await aizada.says(TITLE[t.language])
    await aizada.sees(asks("problem", t))
    text = "өмүр " * 500  # 2499 characters when trimmed
    await aizada.says(text)
    await aizada.sees(words(TextTooLong(2499, 2000), t).striptags())
    await aizada.taps(t.plain_plural("Keep the first {n} character", "Keep the first {n} characters", 2000))
    await aizada.sees(asks("proposal", t))
    (draft,) = await bot.stored(WHOLE)
    assert draft.text.problem == text[:2000].strip()


@in_kyrgyz
async def test_a_text_pasted_in_pieces_is_one_answer(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/initiative")
    await aizada.says(TITLE[t.language])
    await aizada.sees(asks("problem", t))
    await aizada.says("ө" * 5000)  # the app sends 4096 and 904 characters
    await aizada.sees(words(TextTooLong(5000, 2000), t).striptags())


@in_kyrgyz
async def test_exactly_the_limits_are_taken(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/initiative")
    await aizada.says("<" * 9 + "😀" * 111)  # 120 code points
    await aizada.sees(asks("problem", t))
    await aizada.says("&" * 20)
    await aizada.sees(asks("proposal", t))
    await aizada.says("ү" * 2000)
    await aizada.sees(t.plain("Add details"))
    await aizada.taps(t.plain("Go to the preview"))
    await aizada.sees("<" * 9 + "😀" * 111, "&" * 20)


async def test_a_refused_message_may_simply_be_edited(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/initiative")
    await aizada.sees(asks("title", t))
    short = await aizada.says("Мектеп")
    await aizada.sees(words(TextTooShort(6, 10), t).striptags())
    await aizada.edits(short, TITLE[t.language])
    await aizada.sees(asks("problem", t))
    long = await aizada.says("ө" * 2500)
    await aizada.sees(words(TextTooLong(2500, 2000), t).striptags())
    await aizada.edits(long, PROBLEM[t.language])
    await aizada.sees(asks("proposal", t))
    await aizada.edits(short, "Мектептердин ашканасын текшерүү")  # and once more, now as an answer given
    await aizada.sees(t("Corrected: {field}.", field=t.plain("Title")))
    (draft,) = await bot.stored(WHOLE)
    assert (draft.text.title, draft.text.problem) == ("Мектептердин ашканасын текшерүү", PROBLEM[t.language])


async def test_an_edited_message_corrects_its_answer_until_it_is_sent(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await aizada.says("/initiative")
    title = await aizada.says(TITLE[t.language])
    await aizada.says(PROBLEM[t.language])
    await aizada.says(PROPOSAL[t.language])
    await aizada.edits(title, "Мектептердин ашканасын текшерүү")
    await aizada.sees(t("Corrected: {field}.", field=t.plain("Title")), t.plain("Back to the form"))
    await aizada.edits(title, "аз")
    await aizada.sees(t.plain("Title"), words(TextTooShort(2, 10), t).striptags())
    await aizada.taps(t.plain("Go to the preview"))
    await aizada.sees("Мектептердин ашканасын текшерүү", PROBLEM[t.language])
    await aizada.edits(title, "Мектептердин китепканасын ачуу")
    await aizada.sees(t("Corrected: {field}.", field=t.plain("Title")), "китепканасын", t.plain("Send"))
    await sends(aizada, t, number(1))
    await aizada.edits(title, "Такыр башка демилге болсун")
    await aizada.sees(correction_hint(number(1), t))
    (sent,) = await bot.stored(WHOLE)
    assert sent.text.title == "Мектептердин китепканасын ачуу"


async def test_a_question_typed_into_the_form_is_kept_and_asked_about(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    question = {"ky": "Ачык өкмөт деген эмне?", "ru": "Что такое открытое правительство?"}.get(
        t.language, "What is the Open Government Partnership?"
    )
    await aizada.says("/initiative")
    await aizada.sees(asks("title", t))
    await aizada.says(question)
    await aizada.sees(question, t.plain("This is my answer"), t.plain("Answer my question"))
    await aizada.taps(t.plain("Answer my question"))
    await aizada.sees(t.plain("Back to the form"))
    await aizada.taps(t.plain("Back to the form"))
    await aizada.sees(asks("title", t))
    await aizada.says(question)
    await aizada.taps(t.plain("This is my answer"))
    await aizada.sees(asks("problem", t))
    (draft,) = await bot.stored(WHOLE)
    assert draft.text.title == question


async def test_a_text_that_was_asked_about_is_said_to_be_left_out_when_another_follows_it(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    question = {"ky": "Ачык өкмөт деген эмне?", "ru": "Что такое открытое правительство?"}.get(
        t.language, "What is the Open Government Partnership?"
    )
    left_out = t.plain(
        "The message before this one is not part of the answer. If it belongs there, go back and write both in one "
        "message."
    )
    await aizada.says("/initiative")
    await aizada.says(question)
    await aizada.sees(t.plain("This is my answer"))
    await aizada.says(TITLE[t.language])
    await aizada.sees(left_out, asks("problem", t))
    (draft,) = await bot.stored(WHOLE)
    assert draft.text.title == TITLE[t.language]
    await aizada.taps(t.plain("Back"))
    await aizada.says(question)
    await aizada.taps(t.plain("This is my answer"))
    await aizada.sees(asks("problem", t))
    await aizada.does_not_see(left_out)


async def test_the_ask_button_lets_the_form_wait(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/initiative")
    await aizada.taps(t.plain("I have a question"))
    await aizada.sees(t.plain("Type your question. The form waits, nothing is lost."))
    await aizada.says("Азыр аба ырайы кандай болот экен")
    await aizada.taps(t.plain("Back to the form"))
    await aizada.sees(asks("title", t))
    await aizada.says(TITLE[t.language])
    await aizada.sees(asks("problem", t))


@in_kyrgyz
async def test_a_question_handed_over_from_the_form_leaves_the_form_open(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await aizada.says("/initiative")
    await aizada.taps(t.plain("I have a question"))
    await aizada.says(UNKNOWN[t.language])
    await aizada.taps(t.plain("Yes, ask the Secretariat"))
    await aizada.sees("Q-", t.plain("Back to the form"))
    await aizada.says(TITLE[t.language])
    await aizada.sees(asks("problem", t))


async def test_text_in_a_choice_step_is_a_question_and_the_form_goes_on(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await answers_the_three(aizada, t)
    await aizada.taps(t.plain("Add details"))
    await aizada.taps(t.plain("Skip"))
    await aizada.sees(asks("theme", t))
    await aizada.says("Ачык өкмөт деген эмне?")
    await aizada.taps(t.plain("Back to the form"))
    await aizada.sees(asks("theme", t))
    await aizada.taps(name_of("themes", "elections", t))
    await aizada.sees(asks("agency", t))


async def test_a_command_in_the_middle_is_answered_and_is_no_answer(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await aizada.says("/initiative")
    await aizada.says(TITLE[t.language])
    await aizada.sees(asks("problem", t))
    for command in ("/help", "/commitments", "/subscriptions", "/privacy", "/start c_1", "/nosuchcommand"):
        await aizada.says(command)
        await aizada.taps(t.plain("Back to the form"))  # the way back leads the answer
        await aizada.sees(asks("problem", t))
    await aizada.says("/my")
    await aizada.taps(t.plain("Draft: {title}", title=TITLE[t.language]))
    await aizada.sees(asks("problem", t))
    await aizada.says(PROBLEM[t.language])
    await aizada.sees(asks("proposal", t))


@in_kyrgyz
async def test_the_same_command_again_offers_the_draft(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/initiative")
    await aizada.says(TITLE[t.language])
    await aizada.says("/initiative")
    await aizada.sees(t.plain("Start a new initiative"))
    await aizada.taps(t.plain("Continue: {title}", title=TITLE[t.language]))
    await aizada.sees(asks("problem", t))


async def test_old_buttons_never_answer_a_later_question(bot: Running, aizada: Persona, t: Translator) -> None:
    await answers_the_three(aizada, t)
    await aizada.taps(t.plain("Add details"))
    await aizada.taps(t.plain("Skip"))
    themes = await aizada.sees(asks("theme", t))
    await aizada.taps(name_of("themes", "elections", t))
    await aizada.sees(asks("agency", t))
    await aizada.taps_on(themes, name_of("themes", "other", t))
    assert await aizada.toast() == t.plain("This button belongs to an earlier question.")
    await still_shows(aizada, asks("agency", t))
    (draft,) = await bot.stored(WHOLE)
    assert (draft.theme_id, draft.agency_id) == ("elections", None)


async def test_buttons_of_a_sent_initiative_show_it_as_sent(bot: Running, aizada: Persona, t: Translator) -> None:
    await at_the_preview(aizada, t)
    preview = await aizada.sees(t.plain("Send"))
    await sends(aizada, t, number(1))
    for label in (t.plain("Send"), t.plain("Change: {field}", field=t.plain("Title")), t.plain("Cancel")):
        await aizada.taps_on(preview, label)
        assert number(1) in await aizada.toast()
        await still_shows(aizada, number(1))
    assert len(await bot.stored(select(Initiative))) == 1


@in_kyrgyz
async def test_buttons_of_another_persons_draft_are_refused_and_noted(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await answers_the_three(aizada, t)
    bolot = await bot.citizen("Болот", t)
    menu = bolot.screen
    for forged in ("f:i:c:preview:1:", "f:i:!:preview:1:", "f:i:d:preview:1:yes", "f:i:e:preview:1:title", "mine:1"):
        await bolot.presses(menu, forged)
        assert await bolot.toast() == words(NotYours(), t).striptags()
    for forged in ("read:1", "back:1:1"):
        await bolot.presses(menu, forged)
        assert await bolot.toast() == words(NotYours(), t).striptags()
    await bolot.does_not_see(TITLE[t.language])
    assert len(await bot.stored(select(InitiativeText))) == 1
    noted = await bot.stored(select(AuditEntry))
    assert {(entry.action, entry.is_refused) for entry in noted} == {("initiative.open", True)}


FORGED = (
    "f:i:e:preview:1:bogus",
    "f:i:?:bogus:1:",
    "f:i:p:title:1:bogus",
    "f:i:p:details:1:bogus",
    "f:i:s:title:1:",
    "f:i:-:title:1:abc",
    "f:i:a:title:1:",
    "f:i:q:title:1:",
    "f:i:k:title:1:",
    "f:i:o:title:1:",
    "f:i:p:title:999999999999:x",
    "f:x:c:preview:1:",
    "f:i:zz:title:1:",
    "f",
    "faqc:bogus",
    "faqe:bogus",
    "hlp:bogus:0:1",
    "hlp:bogus:1:1",
    "askq:999",
    "c:bogus",
    "cl:-5:-:-",
    "cl:99:-:-",
    "cl:0:bogus:-",
    "cf:bogus",
    "fw:commitment:bogus:1:card",
    "mine:77",
    "myq:77",
    "back:77:1",
    "open:bogus",
    "lang:de",
    "\u0000",
    "дагы бир нерсе",
)


@in_kyrgyz
async def test_every_forged_press_is_answered_and_breaks_nothing(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/initiative")
    form = await aizada.sees(asks("title", t))
    for data in FORGED:
        await aizada.presses(form, data)
        await aizada.toast()
    await bot.telegram.quiet()
    async with bot.begin() as session:
        assert await inbox.dead_letters(session) == []
    await aizada.presses(form, "f:i:c:preview:1:")
    await still_shows(aizada, asks("title", t))


async def test_a_button_of_an_older_version_gets_the_menu(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.presses(aizada.screen, "initiative_step_7")
    assert await aizada.toast() == start_screens.old_button(t)
    await still_shows(aizada, on_phone(start_screens.menu(t, has_drafts=False), -1))


@in_kyrgyz
async def test_old_cancel_of_one_draft_does_not_close_the_form_of_another(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await aizada.says("/initiative")
    first = await aizada.sees(asks("title", t))
    await aizada.says(TITLE[t.language])
    await aizada.says("/initiative")
    await aizada.taps(t.plain("Start a new initiative"))
    await aizada.sees(asks("title", t))
    await aizada.taps_on(first, t.plain("Cancel"))
    await aizada.says("Айылдарга китепкана ачуу")
    await aizada.sees(asks("problem", t))
    titles = {draft.text.title for draft in await bot.stored(WHOLE)}
    assert titles == {TITLE[t.language], "Айылдарга китепкана ачуу"}


@in_kyrgyz
async def test_stickers_and_places_in_the_form_are_no_answers(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/initiative")
    await aizada.sees(asks("title", t))
    for gesture in (aizada.sends_sticker, aizada.sends_location, aizada.sends_contact):
        await gesture()
        await aizada.sees(asks("title", t))
    await aizada.says(TITLE[t.language])
    await aizada.sees(asks("problem", t))
