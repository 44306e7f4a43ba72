"""What comes and goes with a role: invitations, buttons, texts that were begun, the commands in a chat."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from telegram import BotCommandScopeChat

from bot.playground.driver import StandIn
from bot.playground.persona import Persona
from bot.preparing import utc_now
from models import AuditEntry
from services import team
from services.errors import Refused
from tests.dialogues.doors import kept
from tests.dialogues.staff import Office, once, open_office
from tests.dialogues.words import TITLE


@pytest.fixture(params=["ky", "ru"])
async def office(request: pytest.FixtureRequest, telegram: StandIn, tmp_path: Path, lean: str) -> AsyncIterator[Office]:
    async with open_office(telegram, tmp_path, language=request.param) as opened:
        yield opened


async def refusals(office: Office, someone: Persona) -> int:
    async with office.parts.database.read() as session:
        citizen = await office.citizen_in(session, someone)
        query = select(func.count()).where(AuditEntry.is_refused, AuditEntry.actor_id == citizen.id)
        return int(await session.scalar(query) or 0)


async def commands_of(office: Office, someone: Persona) -> set[str]:
    listed = await office.parts.application.bot.get_my_commands(BotCommandScopeChat(someone.id))
    return {one.command for one in listed}


async def gets_commands(office: Office, someone: Persona) -> set[str]:
    async def has_come() -> set[str] | None:
        listed = await commands_of(office, someone)
        return listed if "desk" in listed else None

    found: set[str] = await office.telegram.until(f"no staff commands in the chat of {someone.name}", has_come)
    return found


async def test_an_invitation_works_once_and_not_after_it_was_taken_back(office: Office) -> None:
    """The chief, whom it lets in, and whom not: each reads it in their language."""
    s, c, chief = office.staff, office.citizens, office.chief
    link = await office.invitation()
    nurlan, bakyt = await office.citizen("Нурлан"), await office.citizen("Бакыт")
    await nurlan.follows_link(link)
    await nurlan.sees(c("Кош келиңиз! Ролуңуз: Модератор", "Добро пожаловать! Ваша роль: Модератор"))
    await bakyt.follows_link(link)
    await bakyt.sees(c("Бул чакыруу иштебейт", "больше не действует"))
    second = await office.invitation()
    await chief.taps(s("Командага", "К команде"))
    await chief.taps(s("Мөөнөт жана майрамдар", "Срок и праздники"))
    await chief.sees(s("мыйзамда белгиленген мөөнөт эмес", "не срок, установленный законом"))
    await chief.says("эртең")
    await chief.sees(s("Күндү мындай жазыңыз", "напишите дату так"))
    await chief.says("2027-01-07")
    await chief.sees(s("2027-жылдын 7-январы", "7 января 2027 года"))
    await chief.taps(s("7 жумуш күнү", "7 рабочих дней"))
    await chief.sees(s("жумуш күнү менен: 7", "в рабочих днях: 7"))
    await chief.taps(s("Командага", "К команде"))
    await chief.sees(s("Нурлан: Модератор, башталышы", "Нурлан: Модератор, с"),
                     s("Колдонула элек чакыруулар", "Действующие приглашения"))  # fmt: skip
    await chief.taps(s("№ 2 шилтемени кайтарып алуу", "Отозвать ссылку № 2"))
    await chief.sees(s("Шилтеме мындан ары иштебейт", "Ссылка больше не действует"))
    await bakyt.follows_link(second)
    await bakyt.sees(c("Бул чакыруу иштебейт", "больше не действует"))
    assert await refusals(office, bakyt) == 2
    async with office.parts.database.begin() as session:
        with pytest.raises(Refused):
            await team.accept(session, await office.citizen_in(session, bakyt), "not-a-token", name="", now=utc_now())


async def test_a_role_taken_away_stops_what_was_begun_and_takes_the_commands_along(office: Office) -> None:
    s, c, chief = office.staff, office.citizens, office.chief
    aizada = await office.citizen("Айзада")
    one = await office.initiative(aizada, TITLE[c.language])
    nurlan = await office.moderator("Нурлан", c.language)
    assert "team" not in await gets_commands(office, nurlan)
    assert "team" in await commands_of(office, chief)
    assert "desk" not in await commands_of(office, aizada)
    await nurlan.says("/desk")
    await nurlan.taps(str(one.number))
    await nurlan.taps(c("Ички жазуу кошуу", "Написать заметку"))
    await nurlan.sees(c("ички жазуу калтырыңыз", "Напишите заметку"))

    await chief.says("/team")
    await chief.taps(s("Алып салуу: Нурлан, Модератор", "Снять: Нурлан, Модератор"))
    await chief.sees(s("Бул ролду алып саласызбы?", "Снять эту роль?"), "Нурлан")
    await chief.taps(s("Ооба, алып салам", "Да, снять"))
    await chief.sees(s("Роль алып салынды", "Роль снята"))
    before = await kept(office.parts.database)
    await nurlan.says("Буга шашылыш жооп керек")
    await nurlan.sees(c("Буга уруксатыңыз жок", "Это вам недоступно"))
    after = await kept(office.parts.database)
    assert [name for name in before if before[name] != after[name]] == []

    await office.parts.clockwork.tick()  # whoever never writes again loses the list all the same
    assert await commands_of(office, nurlan) == set()


@once
async def test_who_is_erased_keeps_no_staff_commands(office: Office) -> None:
    nurlan = await office.moderator("Нурлан", "ru")
    await gets_commands(office, nurlan)
    await nurlan.says("/privacy")
    await nurlan.taps("Стереть мои данные")
    await nurlan.taps("Да, стереть всё")
    await nurlan.sees("стёрты")

    async def has_gone() -> bool:
        return not await commands_of(office, nurlan)

    await office.telegram.until("staff commands stay after erasure", has_gone)
