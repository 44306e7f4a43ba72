"""Seminars from the announcement to the minutes: staff and citizens at once, in each language."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.playground.driver import Persona
from handlers.errors import words
from handlers.notices import RENDERERS
from handlers.notices.context import NoticeContext
from handlers.secretariat.seminar_forms import FORM, MINUTES
from locales.translator import Translator, Voices
from models import AuditEntry, Citizen, Initiative, Notice, Question, Seminar, SeminarPresence, StaffRole
from services import staff
from services.errors import MomentRefused, NotYours, NumberRefused, PresenceClosed, SeminarOver
from tests.conftest import ZONE
from tests.dialogues.conftest import Running
from tests.dialogues.words import at_the_preview, name_of, sends

TITLE = {"ky": "Ачык Өкмөт: Ош семинары", "ru": "Открытое правительство: семинар в Оше"}
PLACE = {"ky": "Ош шаары, Ленин көчөсү 1", "ru": "г. Ош, ул. Ленина, 1"}
MINUTES_TEXT = {"ky": "Мектептердин бюджети талкууланды.", "ru": "Обсудили бюджеты школ города."}
QUESTION = {
    "ky": "Кийинки семинар бизде качан болот?",
    "ru": "Когда следующий семинар будет у нас?",
    "en": "When will the next seminar be held here?",
}


@pytest.fixture
async def officer(bot: Running, t: Translator) -> Persona:
    """Somebody of the Secretariat."""
    person = await bot.citizen("Нурлан", t)
    async with bot.begin() as session:
        row = (await session.scalars(select(Citizen).where(Citizen.telegram_id == person.id))).one()
        await staff.appoint_first(session, row, now=bot.clock())
    return person


def said(texts: dict[str, str], t: Translator) -> str:
    """A text of staff as this reader gets it: English falls back on Kyrgyz."""
    return texts.get(t.language, texts["ky"])


def asks(field: str, t: Translator) -> str:
    return t((MINUTES if field.startswith("minutes") else FORM).field(field).question).striptags()


def in_a_week(bot: Running) -> str:
    return f"{(bot.clock() + timedelta(days=7)).astimezone(ZONE):%d.%m.%Y} 14:00"


async def fills_in(officer: Persona, bot: Running, t: Translator, *, seats: str = "1") -> None:
    """Walks the form up to the preview."""
    await officer.says("/seminars")
    await officer.taps(t.plain("New seminar"))
    await officer.sees(asks("title_ky", t))
    for texts, what in ((TITLE, "title"), (PLACE, "place")):
        await officer.says(texts["ky"])
        await officer.sees(asks(f"{what}_ru", t))
        await officer.says(texts["ru"])
        await officer.sees(asks(f"{what}_en", t))
        await officer.taps(t.plain("Skip"))
    await officer.sees(asks("region", t))
    await officer.taps(name_of("regions", "osh-city", t))
    await officer.sees(asks("starts_at", t))
    await officer.says(in_a_week(bot))
    await officer.sees(asks("seats", t))
    await officer.says(seats)
    await officer.sees(asks("link", t))
    await officer.taps(t.plain("Skip"))
    await officer.sees(t.plain("Announce"), TITLE["ky"], TITLE["ru"])


async def announces(officer: Persona, bot: Running, t: Translator, *, seats: str = "1") -> str:
    """The whole way; gives the parameter of the link to share."""
    await fills_in(officer, bot, t, seats=seats)
    await officer.taps(t.plain("Announce"))
    shown = await officer.sees(said(TITLE, t), t.plain("Registered: {n}", n=0))
    return link_in(shown.text)


def link_in(text: str) -> str:
    found = re.search(r"start=([ep]_[\w-]+)", text)
    assert found, text
    return found[1]


async def moves_to_the_start(bot: Running, **by: float) -> None:
    (seminar,) = await bot.stored(select(Seminar))
    ahead = seminar.starts_at - bot.clock() + timedelta(**by)
    bot.clock.move(seconds=ahead.total_seconds())


async def heard(bot: Running, person: Persona, kind: str) -> str | None:
    """What the person's due notices of a kind say now; None when they are no longer wanted."""
    now = bot.clock()
    async with bot.begin() as session:
        citizen = (await session.scalars(select(Citizen).where(Citizen.telegram_id == person.id))).one()
        due = select(Notice).where(Notice.citizen_id == citizen.id, Notice.kind == kind, Notice.due_at <= now)
        notices = list((await session.scalars(due.order_by(Notice.id))).all())
        assert notices, f"{person.name} has no notice of {kind}"
        voices = Voices(ZONE)
        assert citizen.language is not None
        context = NoticeContext(session, citizen, voices[citizen.language], voices, now, ZONE)
        screen = await RENDERERS[kind](context, notices)
        return None if screen is None else "\n".join(str(text) for text in (*screen.before, screen.text))


async def test_a_seat_a_waiting_list_and_moving_up(
    bot: Running, officer: Persona, aizada: Persona, t: Translator
) -> None:
    bolot = await bot.citizen("Болот", t)
    link = await announces(officer, bot, t)
    await aizada.says("/events")
    await aizada.sees(name_of("regions", "osh-city", t), said(PLACE, t))
    await aizada.taps(said(TITLE, t))
    await aizada.sees(t.plain("Free seats: {free} of {seats}", free=1, seats=1))
    await aizada.taps(t.plain("Register"))
    await aizada.sees(t.plain("You are registered."), t.plain("Cancel my registration"))
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
    assert t("<b>A seat has become free, and it is yours: you are registered.</b>") in told
    await bolot.says("/events")
    await bolot.sees(said(TITLE, t), t.plain("You are registered."))


async def test_reminders_come_to_who_is_registered_and_not_to_who_has_cancelled(
    bot: Running, officer: Persona, aizada: Persona, t: Translator
) -> None:
    link = await announces(officer, bot, t, seats="5")
    bolot = await bot.citizen("Болот", t)
    for person in (aizada, bolot):
        await person.follows_link(link)
        await person.taps(t.plain("Register"))
        await person.sees(t.plain("Cancel my registration"))
    await bolot.taps(t.plain("Cancel my registration"))
    await bolot.taps(t.plain("Yes, cancel it"))
    await bolot.sees(t.plain("Register"))
    for before in ({"days": -1}, {"hours": -1}):
        await moves_to_the_start(bot, minutes=1, **before)
        reminded = await heard(bot, aizada, "seminar_reminder")
        assert reminded is not None
        assert said(TITLE, t) in reminded
        assert reminded.count(said(TITLE, t)) == 1
        assert await heard(bot, bolot, "seminar_reminder") is None
    await moves_to_the_start(bot, minutes=1)
    assert await heard(bot, aizada, "seminar_reminder") is None


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


async def test_wrong_answers_are_asked_again_and_a_change_is_told(
    bot: Running, officer: Persona, aizada: Persona, t: Translator
) -> None:
    link = await announces(officer, bot, t, seats="2")
    await aizada.follows_link(link)
    await aizada.taps(t.plain("Register"))
    await aizada.sees(t.plain("You are registered."))
    await officer.taps(t.plain("Change"))
    await officer.sees(t.plain("Done"))
    await officer.taps(t.plain("Change: {field}", field=t.plain("Seats")))
    await officer.says("много")
    await officer.sees(words(NumberRefused(1, 10_000), t).striptags(), asks("seats", t))
    await officer.says("7")
    await officer.taps(t.plain("Change: {field}", field=t.plain("Start")))
    await officer.says("31.02.2027 10:00")
    await officer.sees(words(MomentRefused(), t).striptags(), asks("starts_at", t))
    later = (bot.clock() + timedelta(days=9)).astimezone(ZONE)
    await officer.says(f"{later:%d.%m.%Y} 10:30")
    await officer.taps(t.plain("Done"))
    await officer.sees(t.plain("Seats: {seats}", seats=7), "10:30")
    bot.clock.move(minutes=11)
    told = await heard(bot, aizada, "seminar_changed")
    assert told is not None
    assert "10:30" in told


async def test_calling_off_tells_who_registered_and_closes_registration(
    bot: Running, officer: Persona, aizada: Persona, t: Translator
) -> None:
    link = await announces(officer, bot, t)
    await aizada.follows_link(link)
    await aizada.taps(t.plain("Register"))
    mine = await aizada.sees(t.plain("You are registered."))
    await officer.taps(t.plain("Call it off"))
    await officer.taps(t.plain("Yes, call it off"))
    await officer.sees(t.plain("This seminar was called off."))
    told = await heard(bot, aizada, "seminar_cancelled")
    assert told is not None
    assert said(TITLE, t) in told
    await aizada.presses(mine, "semx:1:1")
    assert await aizada.toast() == words(SeminarOver(), t).striptags()
    await aizada.says("/events")
    await aizada.sees(t.plain("No seminar is planned right now. Dates are announced here."))


async def test_who_is_not_or_no_longer_staff_is_refused_at_every_button(
    bot: Running, officer: Persona, aizada: Persona, t: Translator
) -> None:
    await announces(officer, bot, t)
    mine = await officer.sees(t.plain("Call it off"))
    async with bot.begin() as session:
        await session.execute(update(StaffRole).values(revoked_at=bot.clock()))
    await aizada.says("/start")
    theirs = await aizada.sees(t.plain("Main menu"))
    refusal = words(NotYours(), t).striptags()
    buttons = [
        "sml",
        "smn",
        "smo:1",
        "smx:1:1",
        "smk:1:1",
        "smm:1",
        "sms:1:q:0",
        "f:s:e:preview:1:seats",
        "f:m:!:preview:1:",
    ]
    for data in buttons:
        for person, message in ((officer, mine), (aizada, theirs)):
            await person.presses(message, data)
            assert await person.toast() == refusal, data
    for person in (officer, aizada):
        await person.says("/seminars")
        await person.sees(refusal)
    refused = await bot.stored(select(AuditEntry).where(AuditEntry.is_refused))
    assert len(refused) == 2 * len(buttons) + 2
    (seminar,) = await bot.stored(select(Seminar))
    assert (seminar.state, seminar.presence_hash, seminar.seats) == ("announced", None, 1)
