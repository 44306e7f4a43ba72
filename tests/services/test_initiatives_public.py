"""The public list: what it holds, in which order, and that its pages survive changes."""

from datetime import timedelta

import pytest

from models import InitiativeState
from models.database import Database
from services import initiatives_public, supports
from services.errors import NotFound
from services.initiatives_public import Page, Sort
from tests.conftest import START
from tests.initiatives import initiative, somebody


async def plant(database: Database, count: int) -> list[int]:
    """Published initiatives, an hour apart, the newest last; noise around them."""
    async with database.begin() as session:
        await initiative(session, "KG-2026-90001", published_at=None)
        await initiative(session, "KG-2026-90002", state=InitiativeState.WITHDRAWN, published_at=None)
        return [
            (
                await initiative(
                    session,
                    f"KG-2026-{n:05}",
                    published_at=START + timedelta(hours=n),
                    theme="elections" if n % 2 else "local-government",
                    region="osh" if n % 3 == 0 else None,
                )
            ).id
            for n in range(1, count + 1)
        ]


def numbers(page: Page) -> list[int]:
    return [int(str(listed.initiative.number)[-2:]) for listed in page.items]


async def test_newest_come_first_and_unpublished_ones_never(database: Database) -> None:
    await plant(database, 4)
    async with database.read() as session:
        page = await initiatives_public.list_page(session)
    assert numbers(page) == [4, 3, 2, 1]
    assert not page.has_before
    assert not page.has_after


async def test_pages_go_forth_and_back_without_a_gap(database: Database) -> None:
    await plant(database, 12)
    async with database.read() as session:
        first = await initiatives_public.list_page(session, limit=5)
        second = await initiatives_public.list_page(session, after=first.items[-1].place, limit=5)
        third = await initiatives_public.list_page(session, after=second.items[-1].place, limit=5)
        back = await initiatives_public.list_page(session, before=third.items[0].place, limit=5)
    assert numbers(first) + numbers(second) + numbers(third) == list(range(12, 0, -1))
    assert numbers(back) == numbers(second)
    assert (first.has_before, first.has_after, third.has_before, third.has_after) == (False, True, True, False)


async def test_a_page_survives_what_is_published_and_withdrawn_meanwhile(database: Database) -> None:
    await plant(database, 12)
    async with database.begin() as session:
        first = await initiatives_public.list_page(session, limit=5)
        # The last line of the page that the person looks at goes, and a new one is published on top.
        gone = await initiatives_public.get(session, first.items[-1].initiative.id)
        gone.published_at, gone.state = None, InitiativeState.WITHDRAWN
        await initiative(session, "KG-2026-00099", published_at=START + timedelta(days=9))
    async with database.read() as session:
        second = await initiatives_public.list_page(session, after=first.items[-1].place, limit=5)
    assert numbers(second) == [7, 6, 5, 4, 3]


async def test_the_most_supported_come_first_and_ties_keep_their_order(database: Database) -> None:
    ids = await plant(database, 4)
    async with database.begin() as session:
        for person, supported in ((1, ids[1]), (2, ids[1]), (3, ids[0])):
            await supports.support(session, await somebody(session, person), supported, now=START)
    async with database.read() as session:
        first = await initiatives_public.list_page(session, Sort.MOST_SUPPORTED, limit=3)
        second = await initiatives_public.list_page(session, Sort.MOST_SUPPORTED, after=first.items[-1].place, limit=3)
        back = await initiatives_public.list_page(session, Sort.MOST_SUPPORTED, before=first.items[2].place, limit=2)
    assert numbers(first) == [2, 1, 4]
    assert [listed.supporters for listed in first.items] == [2, 1, 0]
    assert numbers(second) == [3]
    assert numbers(back) == [2, 1]


async def test_filters_combine(database: Database) -> None:
    await plant(database, 12)
    async with database.read() as session:
        page = await initiatives_public.list_page(session, theme="elections", region="osh")
        none = await initiatives_public.list_page(session, theme="civil-society")
    assert numbers(page) == [9, 3]
    assert none == Page(())


async def test_a_page_beyond_the_end_is_the_first_one(database: Database) -> None:
    ids = await plant(database, 3)
    async with database.begin() as session:
        page = await initiatives_public.list_page(session, limit=5)
        for one in ids[:2]:
            (await initiatives_public.get(session, one)).published_at = None
    async with database.read() as session:
        after = await initiatives_public.list_page(session, after=page.items[-1].place, limit=5)
    assert numbers(after) == [3]


@pytest.mark.parametrize(
    "state", [InitiativeState.ACCEPTED, InitiativeState.REJECTED, InitiativeState.MERGED, InitiativeState.IN_PLAN]
)
async def test_a_decision_is_not_known_before_it_is_published(database: Database, state: InitiativeState) -> None:
    async with database.begin() as session:
        into = await initiative(session, "KG-2026-00001")
        one = await initiative(session, "KG-2026-00002")
        one.state, one.decided_at = state, START
        one.merged_into_id = into.id if state is InitiativeState.MERGED else None
        await session.flush()
        assert initiatives_public.shown_state(one) is InitiativeState.UNDER_REVIEW
        assert initiatives_public.takes_support(one)
        assert len((await initiatives_public.list_page(session)).items) == 2
        one.decision_published_at = START
        await session.flush()
        assert initiatives_public.shown_state(one) is state
        assert not initiatives_public.takes_support(one)
        left = 1 if state is InitiativeState.MERGED else 2
        assert len((await initiatives_public.list_page(session)).items) == left


async def test_what_is_not_published_is_not_found(database: Database) -> None:
    async with database.begin() as session:
        hidden = await initiative(session, "KG-2026-00001", published_at=None)
        with pytest.raises(NotFound):
            await initiatives_public.get(session, hidden.id)
