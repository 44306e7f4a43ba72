"""Staff and citizens of a seminar: what they write, and how they get to where a test begins."""

import re
from datetime import timedelta

from sqlalchemy import select, update

from bot.playground.driver import Persona
from handlers.secretariat.seminar_forms import FORM, MINUTES
from locales.translator import Translator
from models import Citizen, Message, MessageState, Seminar
from services import staff
from tests.conftest import ZONE
from tests.dialogues.conftest import Running, deliver
from tests.dialogues.words import name_of

TITLE = {"ky": "Ачык Өкмөт: Ош семинары", "ru": "Открытое правительство: семинар в Оше"}
PLACE = {"ky": "Ош шаары, Ленин көчөсү 1", "ru": "г. Ош, ул. Ленина, 1"}
# Word for word, so that another language than the reader's would not be found.
NEW = {"ky": "Жаңы семинар", "ru": "Новый семинар", "en": "New seminar"}
REGISTER = {"ky": "Катталуу", "ru": "Записаться", "en": "Register"}
REGISTERED = {"ky": "Сиз катталдыңыз.", "ru": "Вы зарегистрированы.", "en": "You are registered."}
MINUTES_TEXT = {"ky": "Мектептердин бюджети талкууланды.", "ru": "Обсудили бюджеты школ города."}


async def appointed(bot: Running, t: Translator) -> Persona:
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
    await officer.taps(NEW[t.language])
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
    """What delivery has brought this person of a kind, the latest; None when it was no longer wanted."""
    async with bot.begin() as session:  # at whatever hour the tests are run
        await session.execute(update(Citizen).values(quiet_from=0, quiet_until=0))
    await deliver(bot.parts)
    latest = select(Message).join(Citizen).where(Citizen.telegram_id == person.id, Message.kind == kind)
    message = (await bot.stored(latest.order_by(Message.id.desc()).limit(1)) or [None])[0]
    assert message is not None, f"{person.name} has no notice of {kind}"
    if message.state is MessageState.SKIPPED:
        return None
    assert message.state is MessageState.SENT
    return next(one.text for one in await person.messages() if one.id == message.telegram_message_id)
