"""From an idea to a numbered initiative."""

import asyncio
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from bot.playground.driver import Persona
from handlers.errors import words
from handlers.initiatives import FORM
from handlers.screens import initiatives as screens
from locales.translator import OWN_NAMES, Translator
from models import Initiative, InitiativeFile, InitiativeState
from services import citizens, initiatives
from services.clock import day_of
from services.errors import LimitReached
from tests.conftest import ZONE
from tests.dialogues.conftest import Running, in_kyrgyz
from tests.dialogues.words import (
    PROBLEM,
    PROPOSAL,
    RESULT,
    TITLE,
    answers_the_three,
    at_the_preview,
    name_of,
    on_phone,
    sends,
)

WHOLE = select(Initiative).options(
    selectinload(Initiative.texts),
    selectinload(Initiative.events),
    selectinload(Initiative.attachments).selectinload(InitiativeFile.file),
)


def number(n: int) -> str:
    return f"KG-{datetime.now(UTC).astimezone(ZONE).year}-{n:05}"


async def test_the_short_path_is_three_answers(bot: Running, aizada: Persona, t: Translator) -> None:
    await at_the_preview(aizada, t)
    shown = await aizada.sees(TITLE[t.language], PROBLEM[t.language], PROPOSAL[t.language])
    assert OWN_NAMES[t.language] in shown.text
    await aizada.taps(t.plain("Send"))
    await aizada.sees(on_phone(screens.consent(FORM, 1, t)), "/my", "/privacy")
    await aizada.taps(t.plain("I agree, send"))
    receipt = await aizada.sees(number(1), TITLE[t.language], PROBLEM[t.language], PROPOSAL[t.language], "/my")
    assert receipt.labels == [t.plain("Open it"), t.plain("Main menu")]
    (stored,) = await bot.stored(WHOLE)
    assert (stored.number, stored.state, stored.lang) == (number(1), InitiativeState.SUBMITTED, t.language)
    assert [event.state for event in stored.events] == [InitiativeState.SUBMITTED]


async def test_the_long_path_asks_everything(bot: Running, aizada: Persona, t: Translator) -> None:
    await answers_the_three(aizada, t)
    await aizada.taps(t.plain("Add details"))
    await aizada.sees(t.plain("What will be different when it is done? How could one measure it?"))
    await aizada.says(RESULT[t.language])
    await aizada.sees(t.plain("Which theme does it belong to?"))
    await aizada.taps(name_of("themes", "public-finance", t))
    await aizada.sees(t.plain("Which body could carry it out?"))
    await aizada.taps(t.plain("I do not know"))
    await aizada.sees(t.plain("Which region is it about?"))
    await aizada.taps(name_of("regions", "abroad", t))
    await aizada.sees(t.plain("Skip"))
    await aizada.sends_photo()
    await aizada.sees(t.plain("The file is attached."))
    await aizada.taps(t.plain("Done"))
    await aizada.sees(t.plain("What is your name? You may leave it out. Only the Secretariat sees it."))
    await aizada.says("Айзада Токтогулова")
    await aizada.taps(t.plain("Skip"))
    await aizada.taps(t.plain("I agree"))
    preview = await aizada.sees(RESULT[t.language], "Айзада Токтогулова", t.plain("photo"))
    for field in ("Title", "Problem", "Proposal", "Expected result", "Theme", "Responsible body", "Region", "Files"):
        assert t.plain("Change: {field}", field=t.plain(field)) in preview.labels
    await sends(aizada, t, number(1))
    (stored,) = await bot.stored(WHOLE)
    assert (stored.theme_id, stored.agency_id, stored.region_id) == ("public-finance", None, "abroad")
    assert (stored.name, stored.contact) == ("Айзада Токтогулова", None)
    assert stored.contact_consented_at is not None
    assert [each.file.kind for each in stored.attachments] == ["photo"]


async def test_every_field_can_be_changed_from_the_preview(bot: Running, aizada: Persona, t: Translator) -> None:
    await at_the_preview(aizada, t)
    typed = {
        "Title": "Мектептердин ашканасын текшерүү",
        "Problem": "Балдар тамак сапатын баалай албай келет азыр.",
        "Proposal": "Ашкана ай сайын текшерилип, жыйынтыгы жарыялансын.",
        "Expected result": "Ар бир мектепте текшерүүнүн жыйынтыгы илинет.",
        "Contact": "+996 555 123456",
    }
    for label, text in typed.items():
        await aizada.taps(t.plain("Change: {field}", field=t.plain(label)))
        await aizada.sees(t.plain("Back"))
        await aizada.says(text)
        if label == "Contact":  # a contact is kept only with consent
            await aizada.taps(t.plain("I agree"))
        await aizada.sees(text, t.plain("Send"))
    picked = {
        "Theme": ("themes", "elections"),
        "Responsible body": ("agencies", "mof"),
        "Region": ("regions", "nationwide"),
    }
    for label, (noun, key) in picked.items():
        await aizada.taps(t.plain("Change: {field}", field=t.plain(label)))
        await aizada.taps(name_of(noun, key, t))
        await aizada.sees(name_of(noun, key, t), t.plain("Send"))
    await aizada.taps(t.plain("Change: {field}", field=t.plain("Region")))
    await aizada.sees(t("Now it says: <i>{text}</i>", text=name_of("regions", "nationwide", t)).striptags())
    await aizada.taps(t.plain("Leave empty"))
    await aizada.sees(t.plain("Send"))
    await aizada.taps(t.plain("Change: {field}", field=t.plain("Language of the text")))
    await aizada.taps("Русский")
    await aizada.sees("Русский", t.plain("Send"))
    await aizada.taps(t.plain("Change: {field}", field=t.plain("Title")))
    await aizada.sees(t.plain("Keep it as it is"))
    await aizada.taps(t.plain("Back"))
    await aizada.sees(t.plain("Send"))
    await sends(aizada, t, number(1))
    (sent,) = await bot.stored(WHOLE)
    text = sent.text
    assert [text.title, text.problem, text.proposal, text.result, sent.contact] == list(typed.values())
    assert (sent.theme_id, sent.agency_id, sent.region_id) == ("elections", "mof", None)
    assert (sent.lang, text.lang) == ("ru", "ru")


async def test_a_name_is_kept_only_with_consent(bot: Running, aizada: Persona, t: Translator) -> None:
    await at_the_preview(aizada, t)
    await aizada.taps(t.plain("Change: {field}", field=t.plain("Name")))
    await aizada.says("Айзада Токтогулова")
    await aizada.sees(t.plain("I agree"), t.plain("Do not keep my name and contact"))
    await aizada.taps(t.plain("Do not keep my name and contact"))
    await aizada.sees(TITLE[t.language], t.plain("Send"))
    await aizada.does_not_see("Токтогулова")
    await sends(aizada, t, number(1))
    (sent,) = await bot.stored(WHOLE)
    assert (sent.name, sent.contact, sent.contact_consented_at) == (None, None, None)


@in_kyrgyz
async def test_an_unsettled_name_is_asked_about_before_sending(bot: Running, aizada: Persona, t: Translator) -> None:
    await at_the_preview(aizada, t)
    preview = await aizada.sees(t.plain("Send"))
    await aizada.taps(t.plain("Change: {field}", field=t.plain("Name")))
    await aizada.says("Айзада Токтогулова")
    await aizada.sees(t.plain("I agree"))
    await aizada.taps_on(preview, t.plain("Send"))  # the old preview, past the question
    await aizada.taps(t.plain("I agree"))
    await aizada.sees("Токтогулова", t.plain("Send"))
    await sends(aizada, t, number(1))
    (sent,) = await bot.stored(WHOLE)
    assert sent.name == "Айзада Токтогулова"
    assert sent.contact_consented_at is not None


async def test_a_contact_card_answers_the_question_for_a_contact(bot: Running, aizada: Persona, t: Translator) -> None:
    await at_the_preview(aizada, t)
    await aizada.taps(t.plain("Change: {field}", field=t.plain("Contact")))
    await aizada.sends_contact("+996555123456")
    await aizada.taps(t.plain("I agree"))
    await aizada.sees("+996555123456", t.plain("Send"))


async def test_consent_comes_before_the_first_sending_and_only_then(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await at_the_preview(aizada, t)
    await aizada.taps(t.plain("Send"))
    await aizada.sees(on_phone(screens.consent(FORM, 1, t)))
    await aizada.taps(t.plain("Back to the form"))
    await aizada.sees(t.plain("Send"))
    assert (await bot.stored(WHOLE))[0].number is None
    await sends(aizada, t, number(1))
    await aizada.says("/initiative")
    await aizada.says(TITLE[t.language])
    await aizada.says(PROBLEM[t.language])
    await aizada.says(PROPOSAL[t.language])
    await aizada.taps(t.plain("Go to the preview"))
    await aizada.taps(t.plain("Send"))
    await aizada.sees(number(2))
    await aizada.says("/privacy")
    await aizada.taps(t.plain("Take my consent back"))
    assert (await bot.row_of(aizada)).consented_at is None
    await at_the_preview(aizada, t)
    await aizada.taps(t.plain("Send"))
    await aizada.sees(on_phone(screens.consent(FORM, 3, t)))


@in_kyrgyz
async def test_a_double_press_of_send_stores_one(bot: Running, aizada: Persona, t: Translator) -> None:
    await at_the_preview(aizada, t)
    await aizada.taps(t.plain("Send"))
    asked = await aizada.sees(t.plain("I agree, send"))
    await aizada.taps_together(asked, *[t.plain("I agree, send")] * 3)
    await aizada.sees(number(1))
    await bot.telegram.quiet()
    assert [one.number for one in await bot.stored(select(Initiative))] == [number(1)]
    await aizada.toast()  # the presses that were coalesced are answered too


@in_kyrgyz
async def test_a_redelivered_update_is_handled_once(bot: Running, aizada: Persona, t: Translator) -> None:
    await at_the_preview(aizada, t)
    await bot.parts.intake.keep(
        [{"update_id": 10**9, "callback_query": press_of(aizada, f"f:i:{what}:preview:1:")} for what in ("y",)] * 2
    )
    await aizada.sees(number(1))
    await bot.parts.intake.keep([{"update_id": 10**9, "callback_query": press_of(aizada, "f:i:y:preview:1:")}])
    await bot.telegram.quiet()
    assert [one.number for one in await bot.stored(select(Initiative))] == [number(1)]


def press_of(person: Persona, data: str) -> dict[str, object]:
    """A press as Telegram would deliver it, for one that comes twice."""
    message = person.screen
    sender = {"id": person.id, "is_bot": False, "first_name": person.name}
    return {"id": "4711", "from": sender, "chat_instance": "1", "data": data, "message": message.facts}


@in_kyrgyz
async def test_several_people_write_side_by_side(bot: Running, t: Translator) -> None:
    people = [await bot.citizen(f"Киши {n}", t) for n in range(4)]
    await asyncio.gather(*(at_the_preview(person, t) for person in people))
    await asyncio.gather(*(sends(person, t, "KG-") for person in people))
    stored = await bot.stored(select(Initiative).order_by(Initiative.number))
    assert [one.number for one in stored] == [number(n) for n in range(1, 5)]
    assert len({one.author_id for one in stored}) == 4


@in_kyrgyz
async def test_a_draft_waits_for_months(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/initiative")
    await aizada.says(TITLE[t.language])
    await aizada.says(PROBLEM[t.language])
    await bot.telegram.quiet()
    bot.clock.move(days=200)
    await aizada.says("/initiative")
    await aizada.sees(t.plural("You have {n} draft. Continue it?", "You have {n} drafts. Continue one of them?", 1))
    await aizada.taps(t.plain("Continue: {title}", title=TITLE[t.language]))
    await aizada.sees(t.plain("What do you propose, and who should do what? 20 to 2000 characters."))


async def test_five_drafts_are_the_most(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/initiative")
    await aizada.sees(t.plain("Back"))
    for _ in range(4):
        await aizada.says("/initiative")
        await aizada.taps(t.plain("Start a new initiative"))
        await aizada.sees(t.plain("Back"))
    await aizada.says("/initiative")
    await aizada.sees(t.plural("You have {n} draft. Continue it?", "You have {n} drafts. Continue one of them?", 5))
    await aizada.taps(t.plain("Start a new initiative"))
    assert await aizada.toast() == words(LimitReached("drafts", 5), t).striptags()
    assert len(await bot.stored(select(Initiative))) == 5


async def test_ten_a_day_are_the_most_and_the_draft_is_kept(bot: Running, aizada: Persona, t: Translator) -> None:
    async with bot.begin() as session:
        author = await citizens.find(session, aizada.id)
        assert author is not None
        citizens.consent(author, now=bot.clock())
        for _ in range(10):
            draft = await initiatives.start_draft(session, author, now=bot.clock())
            for field, text in (("title", TITLE), ("problem", PROBLEM), ("proposal", PROPOSAL)):
                await initiatives.answer(session, draft, field, text[t.language], now=bot.clock())
            await initiatives.submit(session, author, draft, now=bot.clock(), zone=ZONE)
    await at_the_preview(aizada, t)
    await aizada.taps(t.plain("Send"))
    await aizada.sees(words(LimitReached("submissions", 10, until=day_of(bot.clock(), ZONE)[1]), t).striptags())
    bot.clock.move(days=1)
    await aizada.says("/initiative")
    await aizada.taps(t.plain("Continue: {title}", title=TITLE[t.language]))
    await aizada.taps(t.plain("Send"))
    await aizada.sees("-00011")


@in_kyrgyz
async def test_what_people_write_never_becomes_markup(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/initiative")
    await aizada.says("<b>Бюджет</b> & {number} </i> %s ачылсын")
    await aizada.says("Көйгөй <script>alert(1)</script> {0} &lt; &amp; бар")
    await aizada.says("Сунуш: *жылдызча* _сызык_ [шилтеме](x) <a href='x'>")
    await aizada.taps(t.plain("Go to the preview"))
    await aizada.sees(
        "<b>Бюджет</b> & {number} </i> %s ачылсын",
        "Көйгөй <script>alert(1)</script> {0} &lt; &amp; бар",
        "Сунуш: *жылдызча* _сызык_ [шилтеме](x) <a href='x'>",
    )
    await sends(aizada, t, number(1))
    await aizada.says("/my")
    await aizada.taps(number(1))
    await aizada.sees("<b>Бюджет</b> & {number} </i> %s ачылсын")


@in_kyrgyz
async def test_the_longest_texts_are_shown_shortened_and_can_be_read_whole(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await aizada.says("/initiative")
    await aizada.says("Ж" * 120)
    await aizada.says(("<" * 9 + " ") * 199)
    await aizada.says(("&" * 9 + " ") * 199)
    await aizada.taps(t.plain("Go to the preview"))
    await aizada.taps(t.plain("Change: {field}", field=t.plain("Expected result")))
    await aizada.sees(t.plain("Back"))
    await aizada.says(("Ө" * 9 + " ") * 199)
    await aizada.sees(t.plain("Read in full"), t.plain("Send"))
    await aizada.taps(t.plain("Read in full"))
    await aizada.sees(t.plain("Back to the form"))
    read = "".join("".join(message.text.split()) for message in aizada.chat if message.by_bot)
    assert "<" * 9 * 199 in read
    assert "Ө" * 9 * 199 in read
    await sends(aizada, t, number(1))
