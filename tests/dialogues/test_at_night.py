"""At two in the morning: what somebody waits for comes without a sound, everything else in the morning."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.playground.driver import StandIn
from bot.playground.persona import Persona
from models import Citizen, Outcome
from services import decisions, reviews, supports
from tests.conftest import ZONE
from tests.dialogues.conftest import Clock
from tests.dialogues.staff import Office, open_office


@pytest.fixture
def night() -> Clock:
    """The next two o'clock in the morning in Bishkek; it may be moved on."""
    clock = Clock()
    here = datetime.now(ZONE)
    two = (here + timedelta(days=1)).replace(hour=2, minute=0)
    clock.move(seconds=(two - here).total_seconds())
    return clock


@pytest.fixture
async def office(telegram: StandIn, tmp_path: Path, lean: str, night: Clock) -> AsyncIterator[Office]:
    async with open_office(telegram, tmp_path, clock=night) as opened:
        yield opened


async def go_to_bed(office: Office) -> None:
    """Everybody's quiet hours are those that people begin with."""
    async with office.parts.database.begin() as session:
        await session.execute(update(Citizen).values(quiet_from=22, quiet_until=8))


async def silent(office: Office, person: Persona) -> list[bool]:
    """Of what the bot has sent to somebody: whether it came without a sound."""
    calls = await office.telegram.calls("sendMessage")
    to_them = [call["parameters"] for call in calls if int(call["parameters"]["chat_id"]) == person.id]
    return [str(one.get("disable_notification")).casefold() == "true" for one in to_them]


async def test_a_question_goes_back_and_forth_at_night_without_a_sound(office: Office) -> None:
    aizada, chief = await office.person("Айзада", "ky"), office.chief
    await go_to_bed(office)
    await aizada.says("/ask")
    await aizada.says("Айыл өкмөтү бюджетин кайда жарыялашы керек?")
    await aizada.sees("Q-")
    assert not any(await silent(office, aizada)), "replies to one's own presses are no notices"
    await chief.says("/questions")
    await chief.taps((await chief.sees("Q-")).labels[0])
    await chief.taps("Ответить")
    await chief.says("Айыл өкмөтү бюджетин өз сайтына жарыялайт.")
    await chief.sees("Ответ отправляется")
    assert await office.deliver() == 1
    await aizada.sees("өз сайтына жарыялайт")
    assert (await silent(office, aizada))[-1]
    await aizada.taps("Дагы суроо берүү")
    await aizada.says("Сайты жок болсочу?")
    await aizada.sees("Катчылыкка берилди")
    assert await office.deliver() == 1
    await chief.sees("Сайты жок болсочу?")
    assert (await silent(office, chief))[-1]


async def decide(office: Office, night: Clock, initiative_id: int, outcome: Outcome) -> None:
    commitment = "open-data-policy" if outcome is Outcome.IN_PLAN else None
    async with office.parts.database.begin() as session:
        chief = await office.citizen_in(session, office.chief)
        made = await decisions.decide(
            session, chief, initiative_id, outcome, reasons={}, commitment_id=commitment, now=night()
        )
        await decisions.publish(session, chief, made.id, now=night(), confirmed=True)


async def test_an_author_hears_of_the_decision_at_once_and_a_supporter_in_the_morning(
    office: Office, night: Clock
) -> None:
    aizada, bakyt = await office.person("Айзада", "ky"), await office.person("Бакыт", "ru")
    one = await office.initiative(aizada, "Мектептердин бюджетин ачыктоо")
    async with office.parts.database.begin() as session:
        chief = await office.citizen_in(session, office.chief)
        await reviews.publish(session, chief, one.id, now=night(), confirmed=True)
        await supports.support(session, await office.citizen_in(session, bakyt), one.id, now=night())
    await go_to_bed(office)
    await decide(office, night, one.id, Outcome.ACCEPTED)
    assert await office.deliver() == 2, "published, and decided"
    await aizada.sees("чечим")
    assert (await silent(office, aizada))[-2:] == [True, True]
    await bakyt.does_not_see("которую вы поддерживаете")

    night.move(hours=6, minutes=1)
    assert await office.deliver() == 1
    told = await bakyt.sees("которую вы поддерживаете")
    assert not (await silent(office, bakyt))[-1]
    await bakyt.taps("Не сообщать о поддержанных инициативах")
    assert "Снова включить их можно" in str(await bakyt.toast())
    assert told.text == (await bakyt.messages())[-1].text, "the message stays as it is"

    night.move(hours=1)
    await decide(office, night, one.id, Outcome.IN_PLAN)
    assert await office.deliver() == 1, "the author alone"
    await aizada.sees("Эми сиз бул милдеттенмеге жазылдыңыз")
    await bakyt.says("/settings")
    await bakyt.sees("Выключены: Инициативы, которые я поддерживаю")
    await bakyt.taps("Другие виды сообщений")
    await bakyt.taps("Инициативы, которые я поддерживаю: выключены")
    await bakyt.sees("Инициативы, которые я поддерживаю: включены")


def test_the_night_is_at_night(night: Clock) -> None:
    assert night().astimezone(ZONE).hour == 2
    assert night().tzinfo is UTC
