"""What comes and goes with a role: buttons, texts that were begun, invitations, the commands in a chat."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from telegram import BotCommandScopeChat

from bot.assembly import utc_now
from bot.playground.driver import StandIn
from bot.playground.persona import Persona
from models import AuditEntry, Role
from services import team
from services.errors import Refused
from tests.dialogues.doors import kept
from tests.dialogues.staff import Office, open_office


@pytest.fixture
async def office(telegram: StandIn, tmp_path: Path, lean: str) -> AsyncIterator[Office]:
    async with open_office(telegram, tmp_path) as opened:
        yield opened


async def refusals(office: Office, someone: Persona) -> int:
    async with office.parts.database.read() as session:
        citizen = await office.citizen_in(session, someone)
        query = select(func.count()).where(AuditEntry.is_refused, AuditEntry.actor_id == citizen.id)
        return int(await session.scalar(query) or 0)


async def test_a_role_taken_away_stops_the_buttons_and_texts_that_were_begun(office: Office) -> None:
    await office.initiative(await office.person("Айзада", "ky"), "Мектептердин бюджетин ачыктоо")
    nurlan = await office.moderator("Нурлан", "ky")
    await nurlan.says("/desk")
    card = await nurlan.sees("KG-")
    await nurlan.taps(next(label for label in card.labels if label.startswith("KG-")))
    await nurlan.taps("Ички жазуу кошуу")
    await nurlan.sees("ички жазуу калтырыңыз")
    async with office.parts.database.begin() as session:
        chief = await office.citizen_in(session, office.chief)
        held = (await team.colleagues(session))[-1]
        await team.revoke_role(session, chief, held.id, now=utc_now())
    before = await kept(office.parts.database)
    await nurlan.says("Буга шашылыш жооп керек")
    await nurlan.sees("уруксатыңыз жок")
    after = await kept(office.parts.database)
    assert [name for name in before if before[name] != after[name]] == []


async def test_an_invitation_works_once_and_not_after_it_was_taken_back(office: Office) -> None:
    async with office.parts.database.begin() as session:
        chief = await office.citizen_in(session, office.chief)
        first = await team.invite(session, chief, Role.MODERATOR, now=utc_now())
        second = await team.invite(session, chief, Role.MODERATOR, now=utc_now())
        await team.revoke_invitation(session, chief, second.invitation.id, now=utc_now())
        with pytest.raises(Refused):
            await team.accept(session, chief, "not-a-token", name="", now=utc_now())
    nurlan, bakyt = await office.person("Нурлан", "ky"), await office.person("Бакыт", "ru")
    await nurlan.follows_link(f"staff_{first.token}")
    await nurlan.sees("Кош келиңиз", "Модератор")
    await bakyt.follows_link(f"staff_{first.token}")
    await bakyt.sees("больше не действует")
    await bakyt.follows_link(f"staff_{second.token}")
    await bakyt.sees("больше не действует")
    assert await refusals(office, bakyt) == 2


async def commands_of(office: Office, someone: Persona) -> set[str]:
    listed = await office.parts.application.bot.get_my_commands(BotCommandScopeChat(someone.id))
    return {one.command for one in listed}


async def test_staff_commands_are_set_in_staff_chats_only_and_leave_them_with_the_role(office: Office) -> None:
    nurlan = await office.moderator("Нурлан", "ky")
    bakyt = await office.person("Бакыт", "ru")
    await nurlan.says("/help")
    await bakyt.says("/help")

    async def has_come() -> bool:
        return "desk" in await commands_of(office, nurlan)

    await office.telegram.until("no staff commands in the moderator's chat", has_come)
    assert "team" not in await commands_of(office, nurlan)
    assert "team" in await commands_of(office, office.chief)
    assert "desk" not in await commands_of(office, bakyt)

    # The role is taken away, and the person never writes again: the clock takes the list back.
    await office.chief.says("/team")
    await office.chief.taps("Нурлан")
    await office.chief.taps("Да, снять")
    await office.chief.sees("Роль снята")
    await office.parts.clockwork.tick()
    assert await commands_of(office, nurlan) == set()


async def test_who_is_erased_keeps_no_staff_commands(office: Office) -> None:
    nurlan = await office.moderator("Нурлан", "ru")

    async def has_come() -> bool:
        return "desk" in await commands_of(office, nurlan)

    await office.telegram.until("no staff commands in the moderator's chat", has_come)
    await nurlan.says("/privacy")
    await nurlan.taps("Стереть мои данные")
    await nurlan.taps("Да, стереть всё")
    await nurlan.sees("стёрты")

    async def has_gone() -> bool:
        return not await commands_of(office, nurlan)

    await office.telegram.until("staff commands stay after erasure", has_gone)
