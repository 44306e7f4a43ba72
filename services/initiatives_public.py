"""Published initiatives as anybody may see them: the list, one of them, what is said of its state.

Public are number, title, text, theme, region, the count of supporters and a published decision. Nothing here
gives out a draft, an unpublished text, a name, a contact or a file.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import Initiative, InitiativeState, InitiativeText, Support
from services.errors import NotFound

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_TEXTS = selectinload(Initiative.texts)


class Sort(enum.StrEnum):
    """The order of the list."""

    NEWEST = "n"
    MOST_SUPPORTED = "s"


@dataclass(frozen=True)
class Place:
    """A place in the list by value, not by number: what is published or withdrawn meanwhile moves no page.

    ``rank`` is the time of publication in microseconds since 1970, or the count of supporters.
    """

    rank: int
    id: int


@dataclass(frozen=True)
class Listed:
    """One line of the list."""

    initiative: Initiative
    supporters: int
    place: Place


@dataclass(frozen=True)
class Page:
    """A page, and whether there is more on either side."""

    items: tuple[Listed, ...]
    has_before: bool = False
    has_after: bool = False


def _supporters() -> ScalarSelect[int]:
    """How many support an initiative, counted when it is asked: a figure kept beside it could drift."""
    query = select(func.count()).select_from(Support).where(Support.initiative_id == Initiative.id)
    return query.correlate(Initiative).scalar_subquery()


def is_public() -> ColumnElement[bool]:
    """What the public list holds. A merged one goes once that is published: the other stands for both."""
    gone = (InitiativeState.DRAFT, InitiativeState.WITHDRAWN)
    merged = and_(Initiative.state == InitiativeState.MERGED, Initiative.decision_published_at.is_not(None))
    return and_(Initiative.published_at.is_not(None), Initiative.state.not_in(gone), ~merged)


def shown_state(initiative: Initiative) -> InitiativeState:
    """The state that the public may know: a decision once it is published, and until then "under review"."""
    if initiative.decision_published_at is not None and not initiative.is_undecided:
        return initiative.state
    return InitiativeState.UNDER_REVIEW


def takes_support(initiative: Initiative) -> bool:
    """Whether it may be supported now: while no decision on it is published."""
    return initiative.published_at is not None and shown_state(initiative) is InitiativeState.UNDER_REVIEW


def text_for(initiative: Initiative, language: str) -> InitiativeText:
    """Its words in this language where they were translated, else the author's own."""
    for text in initiative.texts:
        if text.lang == language and text.title and text.proposal:
            return text
    return initiative.text


async def get(session: AsyncSession, initiative_id: int) -> Initiative:
    """One published initiative, a merged one too: it says what it was merged into. Raises NotFound."""
    query = (
        select(Initiative).where(Initiative.id == initiative_id, Initiative.published_at.is_not(None)).options(_TEXTS)
    )
    found = await session.scalar(query)
    if found is None or found.state in {InitiativeState.DRAFT, InitiativeState.WITHDRAWN}:
        raise NotFound
    return found


async def survivor_of(session: AsyncSession, initiative: Initiative) -> Initiative | None:
    """The published initiative that stands for a merged one, at the end of however many mergers."""
    one: Initiative | None = initiative
    while one is not None and one.merged_into_id is not None:
        one = await session.get(Initiative, one.merged_into_id)
    if one is None or one.published_at is None or one.id == initiative.id:
        return None
    return one


async def list_public(session: AsyncSession, initiative_ids: Sequence[int]) -> list[Initiative]:
    """Those of these that the public list holds, in the order given."""
    if not initiative_ids:
        return []
    query = select(Initiative).where(Initiative.id.in_(initiative_ids), is_public()).options(_TEXTS)
    found = {one.id: one for one in await session.scalars(query)}
    return [found[one] for one in initiative_ids if one in found]


async def list_page(
    session: AsyncSession,
    sort: Sort = Sort.NEWEST,
    *,
    theme: str | None = None,
    region: str | None = None,
    after: Place | None = None,
    before: Place | None = None,
    limit: int = 5,
) -> Page:
    """The page after or before a place, else the first one. A page that has become empty gives the first."""
    listing = _Listing(sort, theme, region)
    if before is not None:
        items = await listing.fetch(session, limit, before, newer=True)
        if len(items) == limit:
            return await _page(session, listing, items)
    elif after is not None and (items := await listing.fetch(session, limit, after, newer=False)):
        return await _page(session, listing, items)
    return await _page(session, listing, await listing.fetch(session, limit, None, newer=False))


async def _page(session: AsyncSession, listing: "_Listing", items: Sequence[Listed]) -> Page:
    if not items:
        return Page(())
    return Page(
        tuple(items),
        has_before=bool(await listing.fetch(session, 1, items[0].place, newer=True)),
        has_after=bool(await listing.fetch(session, 1, items[-1].place, newer=False)),
    )


@dataclass(frozen=True)
class _Listing:
    sort: Sort
    theme: str | None
    region: str | None

    async def fetch(self, session: AsyncSession, limit: int, place: Place | None, *, newer: bool) -> list[Listed]:
        supporters = _supporters()
        rank: Any = supporters if self.sort is Sort.MOST_SUPPORTED else Initiative.published_at
        order = (rank.asc(), Initiative.id.asc()) if newer else (rank.desc(), Initiative.id.desc())
        query = select(Initiative, supporters).where(is_public()).options(_TEXTS).order_by(*order).limit(limit)
        if self.theme is not None:
            query = query.where(Initiative.theme_id == self.theme)
        if self.region is not None:
            query = query.where(Initiative.region_id == self.region)
        if place is not None:
            here = place.rank if self.sort is Sort.MOST_SUPPORTED else _EPOCH + place.rank * _MICROSECOND
            further = rank > here if newer else rank < here
            next_to = Initiative.id > place.id if newer else Initiative.id < place.id
            query = query.where(or_(further, and_(rank == here, next_to)))
        found = [self._listed(row[0], int(row[1])) for row in await session.execute(query)]
        return found[::-1] if newer else found

    def _listed(self, one: Initiative, supporters: int) -> Listed:
        assert one.published_at is not None
        published = (one.published_at - _EPOCH) // _MICROSECOND
        return Listed(one, supporters, Place(supporters if self.sort is Sort.MOST_SUPPORTED else published, one.id))
