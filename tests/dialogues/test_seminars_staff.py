"""Staff change a seminar or call it off; who is not staff does neither."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.playground.driver import Persona
from handlers.errors import words
from locales.translator import Translator
from models import AuditEntry, Seminar, StaffRole
from services.errors import MomentRefused, NotYours, NumberRefused, SeminarOver
from tests.conftest import ZONE
from tests.dialogues.conftest import Running
from tests.dialogues.seminars import (
    REGISTER,
    REGISTERED,
    TITLE,
    announces,
    appointed,
    asks,
    heard,
    said,
)


@pytest.fixture
async def officer(bot: Running, t: Translator) -> Persona:
    return await appointed(bot, t)


async def test_wrong_answers_are_asked_again_and_a_change_is_told(
    bot: Running, officer: Persona, aizada: Persona, t: Translator
) -> None:
    link = await announces(officer, bot, t, seats="2")
    await aizada.follows_link(link)
    await aizada.taps(REGISTER[t.language])
    await aizada.sees(REGISTERED[t.language])
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
    await aizada.taps(REGISTER[t.language])
    mine = await aizada.sees(REGISTERED[t.language])
    await officer.taps(t.plain("Call it off"))
    await officer.taps(t.plain("Yes, call it off"))
    await officer.sees(t.plain("This seminar was called off."))
    told = await heard(bot, aizada, "seminar_cancelled")
    assert told is not None
    assert said(TITLE, t) in told
    await aizada.presses(mine, "semx:1:1")
    assert await aizada.toast() == words(SeminarOver(), t).striptags()
    await aizada.presses(mine, "semc:1")  # of an older message: the appointment is taken off
    shown = await aizada.sees(
        t.plain("Open this file to put the seminar into your calendar: {title}", title=said(TITLE, t))
    )
    file = await bot.parts.application.bot.get_file(shown.facts["document"]["file_id"])
    assert b"STATUS:CANCELLED" in bytes(await file.download_as_bytearray())
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
        "sml:0",
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
