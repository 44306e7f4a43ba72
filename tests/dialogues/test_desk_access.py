"""Every staff button and command, as the bot itself has registered them, pressed by whoever may not: refused, noted in
the audit trail, without effect. A new staff handler is covered here from the moment it is registered."""

import enum
from collections.abc import AsyncIterator, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from sqlalchemy import func, select
from telegram import BotCommandScopeChat
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, ConversationHandler

from bot.app import doors
from bot.assembly import utc_now
from bot.playground.driver import StandIn
from bot.playground.persona import Persona
from handlers.callbacks import Payload
from models import AuditEntry, Base, Outcome, Role, StaffRole
from services import decisions, team
from services.errors import Refused
from tests.dialogues.staff import Office, open_office

# What a person's own update writes by itself, whatever is pressed; all other tables must stay as they were.
OWN_TRACES = {"inbox", "conversations", "audit"}
OWN_COLUMNS = {"citizens": {"seen_at", "commands_set", "language_code"}}


def staff_handlers() -> Iterator["BaseHandler[Any, Any, Any]"]:
    """Every registered button and command whose callback lives in the desk's package."""
    for door in doors():
        inner = [door]
        if isinstance(door, ConversationHandler):
            inner = [*door.entry_points, *(one for step in door.states.values() for one in step), *door.fallbacks]
        for handler in inner:
            if handler.callback.__module__.startswith("handlers.secretariat"):
                yield handler


def staff_commands() -> list[str]:
    found = {name for handler in staff_handlers() if isinstance(handler, CommandHandler) for name in handler.commands}
    return sorted(found - {"cancel"})


def staff_payloads() -> list[type[Payload]]:
    """Every payload that a registered staff button takes."""
    patterns = [handler.pattern for handler in staff_handlers() if isinstance(handler, CallbackQueryHandler)]
    return [
        payload
        for payload in Payload.registry.values()
        if payload.__module__.startswith(("handlers.", "bot."))
        and any(callable(pattern) and pattern(filled(payload).pack()) for pattern in patterns)
    ]


def filled(payload: type[Payload], **values: Any) -> Payload:
    """A payload of this class, its fields filled in by name, else with a value of their type."""
    hints = get_type_hints(payload)

    def value(name: str) -> Any:
        if name in values:
            return values[name]
        kind = hints[name]
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return next(iter(kind))
        return 1 if kind is int else "x"

    return payload(**{field.name: value(field.name) for field in fields(payload)})


@pytest.fixture
async def office(telegram: StandIn, tmp_path: Path, lean: str) -> AsyncIterator[Office]:
    async with open_office(telegram, tmp_path) as opened:
        yield opened


async def tables(office: Office) -> dict[str, Any]:
    """Everything that is kept, but for the traces of a person's own updates."""
    found: dict[str, Any] = {}
    async with office.parts.database.read() as session:
        for table in Base.metadata.sorted_tables:
            if table.name in OWN_TRACES:
                continue
            columns = [one for one in table.c if one.name not in OWN_COLUMNS.get(table.name, set())]
            rows = (await session.execute(select(*columns).order_by(*table.primary_key.columns))).all()
            found[table.name] = [tuple(row) for row in rows]
    return found


async def refusals(office: Office, someone: Persona) -> int:
    async with office.parts.database.read() as session:
        citizen = await office.citizen_in(session, someone)
        query = select(func.count()).where(AuditEntry.is_refused, AuditEntry.actor_id == citizen.id)
        return int(await session.scalar(query) or 0)


async def a_full_desk(office: Office) -> dict[str, Any]:
    """Something real for every button: the refusal must come from the role, not from a thing that is not there."""
    author = await office.person("Айзада", "ky")
    one = await office.initiative(author, "Мектептердин бюджетин ачыктоо", name="Айзада", contact="+996700000000")
    await office.question(author, "Айыл өкмөтү бюджетин кайда жарыялашы керек?")
    async with office.parts.database.begin() as session:
        chief = await office.citizen_in(session, office.chief)
        now = utc_now()
        reasons = {one.lang: "Буга чейин аткарылган иш экен."}
        written = await decisions.decide(session, chief, one.id, Outcome.REJECTED, reasons=reasons, now=now)
        invitation = await team.invite(session, chief, Role.MODERATOR, now=now)
        role = await session.scalar(select(StaffRole.id).where(StaffRole.citizen_id == chief.id))
        assert (one.id, written.id, invitation.invitation.id, role) == (1, 1, 1, 1)
    return {
        "commitment": "open-data-policy",
        "agency": "mdd",
        "template": "rejected-already-done",
        "mask": 1,
        "sure": 1,
    }


async def whoever(office: Office, who: str) -> Persona:
    """The four who may not."""
    if who == "outsider":
        return await office.person("Чоочун", "ru")
    if who == "citizen":
        citizen = await office.person("Бакыт", "ru")
        await office.question(citizen, "Где опубликован план действий?")
        return citizen
    role = Role.MODERATOR if who == "revoked officer" else Role.AGENCY_OFFICER
    person = await office.person("Нурлан", "ru")
    async with office.parts.database.begin() as session:
        chief = await office.citizen_in(session, office.chief)
        citizen_row = await office.citizen_in(session, person)
        now = utc_now()
        agency = "mof" if role is Role.AGENCY_OFFICER else None
        made = await team.invite(session, chief, role, agency_id=agency, now=now)
        held = await team.accept(session, citizen_row, made.token, name="Нурлан", now=now)
        if who == "revoked officer":
            await team.revoke_role(session, chief, held.id, now=now)
    return person


def test_the_bot_has_staff_buttons_and_commands() -> None:
    assert staff_commands() == ["broadcast", "desk", "export", "questions", "review", "seminars", "stats", "team"]
    declared = {
        payload
        for payload in Payload.registry.values()
        if payload.__module__.startswith("handlers.screens.secretariat")
    }
    assert len(declared) > 30
    assert declared <= set(staff_payloads()), "a staff payload that no staff handler takes"


@pytest.mark.parametrize("who", ["outsider", "citizen", "revoked officer", "officer of another agency"])
async def test_every_staff_button_and_command_is_refused_to(office: Office, who: str) -> None:
    values = await a_full_desk(office)
    person = await whoever(office, who)
    await office.telegram.quiet()
    before = await tables(office)
    screen = person.screen
    missed = []
    noted = await refusals(office, person)
    for payload in staff_payloads():
        await person.presses(screen, filled(payload, **values).pack())
        await office.telegram.quiet(answered=False)
        now_noted = await refusals(office, person)
        if now_noted <= noted or "недоступно" not in await person.toast():
            missed.append(payload.__name__)
        noted = now_noted
    for name in staff_commands():
        await person.says(f"/{name}")
        await person.sees("недоступно")
        now_noted = await refusals(office, person)
        if now_noted <= noted:
            missed.append(f"/{name}")
        noted = now_noted
    for link in ("desk_i1", "desk_q1"):
        await person.follows_link(link)
        await person.sees("недоступно")
    assert missed == []
    after = await tables(office)
    assert [name for name in before if before[name] != after[name]] == []


async def test_a_role_taken_away_stops_the_buttons_and_texts_that_were_begun(office: Office) -> None:
    await a_full_desk(office)
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
    before = await tables(office)
    await nurlan.says("Буга шашылыш жооп керек")
    await nurlan.sees("уруксатыңыз жок")
    after = await tables(office)
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


async def test_staff_commands_are_set_in_staff_chats_only(office: Office) -> None:
    nurlan = await office.moderator("Нурлан", "ky")
    bakyt = await office.person("Бакыт", "ru")
    await nurlan.says("/help")
    await bakyt.says("/help")
    await office.telegram.quiet()
    bot = office.parts.application.bot

    async def listed(chat_id: int) -> set[str]:
        return {one.command for one in await bot.get_my_commands(BotCommandScopeChat(chat_id))}

    async def has_come() -> bool:
        return "desk" in await listed(nurlan.id)

    await office.telegram.until("no staff commands in the moderator's chat", has_come)
    assert "team" not in await listed(nurlan.id)
    assert "team" in await listed(office.chief.id)
    assert "desk" not in await listed(bakyt.id)
