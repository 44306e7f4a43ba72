"""The plan as it is listed, filtered and looked up."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from locales import content as files
from models import Agency
from services import commitments
from services.errors import NotFound

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
