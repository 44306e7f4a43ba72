"""What an announcement to very many people costs everybody else: how long confirming takes, how much memory, and how
long somebody who writes to the bot meanwhile waits for the database.

Delivery runs here, against a stub of the Bot API in a process of its own. Seconds vary from machine to machine; what
counts is the ratio to the same machine when nothing is sent.
"""

import asyncio
import statistics
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from sqlalchemy import func, insert, literal, select, update
from telegram.ext import ExtBot

from bot.bench.stub import TOKEN, beside
from bot.delivery import Delivery
from bot.pacing import Pacing
from bot.preparing import prepare, utc_now
from bot.request import AiohttpRequest
from locales.translator import Voices
from models import Citizen, Conversation, Fanout, Frequency, Language, Message, MessageState, Role, StaffRole
from models.base import UtcDateTime
from models.database import Database
from services import broadcast_confirming, broadcast_outlook, broadcasts
from services.links import LinkChecks

PEOPLE = 1_000_000
_ANNOUNCER = 1
_FIRST = 10_000_000
_FILLED_AT_ONCE = 100_000
_WRITE_EVERY_S = 0.02
_IDLE_S = 5.0
_LOOK_EVERY_S = 0.01


@dataclass(frozen=True)
class Waits:
    """How long writes of people took, in seconds, from wanting to write to being committed."""

    count: int
    median: float
    most: float  # what 99 of 100 took at most
    longest: float


@dataclass(frozen=True)
class Measured:
    """One run; times in seconds."""

    people: int
    counted: float  # counting the audience for the card, beside everything else
    confirmed: float  # the unit of work of the last press
    frozen: float  # from that press until every recipient is written down
    sent: int  # until the end of the run
    idle: Waits
    busy: Waits  # from the confirmation to the end of the run
    memory: int  # bytes by which this process grew at most, from the confirmation on

    @property
    def ratio(self) -> float:
        return self.busy.longest / self.idle.longest


async def measure(people: int, *, seconds: float, rate: float = 25.0, url: str | None = None) -> Measured:
    """Announce to ``people``, and go on sending for ``seconds`` when all recipients are written down."""
    with tempfile.TemporaryDirectory() as folder:
        file = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        database = Database(url or file, Fernet(Fernet.generate_key()))
        try:
            await prepare(database, now=utc_now())
            await _fill(database, people)
            await _settle_down(database)
            return await _announce(database, people, seconds=seconds, rate=rate)
        finally:
            await database.close()


async def _announce(database: Database, people: int, *, seconds: float, rate: float) -> Measured:
    zone = ZoneInfo("Asia/Bishkek")
    broadcast_id = await _draft(database)
    async with _writing(database) as idle:
        await asyncio.sleep(_IDLE_S)
    noon = (
        utc_now().astimezone(zone).replace(hour=12)
    )  # whatever hour it is here, the announcement is none of the night
    began = time.monotonic()
    outlook = await broadcast_outlook.look(database, LinkChecks(), _ANNOUNCER, broadcast_id, now=noon)
    counted = time.monotonic() - began
    async with beside() as stub_url, _delivering(database, stub_url, rate, zone), _writing(database) as busy:
        with _memory() as memory:
            began = time.monotonic()
            async with database.begin() as session:
                announcer = (await session.scalars(select(Citizen).where(Citizen.telegram_id == _ANNOUNCER))).one()
                await broadcast_confirming.confirm(
                    session, announcer, broadcast_id, now=noon, zone=zone, outlook=outlook
                )
            confirmed = time.monotonic() - began
            await _frozen(database)
            frozen = time.monotonic() - began
            await asyncio.sleep(seconds)
    async with database.read() as session:
        done = select(func.count()).select_from(Message).where(Message.state == MessageState.SENT)
        sent = await session.scalar(done) or 0
    return Measured(people, counted, confirmed, frozen, sent, waits_of(idle), waits_of(busy), max(memory) - memory[0])


async def _draft(database: Database) -> int:
    now = utc_now()
    async with database.begin() as session:
        announcer = Citizen(
            telegram_id=_ANNOUNCER, language=Language.KY, created_at=now, seen_at=now, quiet_from=0, quiet_until=0
        )
        session.add(announcer)
        await session.flush()
        session.add(StaffRole(citizen_id=announcer.id, role=Role.ANNOUNCER, granted_at=now))
        draft = await broadcasts.start(session, announcer, now=now)
        for lang in Language:
            words = f"The collection of initiatives opens on Monday. ({lang.value})"
            await broadcasts.set_text(session, announcer, draft.id, lang, words, now=now)
        return draft.id


async def _fill(database: Database, people: int) -> None:
    """This many people, a third in each language, each with a conversation that is over."""
    now = utc_now() - timedelta(days=30)
    wishes = {"frequency": Frequency.AT_ONCE, "digest_hour": 9, "quiet_from": 0, "quiet_until": 0}
    common = wishes | {"wants_announcements": True, "created_at": now, "seen_at": now}
    for start in range(_FIRST, _FIRST + people, _FILLED_AT_ONCE):
        numbers = select(literal(start).label("number")).cte("numbers", recursive=True)
        last = min(start + _FILLED_AT_ONCE, _FIRST + people) - 1
        numbers = numbers.union_all(select(numbers.c.number + 1).where(numbers.c.number < last))
        columns = {
            Citizen.__table__.c[name]: literal(value, Citizen.__table__.c[name].type) for name, value in common.items()
        }
        language = func.substr("kyruen", numbers.c.number % 3 * 2 + 1, 2)
        async with database.begin() as session:
            made = select(numbers.c.number, language, *columns.values())
            await session.execute(
                insert(Citizen).from_select(["telegram_id", "language", *common], made, include_defaults=False)
            )
            theirs = select(Citizen.id, literal(now, UtcDateTime())).where(Citizen.telegram_id >= start)
            await session.execute(insert(Conversation).from_select(["citizen_id", "updated_at"], theirs))


async def _settle_down(database: Database) -> None:
    """What filling has left in SQLite's log would be brought home by the first who writes afterwards."""
    if database.is_sqlite:
        async with database.engine.connect() as connection:
            await connection.exec_driver_sql("COMMIT")
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


async def _frozen(database: Database) -> None:
    """Wait until every recipient is written down."""
    is_open = True
    while is_open:
        await asyncio.sleep(0.2)
        async with database.read() as session:
            is_open = await session.scalar(select(Fanout.id).where(Fanout.done_at.is_(None)).limit(1)) is not None


@asynccontextmanager
async def _delivering(database: Database, url: str, rate: float, zone: ZoneInfo) -> AsyncIterator[None]:
    pacing, request = Pacing(rate=rate), AiohttpRequest()
    bot = ExtBot(TOKEN, base_url=f"{url}/bot", request=request, get_updates_request=request, rate_limiter=pacing)
    async with bot:
        delivery = Delivery(
            bot=bot, database=database, pacing=pacing, voices=Voices(zone), clock=utc_now, zone=zone, weekly_cap=7
        )
        running = asyncio.create_task(delivery.run())
        try:
            yield
        finally:
            delivery.stop()
            await running


@asynccontextmanager
async def _writing(database: Database) -> AsyncIterator[list[float]]:
    """Somebody writes again and again: a unit of work as small as that of most updates. Gives how long each took."""
    took: list[float] = []
    stopping = asyncio.Event()

    async def write() -> None:
        number = 0
        while not stopping.is_set():
            number += 1
            began = time.monotonic()
            async with database.begin() as session:
                one = update(Citizen).where(Citizen.telegram_id == _FIRST + number)
                await session.execute(one.values(seen_at=utc_now()))
            took.append(time.monotonic() - began)
            await asyncio.sleep(_WRITE_EVERY_S)

    writing = asyncio.create_task(write())
    try:
        yield took
    finally:
        stopping.set()
        await writing


def waits_of(took: list[float]) -> Waits:
    return Waits(
        len(took), statistics.median(took), statistics.quantiles(took, n=100, method="inclusive")[98], max(took)
    )


@contextmanager
def _memory() -> Iterator[list[int]]:
    """What this process holds, in bytes, looked at a hundred times a second (Linux; elsewhere nothing is known)."""
    status = Path("/proc/self/statm")
    held = [0]
    stopping = threading.Event()

    def look() -> None:
        while not stopping.wait(_LOOK_EVERY_S):
            held.append(_resident(status))

    if status.exists():
        held[0] = _resident(status)
        watching = threading.Thread(target=look, daemon=True)
        watching.start()
    try:
        yield held
    finally:
        stopping.set()


def _resident(status: Path) -> int:
    import resource

    return int(status.read_text().split()[1]) * resource.getpagesize()
