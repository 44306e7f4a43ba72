"""Seminars from the announcement to the minutes: staff and citizens at once, in each language."""

import pytest
from sqlalchemy import select

from bot.playground.driver import Persona
from handlers.errors import words
from locales.translator import Translator
from models import Initiative, Notice, Question, SeminarPresence
from services.errors import PresenceClosed
from tests.dialogues.conftest import Running, deliver
from tests.dialogues.seminars import (
    MINUTES_TEXT,
    PLACE,
    REGISTER,
    REGISTERED,
    TITLE,
    announces,
    appointed,
    asks,
    heard,
    link_in,
    moves_to_the_start,
    said,
)
from tests.dialogues.words import at_the_preview, name_of, sends

QUESTION = {
    "ky": "Кийинки семинар бизде качан болот?",
    "ru": "Когда следующий семинар будет у нас?",
    "en": "When will the next seminar be held here?",
}


@pytest.fixture
async def officer(bot: Running, t: Translator) -> Persona:
    return await appointed(bot, t)


async def test_a_seat_a_waiting_list_and_moving_up(
    bot: Running, officer: Persona, aizada: Persona, t: Translator
) -> None:
    bolot = await bot.citizen("Болот", t)
    link = await announces(officer, bot, t)
    await aizada.says("/events")
    await aizada.sees(name_of("regions", "osh-city", t), said(PLACE, t))
    await aizada.taps(said(TITLE, t))
    await aizada.sees(t.plain("Free seats: {free} of {seats}", free=1, seats=1))
    await aizada.taps(REGISTER[t.language])
    await aizada.sees(REGISTERED[t.language], t.plain("Cancel my registration"))
    await bolot.follows_link(link)
    await bolot.sees(t.plain("All seats are taken: {seats}. On the waiting list: {waiting}", seats=1, waiting=0))
    await bolot.taps(t.plain("Join the waiting list"))
    await bolot.sees(t.plain("You are on the waiting list."), t.plain("Leave the waiting list"))
    await aizada.taps(t.plain("Cancel my registration"))
    await aizada.sees(t.plain("No, keep it"))
    await aizada.taps(t.plain("Yes, cancel it"))
    await aizada.sees(t.plain("Join the waiting list"))
    told = await heard(bot, bolot, "seminar_seat")
    assert told is not None
    assert t("<b>A seat has become free, and it is yours: you are registered.</b>").striptags() in told
    await bolot.says("/events")
    await bolot.sees(said(TITLE, t), REGISTERED[t.language])


async def test_reminders_come_to_who_is_registered_and_not_to_who_has_cancelled(
    bot: Running, officer: Persona, aizada: Persona, t: Translator
) -> None:
    link = await announces(officer, bot, t, seats="5")
    bolot = await bot.citizen("Болот", t)
    for person in (aizada, bolot):
        await person.follows_link(link)
        await person.taps(REGISTER[t.language])
        await person.sees(t.plain("Cancel my registration"))
    await bolot.taps(t.plain("Cancel my registration"))
    await bolot.taps(t.plain("Yes, cancel it"))
    await bolot.sees(REGISTER[t.language])
    for before in ({"days": -1}, {"hours": -1}):
        await moves_to_the_start(bot, minutes=1, **before)
        reminded = await heard(bot, aizada, "seminar_reminder")
        assert reminded is not None
        assert said(TITLE, t) in reminded
        assert reminded.count(said(TITLE, t)) == 1
        assert await heard(bot, bolot, "seminar_reminder") is None
    await moves_to_the_start(bot, minutes=1)
    assert await deliver(bot.parts) == 0  # a day before and an hour before, and no more


async def test_the_calendar_file_comes_as_a_document(
    bot: Running, officer: Persona, aizada: Persona, t: Translator
) -> None:
    link = await announces(officer, bot, t)
    await aizada.follows_link(link)
    await aizada.taps(t.plain("Add to my calendar"))
    sent = await aizada.sees(
        t.plain("Open this file to put the seminar into your calendar: {title}", title=said(TITLE, t))
    )
    assert sent.facts["document"]["file_name"] == "seminar-1.ics"


async def test_a_stranger_scans_the_code_chooses_a_language_and_what_they_send_is_tagged(
    bot: Running, officer: Persona, t: Translator
) -> None:
    await announces(officer, bot, t)
    await officer.taps(t.plain("QR code for the room"))
    shown = await officer.sees("start=p_")
    assert shown.facts["photo"]
    link = link_in(shown.text)
    early = await bot.citizen("Болот", t)
    await early.follows_link(link)
    await early.sees(words(PresenceClosed(), t).striptags())
    await moves_to_the_start(bot, minutes=-30)
    guest = bot.telegram.person("Чынара", language_code="de")
    await guest.follows_link(link)
    await guest.sees("Кыргызча", "Русский", "English")
    await guest.taps(f"lang:{t.language}")
    await guest.sees(t("<b>You are registered as present.</b>").striptags(), said(TITLE, t))
    await guest.taps(t.plain("Ask the Secretariat"))
    await guest.says(QUESTION[t.language])
    await guest.sees("Q-")
    await at_the_preview(guest, t)
    await sends(guest, t, "KG-")
    assert [one.seminar_id for one in await bot.stored(select(Question))] == [1]
    assert [one.seminar_id for one in await bot.stored(select(Initiative))] == [1]
    assert len(await bot.stored(select(SeminarPresence))) == 1
    await moves_to_the_start(bot, hours=1)
    await officer.says("/seminars")
    await officer.taps(said(TITLE, t))
    await officer.sees(t.plain("Present: {n}", n=1), t.plain("Questions from the seminar: {n}", n=1))
    await officer.taps(t.plain("Questions from the seminar: {n}", n=1))
    await officer.sees("Q-", QUESTION[t.language])
    await officer.taps(t.plain("Back to the seminar"))
    await officer.taps(t.plain("Initiatives from the seminar: {n}", n=1))
    await officer.sees("KG-")


async def test_minutes_are_written_in_two_languages_and_sent_to_who_was_there(
    bot: Running, officer: Persona, aizada: Persona, t: Translator
) -> None:
    await announces(officer, bot, t)
    await officer.taps(t.plain("QR code for the room"))
    link = link_in((await officer.sees("start=p_")).text)
    await moves_to_the_start(bot, minutes=1)
    await aizada.follows_link(link)
    await aizada.sees(t("<b>You are registered as present.</b>").striptags())
    await officer.says("/seminars")
    await officer.taps(said(TITLE, t))
    await officer.taps(t.plain("Write the minutes"))
    await officer.sees(asks("minutes_ky", t))
    await officer.says(MINUTES_TEXT["ky"])
    await officer.sees(asks("minutes_ru", t))
    await officer.says(MINUTES_TEXT["ru"])
    await officer.sees(asks("minutes_en", t))
    await officer.taps(t.plain("Skip"))
    label = t.plain_plural("Send to {n} person who was there", "Send to {n} people who were there", 1)
    await officer.sees(MINUTES_TEXT["ky"], MINUTES_TEXT["ru"], label)
    await officer.taps(label)
    await officer.sees(said(TITLE, t), t.plain("Present: {n}", n=1))
    told = await heard(bot, aizada, "seminar_minutes")
    assert told is not None
    assert said(MINUTES_TEXT, t) in told
    assert len(await bot.stored(select(Notice).where(Notice.kind == "seminar_minutes"))) == 1
