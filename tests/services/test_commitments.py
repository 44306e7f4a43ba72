"""The plan as it is listed, filtered and looked up."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import content as files
from models import Agency, Completion, ContentVersion, Role
from models.database import Database
from services import commitments
from services.errors import DatesCrossed, NotFound, NotYours
from tests import reporting
from tests.conftest import START
from tests.following import BODY, REGISTER

PLAN = files.read("commitments")


async def test_all_stand_in_the_plans_order(session: AsyncSession) -> None:
    assert [one.position for one in await commitments.list_all(session)] == list(range(1, 19))


async def test_filters_give_what_belongs_and_nothing_else(session: AsyncSession) -> None:
    theme = PLAN[0]["theme"]
    found = await commitments.list_all(session, theme=theme)
    assert [one.id for one in found] == [one["id"] for one in PLAN if one["theme"] == theme]
    agency = next(one["leads"][0] for one in PLAN if one["leads"])
    found = await commitments.list_all(session, agency=agency)
    assert [one.id for one in found] == [one["id"] for one in PLAN if agency in one["leads"]]
    assert await commitments.list_all(session, theme="bogus") == []


async def test_one_is_found_by_its_id_and_by_its_number(session: AsyncSession) -> None:
    assert (await commitments.get(session, PLAN[4]["id"])).position == 5
    assert (await commitments.get(session, "5")).id == PLAN[4]["id"]
    for bogus in ("0", "19", "bogus", "", "٥"):
        with pytest.raises(NotFound):
            await commitments.get(session, bogus)


async def test_names_come_in_all_languages_and_closed_bodies_can_be_left_out(session: AsyncSession) -> None:
    (await session.get_one(Agency, "mof")).is_active = False
    await session.flush()
    every = await commitments.names(session, "agency")
    active = await commitments.names(session, "agency", active_only=True)
    assert every.keys() - active.keys() == {"mof"}
    assert all(set(names) == {"ky", "ru", "en"} for names in every.values())


async def test_the_secretariats_word_on_the_status_stands_until_a_later_report(database: Database) -> None:
    later = START + timedelta(days=1)
    async with database.begin() as session:
        await reporting.published(session, status=Completion.SUBSTANTIAL)
        desk = await reporting.member(session, 73, Role.MODERATOR)
        await commitments.set_status(session, desk, REGISTER, Completion.LIMITED, now=later)
        await reporting.published(session, external_id="2026-q2", status=None, now=later + timedelta(days=1))
        assert (await commitments.get(session, REGISTER)).status is Completion.LIMITED
        much_later = later + timedelta(days=2)
        await reporting.published(session, external_id="2026-q4", status=Completion.COMPLETED, now=much_later)
        assert (await commitments.get(session, REGISTER)).status is Completion.COMPLETED


async def test_only_the_secretariat_edits_a_commitment_and_what_was_before_is_kept(database: Database) -> None:
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31)}
    async with database.begin() as session:
        stranger = await reporting.member(session, 72, Role.AGENCY_OFFICER, BODY)
        desk = await reporting.member(session, 73, Role.MODERATOR)
        with pytest.raises(NotYours):
            await commitments.set_status(session, stranger, REGISTER, Completion.LIMITED, now=START)
        with pytest.raises(NotYours):
            await commitments.set_dates(session, stranger, REGISTER, **days, now=START)
        with pytest.raises(NotFound):
            await commitments.set_status(session, desk, "bogus", None, now=START)
        with pytest.raises(DatesCrossed):
            await commitments.set_dates(
                session, desk, REGISTER, starts_on=days["ends_on"], ends_on=days["starts_on"], now=START
            )
        await commitments.set_dates(session, desk, REGISTER, **days, now=START)
        await commitments.set_dates(session, desk, REGISTER, **days, now=START)
        kept = (await session.scalars(select(ContentVersion))).all()
    assert [(one.subject, one.after) for one in kept] == [(f"commitment:{REGISTER}:dates", "2026-01-01 / 2027-12-31")]
