"""Messages of unknown outcome go out again only by an act of somebody who may, and the act is on record."""

import pytest
from sqlalchemy import select

from models import AuditEntry, Message, MessageState, Role
from models.database import Database
from services import batches, making, outbox
from services.errors import NotYours
from services.hours import Moment
from services.outbox import Outcome
from tests import reporting
from tests.conftest import START, ZONE
from tests.following import many_followers, publish, states

ANNOUNCER, STRANGER = 71, 72


async def one_sent_one_unknown(database: Database) -> str:
    """Two messages of one batch: Telegram confirmed one, nobody knows of the other."""
    await many_followers(database, 2)
    report = await publish(database)
    async with database.begin() as session:
        await making.make_messages(session, Moment(START, ZONE), weekly_cap=7)
        first, second = await outbox.claim(session, outbox.NOTIFICATION, now=START, limit=2)
        await outbox.begin(session, [first.id, second.id])
        outcomes = [Outcome(first.id, MessageState.SENT), Outcome(second.id, MessageState.UNKNOWN, "no answer")]
        await outbox.record(session, outcomes, now=START)
    return f"report:{report.id}:v1"


async def trail(database: Database) -> list[tuple[str, str, bool]]:
    async with database.read() as session:
        entries = await session.scalars(select(AuditEntry).where(AuditEntry.action == "batch.resend-unknown"))
        return [(one.action, one.subject, one.is_refused) for one in entries]


async def test_an_announcer_sends_the_unknown_again_and_nothing_else(database: Database) -> None:
    batch = await one_sent_one_unknown(database)
    async with database.begin() as session:
        announcer = await reporting.member(session, ANNOUNCER, Role.ANNOUNCER)
        assert await batches.resend_unknown(session, announcer, batch, now=START) == 1
        assert await batches.resend_unknown(session, announcer, "report:99:v1", now=START) == 0
    assert await states(database) == [MessageState.SENT, MessageState.OPEN]
    assert await trail(database) == [
        ("batch.resend-unknown", batch, False),
        ("batch.resend-unknown", "report:99:v1", False),
    ]
    async with database.begin() as session:
        assert await batches.list_unknown(session, since=START) == []
        (again,) = await outbox.claim(session, outbox.NOTIFICATION, now=START, limit=10)
        kept = await session.get_one(Message, again.id)
    assert (kept.reason, kept.closed_at, kept.attempts) == ("sent again on purpose", None, 1)


@pytest.mark.parametrize("role", [None, Role.AGENCY_OFFICER, Role.MODERATOR])
async def test_nobody_else_may_and_the_attempt_is_on_record(database: Database, role: Role | None) -> None:
    batch = await one_sent_one_unknown(database)
    async with database.begin() as session:
        agency = "adilet-sot" if role is Role.AGENCY_OFFICER else None
        person = await (
            reporting.member(session, STRANGER, role, agency) if role else reporting.person(session, STRANGER)
        )
        with pytest.raises(NotYours):
            await batches.resend_unknown(session, person, batch, now=START)
    assert await states(database) == [MessageState.SENT, MessageState.UNKNOWN]
    assert await trail(database) == [("batch.resend-unknown", batch, True)]
