"""Who hears of what happens to the commitments they follow: notices, written some thousands at a time."""

import asyncio
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, exists, func, or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from models import Broadcast, Citizen, Commitment, CommitmentAgency, Fanout, Mute, Report, Subscription, Topic
from models.database import Database
from services import audiences, notices
from services.audiences import Audience

# One statement for a million people would keep everybody's writes waiting for half a second; this many, for 9 ms.
CHUNK = 2_000
# So many chunks between two looks at what else there is to do: a million people take a quarter of a minute.
CHUNKS_AT_A_TIME = 10
REPORT = "report"


async def report_published(session: AsyncSession, report: Report, *, now: datetime) -> int:
    """Tell everybody who follows the commitment, its bodies, its theme, or everything, of this version, once.

    The first chunk is written here, the rest by ``run_due_fanouts``. Returns how many are told already.
    """
    assert report.commitment_id is not None
    cause = f"report:{report.id}:v{report.version}"
    return await tell_followers(
        session, report.commitment_id, cause=cause, kind=REPORT, subject=str(report.id), now=now
    )


async def tell_followers(
    session: AsyncSession, commitment_id: str, *, cause: str, kind: str, subject: str, now: datetime
) -> int:
    """Give a notice to every follower of a commitment; harmless when told already. Returns how many so far."""
    if await session.scalar(select(Fanout.id).where(Fanout.cause == cause)) is not None:
        return 0
    fanout = Fanout(cause=cause, kind=kind, subject=subject, commitment_id=commitment_id, created_at=now)
    return await begin(session, fanout, now=now)


async def begin(session: AsyncSession, fanout: Fanout, *, now: datetime) -> int:
    """Tell the first chunk of a new fanout. Returns how many."""
    fanout.told_up_to = fanout.told = 0
    session.add(fanout)
    await session.flush()
    return await _tell_chunk(session, fanout, now=now)


async def run_due_fanouts(database: Database, *, now: datetime) -> int:
    """Go on telling what is not told to the end, each chunk a unit of work of its own; of very many people only the
    next ones, so that whoever calls has its turn between. Returns how many were told."""
    told = 0
    for _ in range(CHUNKS_AT_A_TIME):
        async with database.begin() as session:
            query = select(Fanout).where(Fanout.done_at.is_(None)).order_by(Fanout.id).limit(1)
            fanout = await session.scalar(query)
            if fanout is None:
                return told
            told += await _tell_chunk(session, fanout, now=now)
        await asyncio.sleep(0)  # let those who wait for the write lock have it
    return told


async def _tell_chunk(session: AsyncSession, fanout: Fanout, *, now: datetime) -> int:
    if fanout.commitment_id is not None:
        found = (await _candidates(session, fanout.commitment_id, after=fanout.told_up_to)).subquery()
        muted = exists().where(Mute.citizen_id == Citizen.id, Mute.commitment_id == fanout.commitment_id)
        people = select(Citizen.id).join(found, found.c[0] == Citizen.id).where(Citizen.unreachable.is_(None), ~muted)
        last, size = await _extent(session, found)
        is_last = size < CHUNK
    else:
        broadcast = await session.get_one(Broadcast, fanout.broadcast_id)
        audience = Audience.parse(broadcast.audience)
        found = audiences.chunk(audience, after=fanout.told_up_to, limit=CHUNK, at=fanout.created_at).subquery()
        people = select(found.c[0])
        last, size = await _extent(session, found)
        if last is None or size < CHUNK:  # all of these ids have been looked at
            last = fanout.told_up_to + audiences.AT_A_LOOK
        is_last = last >= (await session.scalar(select(func.max(Citizen.id))) or 0)
    told = 0
    if size:
        told = await notices.give(
            session, people, cause=fanout.cause, kind=fanout.kind, subject=fanout.subject, now=now, due_at=fanout.due_at
        )
        fanout.told += told
    fanout.told_up_to = last or fanout.told_up_to
    if is_last:
        fanout.done_at = now
    await session.flush()
    return told


async def _extent(session: AsyncSession, found: FromClause) -> tuple[int | None, int]:
    """(the last of these people, how many they are)."""
    last, size = (await session.execute(select(func.max(found.c[0]), func.count()).select_from(found))).one()
    return last, size


async def _candidates(session: AsyncSession, commitment_id: str, *, after: int) -> Select[Any]:
    """The next followers in the order of their ids: each topic is read in order, so no audience is ever sorted."""
    parts = []
    for topic, target in await topics_of(session, commitment_id):
        part = (
            select(Subscription.citizen_id)
            .where(Subscription.topic == topic, Subscription.target == target, Subscription.citizen_id > after)
            .order_by(Subscription.citizen_id)
            .limit(CHUNK)
            .subquery()
        )
        parts.append(select(part.c.citizen_id))
    every = union(*parts).subquery()
    chunk = select(every.c.citizen_id).order_by(every.c.citizen_id).limit(CHUNK).subquery()
    return select(chunk.c.citizen_id)


async def topics_of(session: AsyncSession, commitment_id: str) -> list[tuple[Topic, str]]:
    """What one may follow to hear of this commitment."""
    theme = await session.scalar(select(Commitment.theme_id).where(Commitment.id == commitment_id))
    leads = select(CommitmentAgency.agency_id).where(CommitmentAgency.commitment_id == commitment_id)
    bodies = (await session.scalars(leads.order_by(CommitmentAgency.position))).all()
    topics = [(Topic.COMMITMENT, commitment_id), *((Topic.AGENCY, body) for body in bodies), (Topic.EVERYTHING, "")]
    return [*topics, (Topic.THEME, theme)] if theme else topics


async def still_followed_by(session: AsyncSession, commitment_id: str, citizen_ids: Collection[int]) -> frozenset[int]:
    """Who of these people still wants to hear of the commitment: looked at once for all, right before sending."""
    follows: list[ColumnElement[bool]] = [
        (Subscription.topic == topic) & (Subscription.target == target)
        for topic, target in await topics_of(session, commitment_id)
    ]
    muted = exists().where(Mute.citizen_id == Subscription.citizen_id, Mute.commitment_id == commitment_id)
    query = select(Subscription.citizen_id).where(Subscription.citizen_id.in_(citizen_ids), or_(*follows), ~muted)
    return frozenset((await session.scalars(query)).all())
