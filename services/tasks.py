"""Whose task it is: taken, released, handed over to a colleague."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Initiative, InitiativeState, Question, Role
from services import audit, notices, reviews, staff, team
from services.errors import NotFound, TakenByAnother


class Thing(enum.StrEnum):
    """What can be taken, released and handed over."""

    INITIATIVE = "i"
    QUESTION = "q"


async def take(
    session: AsyncSession, officer: Citizen, thing: Thing, thing_id: int, *, now: datetime, in_group: bool = False
) -> Any:
    """Make a task one's own; a new initiative is then under review. ``in_group``: the officer gets the card in the
    private chat, where details belong. Raises NotYours, NotFound, TakenByAnother."""
    subject = _subject(thing, thing_id)
    await staff.require(session, officer, Role.MODERATOR, action="desk.take", subject=subject, now=now)
    task = await _locked(session, thing, thing_id)
    if task.assignee_id not in {None, officer.id}:
        raise TakenByAnother
    if task.assignee_id is None:
        task.assignee_id = officer.id
        audit.note(session, officer, "desk.take", subject, now=now, fields=["assignee"])
        await session.flush()
        if in_group:
            await _tell(session, officer, f"{subject}:taken", "taken", subject, now=now)
        if thing is Thing.INITIATIVE:
            await reviews.begin(session, officer, thing_id, now=now)
    return task


async def release(session: AsyncSession, officer: Citizen, thing: Thing, thing_id: int, *, now: datetime) -> Any:
    """Give a task back. Raises NotYours, NotFound, or TakenByAnother (an administrator may release anybody's)."""
    subject = _subject(thing, thing_id)
    await staff.require(session, officer, Role.MODERATOR, action="desk.release", subject=subject, now=now)
    task = await _locked(session, thing, thing_id)
    await _own_or_administer(session, officer, task)
    if task.assignee_id is not None:
        task.assignee_id = None
        audit.note(session, officer, "desk.release", subject, now=now, fields=["assignee"])
        await session.flush()
    return task


async def hand_over(
    session: AsyncSession, officer: Citizen, thing: Thing, thing_id: int, *, to_id: int, now: datetime
) -> Any:
    """Give a task to a colleague, who is told. Raises NotYours, NotFound, TakenByAnother."""
    subject = _subject(thing, thing_id)
    await staff.require(session, officer, Role.MODERATOR, action="desk.hand-over", subject=subject, now=now)
    task = await _locked(session, thing, thing_id)
    await _own_or_administer(session, officer, task)
    colleague = await session.get(Citizen, to_id)
    if colleague is None or not await staff.has_role(session, colleague, Role.MODERATOR):
        raise NotFound
    task.assignee_id = colleague.id
    audit.note(session, officer, "desk.hand-over", subject, now=now, fields=["assignee"])
    await session.flush()
    if colleague.id != officer.id:
        await _tell(session, colleague, f"{subject}:assigned", "assigned", subject, now=now)
    return task


async def _tell(session: AsyncSession, whom: Citizen, what: str, kind: str, subject: str, *, now: datetime) -> None:
    """Each time anew: a task may be released and taken, or handed back and forth."""
    people = select(Citizen.id).where(Citizen.id == whom.id)
    cause = f"{what}:{now.timestamp():.6f}"
    await notices.give(session, people, cause=cause, kind=kind, subject=subject, now=now)


async def reviewers(session: AsyncSession, *, but: int | None = None) -> list[tuple[int, str]]:
    """(citizen id, name) of whoever may review, each once; the name may be empty."""
    found: dict[int, str] = {}
    for held in await team.colleagues(session):
        if held.role in {Role.ADMINISTRATOR, Role.MODERATOR} and held.citizen_id != but:
            found[held.citizen_id] = held.name or found.get(held.citizen_id, "")
    return list(found.items())


async def _own_or_administer(session: AsyncSession, officer: Citizen, task: Any) -> None:
    if task.assignee_id in {None, officer.id}:
        return
    if not await staff.has_role(session, officer, Role.ADMINISTRATOR):
        raise TakenByAnother


async def _locked(session: AsyncSession, thing: Thing, thing_id: int) -> Any:
    table: Any = Initiative if thing is Thing.INITIATIVE else Question
    task = await session.get(table, thing_id, with_for_update=True)
    if task is None or (isinstance(task, Initiative) and task.state is InitiativeState.DRAFT):
        raise NotFound
    return task


def _subject(thing: Thing, thing_id: int) -> str:
    return f"{'initiative' if thing is Thing.INITIATIVE else 'question'}:{thing_id}"


async def list_takers(
    session: AsyncSession, officer: Citizen, thing: Thing, thing_id: int, *, now: datetime
) -> list[tuple[int, str]]:
    """The colleagues a task could be handed to. Raises NotYours, NotFound, TakenByAnother."""
    subject = _subject(thing, thing_id)
    await staff.require(session, officer, Role.MODERATOR, action="desk.hand-over", subject=subject, now=now)
    await _own_or_administer(session, officer, await _locked(session, thing, thing_id))
    return await reviewers(session, but=officer.id)
