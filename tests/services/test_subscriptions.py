"""Following and ending it, each person for themselves."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Topic
from services import subscriptions
from services.errors import NotFound
from tests.conftest import START

FOLLOWED = [(Topic.COMMITMENT, "1"), (Topic.AGENCY, "mof"), (Topic.THEME, "elections"), (Topic.EVERYTHING, "")]


async def test_following_twice_is_once(session: AsyncSession, aizada: Citizen, bolot: Citizen) -> None:
    await subscriptions.follow(session, bolot, Topic.AGENCY, "moj", now=START)
    for topic, target in FOLLOWED[1:]:
        assert await subscriptions.follow(session, aizada, topic, target, now=START)
        assert not await subscriptions.follow(session, aizada, topic, target, now=START)
    found = await subscriptions.list_of(session, aizada)
    assert [(one.topic, one.target) for one in found] == FOLLOWED[:0:-1]


async def test_what_is_not_there_cannot_be_followed(session: AsyncSession, aizada: Citizen) -> None:
    for topic in (Topic.COMMITMENT, Topic.AGENCY, Topic.THEME):
        with pytest.raises(NotFound):
            await subscriptions.follow(session, aizada, topic, "bogus", now=START)
    assert await subscriptions.list_of(session, aizada) == []


async def test_ending_concerns_only_ones_own(session: AsyncSession, aizada: Citizen, bolot: Citizen) -> None:
    for citizen in (aizada, bolot):
        await subscriptions.follow(session, citizen, Topic.EVERYTHING, now=START)
        await subscriptions.follow(session, citizen, Topic.THEME, "elections", now=START)
    await subscriptions.unfollow(session, aizada, Topic.EVERYTHING)
    await subscriptions.unfollow(session, aizada, Topic.EVERYTHING)
    assert not await subscriptions.is_following(session, aizada, Topic.EVERYTHING)
    assert await subscriptions.is_following(session, aizada, Topic.THEME, "elections")
    assert len(await subscriptions.list_of(session, bolot)) == 2
