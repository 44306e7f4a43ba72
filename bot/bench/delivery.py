"""How close delivery comes to the allowed rate, alone and while people write, and whether they notice it.

The bot runs here, against a stub of the Bot API in a process of its own on the same machine. Seconds vary from machine
to machine, so what counts are the ratios.
"""

import asyncio
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from cryptography.fernet import Fernet
from sqlalchemy import insert, literal, select

from bot.app import FREE_RATE
from bot.assembly import Parts, assembled
from bot.bench.stub import TOKEN, beside
from bot.intake import Poller
from bot.memory import settle
from bot.preparing import utc_now
from bot.settings import Settings
from models import Citizen, Frequency, Language, Origin, Report, ReportState, ReportText, Subscription, Topic
from models.base import UtcDateTime
from models.database import Database
from services import commitments, notifications

FOLLOWERS = 30_000
_CHUNK = 2_000
_FIRST_FOLLOWER = 10_000_000
_FIRST_VISITOR = 1_000
_PAUSE_S = 0.15  # between two visitors
_WARM_UP_S = 1.0  # of the sends, left out of the rate
_IDLE_VISITS = 30  # before, and as many afterwards: a machine that changes its mind in between is noticed
_NO_LIMIT = 100_000


@dataclass(frozen=True)
class Replies:
    """Seconds to the replies to /start."""

    seconds: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20, method="inclusive")[-1]


@dataclass(frozen=True)
class Used:
    """Of the allowed rate, by messages and replies that reached the server."""

    share: float  # on the whole
    usual_share: float  # in the middle one of all seconds: what a machine does that is not disturbed


@dataclass(frozen=True)
class Measured:
    """One run at one allowed rate. The token may send ``allowed`` a second in all: replies are among them."""

    allowed: float
    sent: int  # messages of the report
    alone: Used  # while nobody writes, the first second left out
    visited: Used  # while somebody writes
    refused: int  # answers with 429
    most: int  # messages and replies that reached the server in any one second
    cpu: float  # this process's processor time for a message, seconds, without what the visitors cost
    idle: Replies
    busy: Replies

    @property
    def latency_ratio(self) -> float:
        return self.busy.median / self.idle.median


async def measure(rate: float, *, seconds: float, followers: int = FOLLOWERS) -> Measured:
    """Deliver one report to ``followers`` at ``rate`` a second: for half of ``seconds`` while nobody writes, then for
    all of them while somebody does."""
    with tempfile.TemporaryDirectory() as folder:
        async with beside() as url, aiohttp.ClientSession(url) as stub:
            settings = Settings(
                _env_file=None,
                bot_token=TOKEN,
                telegram_api_url=url,
                database_url=f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}",
                data_key=Fernet.generate_key().decode(),
                http_port=0,
                send_rate=rate,
            )
            async with assembled(settings) as parts, _working(parts):
                await parts.answers.ready()  # the start is not what is measured
                settle()  # as `achyk run` does
                return await _measured(parts, stub, rate, seconds, followers)


async def _measured(parts: Parts, stub: aiohttp.ClientSession, rate: float, seconds: float, followers: int) -> Measured:
    await _post(stub, f"/control/allow?rate={_NO_LIMIT}")
    await _publish(parts.database, followers)
    await _visits(stub, _FIRST_VISITOR, 10)  # the first ones pay for what is loaded on demand
    before = time.process_time()
    idle = await _visits(stub, _FIRST_VISITOR + 100, _IDLE_VISITS)
    cost_of_a_visit = (time.process_time() - before) / len(idle)
    # To the letter: one more than the rate in any second, replies among them, is refused.
    await _post(stub, f"/control/allow?rate={max(rate, FREE_RATE)}")
    before = time.process_time()
    delivering = asyncio.create_task(parts.delivery.run())
    await asyncio.sleep(_WARM_UP_S + seconds / 2)
    alone = (await _seen(stub))["times"]
    busy = await _visits_for(stub, seconds)
    parts.delivery.stop()
    await delivering
    cpu = time.process_time() - before - cost_of_a_visit * len(busy)
    found = await _seen(stub)
    await _post(stub, f"/control/allow?rate={_NO_LIMIT}")
    idle += await _visits(stub, _FIRST_VISITOR + 200, _IDLE_VISITS)
    times = sorted([*found["times"], *found["replies"]])
    return Measured(
        allowed=rate,
        sent=len(found["times"]),
        alone=used([at for at in alone if at > alone[0] + _WARM_UP_S], rate),
        visited=used([at for at in times if alone[-1] < at <= found["times"][-1]], rate),
        refused=found["refused"],
        most=most_in_a_second(times),
        cpu=cpu / len(found["times"]),
        idle=Replies(idle),
        busy=Replies(busy),
    )


def used(times: Sequence[float], rate: float) -> Used:
    """How much of ``rate`` a second these times are, in order."""
    share = (len(times) - 1) / (times[-1] - times[0]) / rate
    return Used(share, statistics.median(_by_second(times)) / rate)


def _by_second(times: Sequence[float]) -> list[int]:
    """How many there are in each whole second."""
    counts = Counter(int(at - times[0]) for at in times)
    return [counts[second] for second in range(max(1, int(times[-1] - times[0])))]


def most_in_a_second(times: Sequence[float]) -> int:
    """The most of these times, in order, that any second holds."""
    most = first = 0
    for count, at in enumerate(times, 1):
        while times[first] <= at - 1.0:
            first += 1
        most = max(most, count - first)
    return most


@asynccontextmanager
async def _working(parts: Parts) -> AsyncIterator[None]:
    """Intake and worker run."""
    poller = Poller(parts.application.bot, parts.request, parts.intake)
    tasks = [asyncio.create_task(poller.run()), asyncio.create_task(parts.worker.run())]
    try:
        yield
    finally:
        parts.worker.stop()
        tasks[0].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _post(stub: aiohttp.ClientSession, path: str) -> Any:
    async with stub.post(path) as answer:
        answer.raise_for_status()
        return await answer.json()


async def _seen(stub: aiohttp.ClientSession) -> Any:
    async with stub.get("/control/sent") as answer:
        return await answer.json()


async def _visits(stub: aiohttp.ClientSession, first: int, count: int) -> list[float]:
    found = []
    for person in range(first, first + count):
        found.append((await _post(stub, f"/control/start?person={person}"))["seconds"])
        await asyncio.sleep(_PAUSE_S)
    return found


async def _visits_for(stub: aiohttp.ClientSession, seconds: float) -> list[float]:
    """Visitors, one after the other, until the time is over or everything has been delivered."""
    loop = asyncio.get_running_loop()
    end, person, found = loop.time() + seconds, _FIRST_VISITOR + 10_000, []
    while loop.time() < end:
        found.append((await _post(stub, f"/control/start?person={person}"))["seconds"])
        person += 1
        await asyncio.sleep(_PAUSE_S)
    return found


async def _publish(database: Database, followers: int) -> None:
    """One report on the first commitment, and this many who follow it at once, day and night."""
    now = utc_now()
    async with database.begin() as session:
        commitment = (await commitments.list_all(session))[0]
    person = {
        "language": Language.KY,
        "frequency": Frequency.AT_ONCE,
        "digest_hour": 9,
        "quiet_from": 0,
        "quiet_until": 0,
        "wants_announcements": True,
        "created_at": now,
        "seen_at": now,
    }
    for start in range(_FIRST_FOLLOWER, _FIRST_FOLLOWER + followers, _CHUNK):
        end = min(start + _CHUNK, _FIRST_FOLLOWER + followers)
        async with database.begin() as session:
            await session.execute(insert(Citizen), [person | {"telegram_id": number} for number in range(start, end)])
            rows = select(
                Citizen.id,
                literal(Topic.COMMITMENT, Subscription.topic.type),
                literal(commitment.id),
                literal(now, UtcDateTime()),
            ).where(Citizen.telegram_id >= start, Citizen.telegram_id < end)
            columns = ("citizen_id", "topic", "target", "created_at")
            await session.execute(insert(Subscription).from_select(columns, rows))
    async with database.begin() as session:
        report = _report(commitment.id, now)
        session.add(report)
        await session.flush()
        await notifications.report_published(session, report, now=now)


def _report(commitment_id: str, now: datetime) -> Report:
    text = ReportText(lang=Language.KY, done="The register was opened. " * 12, origin=Origin.AUTHOR)
    return Report(
        source="bench",
        external_id=f"bench-{now.astimezone(UTC):%Y%m%d%H%M%S}",
        content_hash="0" * 64,
        commitment_id=commitment_id,
        state=ReportState.PUBLISHED,
        version=1,
        received_at=now,
        published_at=now,
        texts=[text],
    )
