"""Followers and reports for tests of delivery."""

from datetime import datetime

from sqlalchemy import insert, select

from models import Citizen, Frequency, Language, Message, MessageState, Report, Subscription, Topic
from models.database import Database
from tests import reporting
from tests.conftest import START

REGISTER = "judicial-acts-register"
BODY = "adilet-sot"


async def follower(
    database: Database,
    telegram_id: int,
    topic: Topic = Topic.COMMITMENT,
    target: str = REGISTER,
    *,
    language: Language = Language.RU,
    frequency: Frequency = Frequency.AT_ONCE,
    **wishes: int,
) -> int:
    """Somebody who follows a thing; their id of ours."""
    async with database.begin() as session:
        citizen = await reporting.person(session, telegram_id, language=language)
        citizen.frequency = frequency
        for wish, value in wishes.items():
            setattr(citizen, wish, value)
        await session.flush()
        session.add(Subscription(citizen_id=citizen.id, topic=topic, target=target, created_at=START))
        return citizen.id


async def many_followers(database: Database, count: int, *, first: int = 1_000_000) -> None:
    """Strangers to everything but the register, with consecutive Telegram ids."""
    async with database.begin() as session:
        people = [
            {
                "telegram_id": first + number,
                "language": list(Language)[number % 3],
                "frequency": Frequency.AT_ONCE,
                "digest_hour": 9,
                "quiet_from": 0,
                "quiet_until": 0,
                "wants_announcements": True,
                "created_at": START,
                "seen_at": START,
            }
            for number in range(count)
        ]
        for start in range(0, count, 1000):
            await session.execute(insert(Citizen), people[start : start + 1000])
        ids = (await session.scalars(select(Citizen.id).where(Citizen.telegram_id >= first))).all()
        rows = [{"citizen_id": id_, "topic": Topic.COMMITMENT, "target": REGISTER, "created_at": START} for id_ in ids]
        for start in range(0, count, 1000):
            await session.execute(insert(Subscription), rows[start : start + 1000])


async def publish(database: Database, *, now: datetime = START, external_id: str = "q3", **facts: object) -> Report:
    async with database.begin() as session:
        return await reporting.published(session, external_id=external_id, now=now, **facts)


async def states(database: Database) -> list[MessageState]:
    async with database.read() as session:
        return list((await session.scalars(select(Message.state).order_by(Message.id))).all())
