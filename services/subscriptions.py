"""What people follow."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models import Agency, Citizen, Commitment, Mute, Subscription, Theme, Topic
from services.errors import NotFound

_TABLES = {Topic.COMMITMENT: Commitment, Topic.AGENCY: Agency, Topic.THEME: Theme}


async def follow(session: AsyncSession, citizen: Citizen, topic: Topic, target: str = "", *, now: datetime) -> bool:
    """Follow a thing; False when it was followed already. Raises NotFound for a thing that is not there."""
    table = _TABLES.get(topic)
    if table is not None and await session.get(table, target) is None:
        raise NotFound
    if topic is Topic.COMMITMENT:
        await unmute(session, citizen, target)
    if await is_following(session, citizen, topic, target):
        return False
    session.add(Subscription(citizen_id=citizen.id, topic=topic, target=target if table else "", created_at=now))
    await session.flush()
    return True


async def follow_all(session: AsyncSession, people: Select[Any], commitment_id: str, *, now: datetime) -> None:
    """Make ``people`` (a select of citizens' ids) followers of a commitment, at once. Whoever had muted it hears of it
    again: the notice that goes with this says so, and how to end it."""
    await session.execute(delete(Mute).where(Mute.commitment_id == commitment_id, Mute.citizen_id.in_(people)))
    rows = select(
        Citizen.id,
        literal(Topic.COMMITMENT, Subscription.topic.type),
        literal(commitment_id),
        literal(now, Subscription.created_at.type),
    ).where(Citizen.id.in_(people))
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    columns = ("citizen_id", "topic", "target", "created_at")
    await session.execute(dialect.insert(Subscription).from_select(columns, rows).on_conflict_do_nothing())


async def unfollow(session: AsyncSession, citizen: Citizen, topic: Topic, target: str = "") -> None:
    """Stop following; harmless when it was not followed."""
    await session.execute(
        delete(Subscription).where(
            Subscription.citizen_id == citizen.id, Subscription.topic == topic, Subscription.target == target
        )
    )


async def mute(session: AsyncSession, citizen: Citizen, commitment_id: str, *, now: datetime) -> None:
    """Hear nothing more of this commitment, whatever else is followed; following it anew ends that. Raises NotFound."""
    if await session.get(Commitment, commitment_id) is None:
        raise NotFound
    await unfollow(session, citizen, Topic.COMMITMENT, commitment_id)
    if await session.get(Mute, (citizen.id, commitment_id)) is None:
        session.add(Mute(citizen_id=citizen.id, commitment_id=commitment_id, created_at=now))
        await session.flush()


async def unmute(session: AsyncSession, citizen: Citizen, commitment_id: str) -> None:
    """Hear of this commitment again through what else is followed; harmless when it was not muted."""
    await session.execute(delete(Mute).where(Mute.citizen_id == citizen.id, Mute.commitment_id == commitment_id))


async def is_following(session: AsyncSession, citizen: Citizen, topic: Topic, target: str = "") -> bool:
    query = select(Subscription.id).where(
        Subscription.citizen_id == citizen.id, Subscription.topic == topic, Subscription.target == target
    )
    return await session.scalar(query) is not None


async def list_of(session: AsyncSession, citizen: Citizen) -> Sequence[Subscription]:
    """Everything the person follows, the latest first."""
    query = select(Subscription).where(Subscription.citizen_id == citizen.id).order_by(Subscription.id.desc())
    return (await session.scalars(query)).all()


async def list_muted(session: AsyncSession, citizen: Citizen) -> Sequence[Mute]:
    """What the person wants to hear nothing about, the latest first."""
    query = select(Mute).where(Mute.citizen_id == citizen.id).order_by(Mute.created_at.desc(), Mute.commitment_id)
    return (await session.scalars(query)).all()
