"""The parts of a running bot, put together and connected; nothing runs yet."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import MultiFernet
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.app import build_application
from bot.application import StrictApplication
from bot.clockwork import Clockwork
from bot.delivery import Delivery
from bot.faults import DatabaseFault
from bot.fetching import Fetcher
from bot.inline import InlineDesk
from bot.intake import LONGEST_BACKOFF_S, Intake
from bot.live import LiveProgress
from bot.pacing import Pacing
from bot.preparing import check_key, database_of, prepare, utc_now
from bot.profile import Profile
from bot.replies import Replies
from bot.request import AiohttpRequest, NoBotApi, retry_after_seconds
from bot.settings import Settings
from bot.staffroom import StaffRoom
from bot.telling import Telling
from bot.watchdog import Watchdog
from bot.worker import Worker
from handlers.screens.secretariat import group
from locales.translator import Voices
from models import Belonging
from models.database import Database
from services import content, keys
from services.answers import Answers
from services.links import LinkChecks
from services.sources.config import Source, SourcesFault
from services.sources.config import read as read_sources
from services.sources.reading import check_names
from services.vault import Vault

log = logging.getLogger(__name__)


class CannotStart(Exception):
    """Why the bot does not start, and what to do about it, for the operator."""


@dataclass
class Parts:
    """What a running bot consists of; tests take it apart."""

    database: Database
    application: StrictApplication
    request: AiohttpRequest
    answers: Answers
    watchdog: Watchdog
    worker: Worker
    intake: Intake
    profile: Profile
    clockwork: Clockwork
    fetcher: Fetcher
    delivery: Delivery
    live: LiveProgress


@contextlib.asynccontextmanager
async def assembled(
    settings: Settings, *, clock: Callable[[], datetime] = utc_now, is_asked: bool = True
) -> AsyncIterator[Parts]:
    """The parts, ready and connected, nothing running yet; the search is built only where somebody ``is_asked``.
    Raises CannotStart."""
    try:
        database = database_of(settings)
    except DatabaseFault as fault:
        raise CannotStart(str(fault)) from None
    request = AiohttpRequest(proxy=settings.proxy_url)
    polling = AiohttpRequest(proxy=settings.proxy_url, connections=1)
    application = build_application(settings, request=request, polling=polling)
    watchdog = Watchdog(application.bot)
    answers = Answers(settings.data_folder / "search")
    try:
        loaded = await _opened(database, now=clock())
        await _check_key(database, _cipher(settings))
        for conflict in loaded.conflicts:
            log.warning("content: %s was edited by staff and the files changed too; staff's stays", conflict)
        await _connect(application)
        await _check_belonging(database, application.bot.id)
        if is_asked:
            answers.begin(database)
        parts, inline = await _wired(settings, database, request, application, watchdog, answers, clock)
        yield parts
        await inline.close()
        await parts.profile.close()
    finally:
        await answers.close()
        await watchdog.close()
        await application.shutdown()
        for opened in (request, polling):
            await opened.shutdown()  # the application leaves them open when it was never connected
        await database.close()


async def _wired(
    settings: Settings,
    database: Database,
    request: AiohttpRequest,
    application: StrictApplication,
    watchdog: Watchdog,
    answers: Answers,
    clock: Callable[[], datetime],
) -> tuple[Parts, InlineDesk]:
    """Everything that works, each given what it works with."""
    voices = Voices(settings.zone)
    profile = Profile(application.bot, database, voices)
    worker = Worker(
        application=application,
        database=database,
        replies=Replies(Telling(application.bot, database, watchdog, voices), database, clock),
        answers=answers,
        voices=voices,
        clock=clock,
        secretariat=settings.secretariat_ids,
        watch_minimum=settings.watch_minimum,
        broadcast_approval=settings.broadcast_approval,
        quiet_hours=settings.quiet,
        links=LinkChecks(proxy=settings.proxy_url),
        afterwards=profile.follow_choice,
    )
    inline = InlineDesk(application.bot, database, answers, voices, clock)
    intake = Intake(
        database=database,
        bot_id=application.bot.id,
        watchdog=watchdog,
        wake=worker.wake,
        clock=clock,
        beside=inline.take,
    )
    sources = await _sources(settings, database)
    duties = [profile.take_back_due, *_duties(settings, application, database, voices, clock)]
    clockwork = Clockwork(database, clock, zone=settings.zone, sources=sources, proxy=settings.proxy_url, more=duties)
    fetcher = Fetcher(application.bot, request, database, _vault(settings), clock)
    delivery = _delivery(
        settings, application, database, voices, clock, lambda: intake.is_keeping() or worker.is_answering()
    )
    live = LiveProgress(application.bot, database, voices, clock)
    parts = Parts(
        database, application, request, answers, watchdog, worker, intake, profile, clockwork, fetcher, delivery, live
    )
    return parts, inline


def _delivery(
    settings: Settings,
    application: StrictApplication,
    database: Database,
    voices: Voices,
    clock: Callable[[], datetime],
    is_anybody_answered: Callable[[], bool],
) -> Delivery:
    pacing = application.bot.rate_limiter
    assert isinstance(pacing, Pacing)
    pacing.give_way(is_anybody_answered)
    return Delivery(
        bot=application.bot,
        database=database,
        pacing=pacing,
        voices=voices,
        clock=clock,
        zone=settings.zone,
        weekly_cap=settings.weekly_cap,
    )


def _vault(settings: Settings) -> Vault:
    return Vault(settings.data_folder / "files", _cipher(settings))


def _cipher(settings: Settings) -> MultiFernet:
    if settings.cipher is None:
        raise CannotStart("DATA_KEY: is missing; nothing could be kept")
    return settings.cipher


async def _sources(settings: Settings, database: Database) -> tuple[Source, ...]:
    """The sources to read, checked. Raises CannotStart."""
    if settings.sources_file is None:
        return ()
    try:
        sources = read_sources(settings.sources_file).source
        await check_names(database, sources)
    except SourcesFault as fault:
        raise CannotStart("SOURCES_FILE: " + "; ".join(fault.faults)) from None
    return sources


def _duties(
    settings: Settings,
    application: StrictApplication,
    database: Database,
    voices: Voices,
    clock: Callable[[], datetime],
) -> list[Callable[[datetime], Awaitable[None]]]:
    """What the clock has to send by itself: cards to the staff group, where there is one. The group is spoken to in
    the state language."""
    if settings.staff_chat_id is None:
        return []
    return [StaffRoom(application.bot, database, voices[group.LANGUAGE], settings.staff_chat_id, clock).post_due]


async def _connect(application: StrictApplication) -> None:
    """getMe, until Telegram answers. A wrong token is the only thing that waiting does not cure."""
    backoff = 0.2
    while True:
        try:
            return await application.initialize()
        except InvalidToken:
            raise CannotStart("BOT_TOKEN: the Bot API server does not know this token") from None
        except RetryAfter as error:
            await asyncio.sleep(retry_after_seconds(error))
        except NoBotApi as error:
            raise CannotStart(f"TELEGRAM_API_URL or BOT_TOKEN: {error}") from None
        except TelegramError as error:
            log.warning("the Bot API server does not answer (%s); next try in %.1f s", error, backoff)
            await asyncio.sleep(backoff)
            backoff = min(LONGEST_BACKOFF_S, backoff * 2)


async def _opened(database: Database, *, now: datetime) -> content.Loaded:
    try:
        return await prepare(database, now=now)
    except DatabaseFault as fault:
        raise CannotStart(str(fault)) from None


async def _check_key(database: Database, cipher: MultiFernet) -> None:
    try:
        await check_key(database, cipher)
    except DatabaseFault as fault:
        raise CannotStart(str(fault)) from None
    async with database.begin() as session:
        await keys.begin(session, cipher)


async def _check_belonging(database: Database, bot_id: int) -> None:
    """One database belongs to one bot: file ids and chats of another bot mean nothing here."""
    async with database.begin() as session:
        belongs = await session.get(Belonging, "bot_id")
        if belongs is None:
            session.add(Belonging(key="bot_id", value=str(bot_id)))
        elif belongs.value != str(bot_id):
            raise CannotStart(
                f"the database belongs to bot {belongs.value}, the token to bot {bot_id}: "
                "check BOT_TOKEN and DATABASE_URL"
            )
