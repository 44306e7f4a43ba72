"""Every kind of notice at night and beyond the weekly cap, by a clock that is moved."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from models import Citizen, Message, MessageState, Notice
from models.database import Database
from services import making, notices
from services.hours import Moment
from services.kinds import KINDS, When, having
from tests.conftest import START, ZONE
from tests.following import follower

NIGHT = datetime(2026, 11, 24, 2, 0, tzinfo=ZONE)  # 20:00 UTC of the day before
MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=ZONE)


async def told(database: Database, kind: str, now: datetime, **wishes: int) -> int:
    """Somebody to whom a notice is given now; their id."""
    reader = await follower(database, 1, **wishes)
    async with database.begin() as session:
        me = select(Citizen.id).where(Citizen.id == reader)
        await notices.give(session, me, cause=f"{kind}:1", kind=kind, subject="1", now=now)
    return reader


async def made(database: Database, now: datetime, *, weekly_cap: int = 7) -> list[str]:
    """The kinds of all messages, after making those that may be made now."""
    async with database.begin() as session:
        await making.make_messages(session, Moment(now, ZONE), weekly_cap=weekly_cap)
    async with database.read() as session:
        return list((await session.scalars(select(Message.kind))).all())


async def waits_until(database: Database) -> datetime:
    async with database.read() as session:
        due = (await session.scalars(select(Notice.due_at))).one()
        return due.astimezone(ZONE)


@pytest.mark.parametrize("kind", KINDS)
async def test_at_night_comes_what_somebody_waits_for_and_nothing_else(database: Database, kind: str) -> None:
    await told(database, kind, NIGHT, quiet_from=22, quiet_until=8)
    name = KINDS[kind].is_told_as or kind
    if KINDS[kind].when is When.AWAITED:
        assert await made(database, NIGHT) == [name]
        return
    assert await made(database, NIGHT) == []
    assert await waits_until(database) == MORNING
    assert await made(database, MORNING - timedelta(seconds=1)) == []
    assert await made(database, MORNING) == [name]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].when is not When.FOLLOWED])
async def test_the_weekly_cap_holds_back_nothing_but_what_is_followed(database: Database, kind: str) -> None:
    reader = await told(database, kind, START, quiet_from=0, quiet_until=0)
    async with database.begin() as session:
        heard = {"lane": 1, "kind": "report", "state": MessageState.SENT, "due_at": START, "created_at": START}
        session.add(Message(citizen_id=reader, **heard))
    assert kind in await made(database, START, weekly_cap=1)


def test_what_supporters_and_followers_hear_is_nobodys_own() -> None:
    assert {"report", "overdue", "broadcast", "supported-decision", "supported-merged"}.isdisjoint(having(When.AWAITED))
