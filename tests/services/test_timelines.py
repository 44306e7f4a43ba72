"""What stands on a commitment's card besides its reports."""

from datetime import timedelta

from models import Completion, Role
from models.database import Database
from services import commitments, deadlines, timelines
from services.timelines import Silence, StatusSet
from tests import reporting
from tests.conftest import START, ZONE
from tests.following import REGISTER, publish

DUE = START.astimezone(ZONE).date() + timedelta(days=20)


async def test_silences_and_statuses_stay_on_record_the_newest_first(database: Database) -> None:
    async with database.begin() as session:
        desk = await reporting.member(session, 73, Role.MODERATOR)
        for commitment in (REGISTER, "budget-process"):
            day = START.astimezone(ZONE).date()
            await deadlines.set_deadline(session, desk, commitment, due_on=DUE, today=day, now=START, grace_days=5)
        await commitments.set_status(session, desk, REGISTER, Completion.LIMITED, now=START + timedelta(days=1))
    told_at = START + timedelta(days=27)
    await deadlines.run_due_deadlines(database, now=told_at, zone=ZONE)
    await publish(database, now=told_at + timedelta(days=3))  # it came at last
    async with database.begin() as session:
        await commitments.set_status(session, desk, REGISTER, None, now=START + timedelta(days=60))
    async with database.read() as session:
        found = await timelines.events(session, REGISTER, limit=5)
        newest = await timelines.events(session, REGISTER, limit=1)
        elsewhere = await timelines.events(session, "procurement", limit=5)
    assert found == [
        StatusSet(START + timedelta(days=60), None),
        Silence(told_at, DUE),
        StatusSet(START + timedelta(days=1), Completion.LIMITED),
    ]
    assert (newest, elsewhere) == (found[:1], [])


async def test_a_deadline_that_was_switched_off_marks_nobody(database: Database) -> None:
    async with database.begin() as session:
        desk = await reporting.member(session, 73, Role.MODERATOR)
        day = START.astimezone(ZONE).date()
        await deadlines.set_deadline(session, desk, REGISTER, due_on=DUE, today=day, now=START, grace_days=5)
    await deadlines.run_due_deadlines(database, now=START + timedelta(days=27), zone=ZONE)
    async with database.begin() as session:
        await deadlines.switch(session, desk, REGISTER, on=False, now=START + timedelta(days=28))
        assert await timelines.events(session, REGISTER, limit=5) == []
