"""Duplicates: whoever was behind one stands behind what it was merged into, each counted once; and what of it the
public may know."""

import pytest
from sqlalchemy import func, select

from models import Citizen, Initiative, InitiativeState, Notice, Outcome, Support, Topic
from models.database import Database
from services import (
    clarifications,
    decisions,
    initiatives,
    initiatives_public,
    notifications,
    open_data,
    reviews,
    subscriptions,
    supports,
)
from services.errors import AlreadySettled, NotFound
from tests.conftest import START
from tests.services.office import TITLES, officer, person, sent

IN_PLAN = "open-data-policy"  # the commitment


async def supporting(database: Database, initiative_id: int) -> set[int]:
    async with database.read() as session:
        return set(await session.scalars(select(Support.citizen_id).where(Support.initiative_id == initiative_id)))


async def test_people_follow_a_chain_of_mergers_and_count_once(database: Database) -> None:
    async with database.begin() as session:
        who = await officer(session, 1)
        authors = [await person(session, 10 + number) for number in range(3)]
        first, second, third = [(await sent(session, author)).id for author in authors]
        fans = [await person(session, 20 + number) for number in range(2)]
        for one in (first, second, third):
            await reviews.publish(session, who, one, now=START, confirmed=True)
            await supports.support(session, fans[0], one, now=START)  # all three
        await supports.support(session, fans[1], first, now=START)
        await supports.support(session, authors[2], first, now=START)  # and is the author of the last
        await reviews.merge(session, who, first, into_id=second, now=START)
        await reviews.merge(session, who, second, into_id=third, now=START)
        with pytest.raises(AlreadySettled):  # not back, nor in a circle
            await reviews.merge(session, who, third, into_id=first, now=START)
        merged = await initiatives_public.get(session, first)
        survivor = await initiatives_public.survivor_of(session, merged)
        assert survivor is not None
        assert survivor.id == third
        told = select(Notice.citizen_id, func.count()).where(Notice.kind.endswith("merged")).group_by(Notice.citizen_id)
        heard = {row[0]: row[1] for row in await session.execute(told)}
    assert await supporting(database, third) == {fans[0].id, fans[1].id, authors[0].id, authors[1].id}
    assert await supporting(database, first) == await supporting(database, second) == set()
    # Each hears once of each merger that was theirs.
    assert heard == {authors[0].id: 2, authors[1].id: 1, authors[2].id: 2, fans[0].id: 2, fans[1].id: 2}


async def test_who_joins_a_survivor_in_the_plan_follows_its_commitment_and_is_told_once(database: Database) -> None:
    async with database.begin() as session:
        who, other = await officer(session, 1), await person(session, 2)
        author, muted, left, erased = [await person(session, 10 + number) for number in range(4)]
        one, survivor = await sent(session, author), await sent(session, other, TITLES[1])
        for each in (one, survivor):
            await reviews.publish(session, who, each.id, now=START, confirmed=True)
        for fan in (muted, left, erased):
            await supports.support(session, fan, one.id, now=START)
        await supports.support(session, left, survivor.id, now=START)
        await supports.support(session, other, one.id, now=START)  # the survivor's own author
        decision = await decisions.decide(
            session, who, survivor.id, Outcome.IN_PLAN, reasons={}, commitment_id=IN_PLAN, now=START
        )
        await decisions.publish(session, who, decision.id, now=START)
        await subscriptions.unfollow(session, left, Topic.COMMITMENT, IN_PLAN)  # told before how to, and did
        await subscriptions.mute(session, muted, IN_PLAN, now=START)
        erased.telegram_id = None
        await reviews.merge(session, who, one.id, into_id=survivor.id, now=START)
        everybody = [author.id, muted.id, left.id, erased.id, other.id]
        assert await notifications.still_followed_by(session, IN_PLAN, everybody) == {author.id, muted.id, other.id}
        heard = select(Notice.citizen_id, Notice.kind, Notice.subject).where(
            Notice.cause == f"initiative:{one.id}:merged"
        )
        assert {tuple(row) for row in await session.execute(heard)} == {
            (author.id, "merged", f"{one.id}:{IN_PLAN}"),
            (muted.id, "supported-merged", f"{one.id}:{IN_PLAN}"),
            (left.id, "supported-merged", str(one.id)),
            (other.id, "supported-merged", str(one.id)),
        }


@pytest.mark.parametrize("end", ["withdrawn", "rejected", "itself", "draft"])
async def test_nothing_is_merged_into_what_has_ended(database: Database, end: str) -> None:
    async with database.begin() as session:
        who, author, other = await officer(session, 1), await person(session, 2), await person(session, 3)
        one, survivor = await sent(session, author), await sent(session, other, TITLES[1])
        into = survivor.id
        if end == "withdrawn":
            await initiatives.withdraw(session, other, survivor, now=START)
        elif end == "rejected":
            survivor.state = InitiativeState.REJECTED
        elif end == "draft":
            into = (await initiatives.start_draft(session, other, now=START)).id
        with pytest.raises(NotFound if end == "draft" else AlreadySettled):
            await reviews.merge(session, who, one.id, into_id=one.id if end == "itself" else into, now=START)
        assert one.state is InitiativeState.SUBMITTED
        assert await session.scalar(select(func.count()).select_from(Notice)) == 0


async def test_a_survivor_that_is_not_published_is_named_to_nobody(database: Database) -> None:
    async with database.begin() as session:
        who, author, other = await officer(session, 1), await person(session, 2), await person(session, 3)
        one, survivor = await sent(session, author), await sent(session, other, TITLES[1])
        await reviews.publish(session, who, one.id, now=START, confirmed=True)
        await reviews.merge(session, who, one.id, into_id=survivor.id, now=START)
        assert await initiatives_public.survivor_of(session, one) is None


async def test_words_changed_by_a_clarification_are_read_before_they_are_public(database: Database) -> None:
    async with database.begin() as session:
        who, author = await officer(session, 1), await person(session, 2)
        fan = await person(session, 3)
        one = await sent(session, author)
        await reviews.publish(session, who, one.id, now=START, confirmed=True)
        await supports.support(session, fan, one.id, now=START)

        async def clarify(field: str, value: str | None) -> Initiative:
            asked = await clarifications.ask(session, who, one.id, [field], now=START)
            listed, _ = await open_data.list_initiatives(session, limit=10, offset=0)
            assert [each.state for each in listed] == [InitiativeState.UNDER_REVIEW]  # the work on it is the desk's own
            await clarifications.answer(session, asked, field, value, now=START)
            return await clarifications.send(session, author, asked, one, now=START)

        assert (await clarify("proposal", None)).published_at is not None
        assert (await clarify("theme", "justice-lawmaking")).published_at is not None
        await clarify("proposal", "Эми такыр башка сөз: менин дүкөнүмө келгиле.")
        assert one.published_at is None
        with pytest.raises(NotFound):
            await initiatives_public.get(session, one.id)
        await reviews.publish(session, who, one.id, now=START, confirmed=True)
        told = select(func.count()).where(Notice.kind == "published", Notice.citizen_id == author.id)
        assert await session.scalar(told) == 1
    assert await supporting(database, one.id) == {fan.id}
    async with database.read() as session:
        assert (await session.get_one(Citizen, author.id)).id == one.author_id
