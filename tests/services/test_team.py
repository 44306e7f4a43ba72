"""Invitation links: one person each, for three days, and not once they were taken back."""

import asyncio
import contextlib
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from models import Agency, AuditEntry, Citizen, Role, StaffInvitation, StaffRole
from models.database import Database
from services import tasks, team
from services.errors import InvitationGone, LastAdministrator, NotFound, NotYours
from services.tasks import Thing
from tests.conftest import START
from tests.services.office import officer, person, sent


async def invited(database: Database, role: Role = Role.MODERATOR) -> tuple[int, int, str]:
    """(the administrator's id, the invitation's id, its token)."""
    async with database.begin() as session:
        chief = await officer(session, 1, Role.ADMINISTRATOR)
        made = await team.invite(session, chief, role, now=START)
        return chief.id, made.invitation.id, made.token


async def held(database: Database, role: Role) -> int:
    async with database.read() as session:
        query = select(func.count()).where(StaffRole.role == role, StaffRole.revoked_at.is_(None))
        return await session.scalar(query) or 0


async def test_many_who_open_one_link_at_once_are_one_member_of_staff(database: Database) -> None:
    _, _, token = await invited(database)
    async with database.begin() as session:
        people = [(await person(session, 100 + number)).id for number in range(8)]

    async def opens(citizen_id: int) -> bool:
        async with database.begin() as session:
            try:
                await team.accept(session, await session.get_one(Citizen, citizen_id), token, name="", now=START)
            except InvitationGone:
                return False
            return True

    assert sum(await asyncio.gather(*map(opens, people))) == 1
    assert await held(database, Role.MODERATOR) == 1
    async with database.read() as session:
        noted = select(AuditEntry.is_refused, func.count()).where(AuditEntry.action == "staff.accept")
        counted = {row[0]: row[1] for row in await session.execute(noted.group_by(AuditEntry.is_refused))}
        assert counted == {False: 1, True: 7}


async def test_a_link_ends_after_its_three_days_to_the_instant(database: Database) -> None:
    _, _, token = await invited(database)
    async with database.begin() as session:
        who = await person(session, 2)
        with pytest.raises(InvitationGone):
            await team.accept(session, who, token, name="", now=START + team.VALID_FOR)
        await team.accept(session, who, token, name="", now=START + team.VALID_FOR - timedelta(seconds=1))


async def test_taking_a_link_back_while_it_is_opened_leaves_one_of_both(database: Database) -> None:
    chief_id, invitation_id, token = await invited(database)
    async with database.begin() as session:
        who_id = (await person(session, 2)).id

    async def opens() -> None:
        async with database.begin() as session:
            with contextlib.suppress(InvitationGone):
                await team.accept(session, await session.get_one(Citizen, who_id), token, name="", now=START)

    async def takes_back() -> None:
        async with database.begin() as session:
            chief = await session.get_one(Citizen, chief_id)
            await team.revoke_invitation(session, chief, invitation_id, now=START)

    await asyncio.gather(opens(), takes_back())
    async with database.read() as session:
        one = await session.get_one(StaffInvitation, invitation_id)
        assert (one.used_at is None) != (one.revoked_at is None)
    assert await held(database, Role.MODERATOR) == (one.used_at is not None)


async def test_two_administrators_who_dismiss_each_other_at_once_leave_one(database: Database) -> None:
    async with database.begin() as session:
        chiefs = [(await officer(session, number, Role.ADMINISTRATOR)).id for number in (1, 2)]
        roles = [one.id for one in await team.colleagues(session)]

    async def dismisses(chief_id: int, role_id: int) -> None:
        async with database.begin() as session:
            with contextlib.suppress(LastAdministrator, NotYours):
                await team.revoke_role(session, await session.get_one(Citizen, chief_id), role_id, now=START)

    await asyncio.gather(dismisses(chiefs[0], roles[1]), dismisses(chiefs[1], roles[0]))
    assert await held(database, Role.ADMINISTRATOR) == 1


async def test_nobody_is_invited_for_a_body_that_is_no_more(database: Database) -> None:
    async with database.begin() as session:
        chief = await officer(session, 1, Role.ADMINISTRATOR)
        await session.execute(update(Agency).where(Agency.id == "mof").values(is_active=False))
        with pytest.raises(NotFound):
            await team.invite(session, chief, Role.AGENCY_OFFICER, agency_id="mof", now=START)


async def test_a_link_used_by_who_holds_the_role_already_is_noted_and_gives_no_second_role(database: Database) -> None:
    _, _, token = await invited(database)
    async with database.begin() as session:
        who = await officer(session, 2)
        await team.accept(session, who, token, name="Нурлан", now=START)
        noted = select(AuditEntry.is_refused).where(AuditEntry.action == "staff.accept", AuditEntry.actor_id == who.id)
        assert (await session.scalars(noted)).all() == [False]
    assert await held(database, Role.MODERATOR) == 1


async def test_what_was_the_task_of_who_is_dismissed_is_nobodys_and_another_role_keeps_it(database: Database) -> None:
    async with database.begin() as session:
        chief, author = await officer(session, 1, Role.ADMINISTRATOR), await person(session, 2)
        nurlan = await officer(session, 3)
        session.add(StaffRole(citizen_id=nurlan.id, role=Role.ANNOUNCER, granted_at=START))
        initiative = await sent(session, author)
        await tasks.take(session, nurlan, Thing.INITIATIVE, initiative.id, now=START)
        roles = {one.role: one.id for one in await team.colleagues(session) if one.citizen_id == nurlan.id}
        await team.revoke_role(session, chief, roles[Role.ANNOUNCER], now=START)
        await session.refresh(initiative, ["assignee_id"])
        assert initiative.assignee_id == nurlan.id  # still a moderator
        await team.revoke_role(session, chief, roles[Role.MODERATOR], now=START)
        await session.refresh(initiative, ["assignee_id"])
        assert initiative.assignee_id is None
