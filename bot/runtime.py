"""`achyk run`: everything started in order, stopped in order."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.fernet import MultiFernet
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.app import ALLOWED_UPDATES, build_application
from bot.application import StrictApplication
from bot.clockwork import Clockwork
from bot.delivery import Delivery
from bot.fetching import Fetcher
from bot.inline import InlineDesk
from bot.intake import Intake, Poller
from bot.live import LiveProgress
from bot.memory import settle
from bot.pacing import Pacing
from bot.profile import Profile
from bot.replies import Replies
from bot.request import AiohttpRequest, retry_after_seconds
from bot.settings import Settings
from bot.staffroom import StaffRoom
from bot.watchdog import Watchdog
from bot.web.server import build_web, serving, webhook_path
from bot.worker import Worker
from locales.translator import Voices
from models import Belonging, migrations
from models.database import Database
from services import content
from services.answers import Answers
from services.sources.config import Source, SourcesFault
from services.sources.config import read as read_sources
from services.sources.reading import check_names
from services.vault import Vault

log = logging.getLogger(__name__)

# Whoever wrote while the bot was down is answered before the sentence model takes the processor.
SHARPEN_AFTER_S = 10.0

KEEP_CURRENT_S = 15.0
ROLES = ("intake", "worker", "delivery", "clock", "web")


class CannotStart(Exception):
    """Why the bot does not start, and what to do about it, for the operator."""


def utc_now() -> datetime:
    return datetime.now(UTC)


async def prepare(database: Database, *, now: datetime) -> content.Loaded:
    """Migrate and load content: what `run` does by itself before anything else."""
    await migrations.upgrade(database)
    async with database.begin() as session:
        return await content.load(session, now=now)


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


@contextlib.asynccontextmanager
async def assembled(settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> AsyncIterator[Parts]:
    """The parts, ready and connected, nothing running yet. Raises CannotStart."""
    database = Database(settings.database_url, settings.cipher)
    request = AiohttpRequest(proxy=settings.proxy_url)
    application = build_application(settings, request=request)
    watchdog = Watchdog(application.bot)
    answers = Answers()
    try:
        loaded = await prepare(database, now=clock())
        for conflict in loaded.conflicts:
            log.warning("content: %s was edited by staff and the files changed too; staff's stays", conflict)
        await _connect(application)
        await _check_belonging(database, application.bot.id)
        answers.begin(database)
        voices = Voices(settings.zone)
        profile = Profile(application.bot, database, voices)
        worker = Worker(
            application=application,
            database=database,
            replies=Replies(application.bot, database, watchdog, clock),
            answers=answers,
            voices=voices,
            clock=clock,
            secretariat=settings.secretariat_ids,
            watch_minimum=settings.watch_minimum,
            broadcast_approval=settings.broadcast_approval,
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
        clockwork = Clockwork(
            database,
            clock,
            zone=settings.zone,
            sources=await _sources(settings, database),
            more=[
                *_staff_room(settings, application, database, voices, clock),
                LiveProgress(application.bot, database, voices).edit_due,
            ],
        )
        vault = Vault(settings.data_folder / "files", _cipher(settings))
        fetcher = Fetcher(application.bot, request, database, vault, clock)
        pacing = application.bot.rate_limiter
        assert isinstance(pacing, Pacing)
        delivery = Delivery(
            bot=application.bot,
            database=database,
            pacing=pacing,
            voices=voices,
            clock=clock,
            zone=settings.zone,
            weekly_cap=settings.weekly_cap,
        )
        parts = Parts(
            database, application, request, answers, watchdog, worker, intake, profile, clockwork, fetcher, delivery
        )
        yield parts
        await inline.close()
        await profile.close()
    finally:
        await answers.close()
        await watchdog.close()
        await application.shutdown()
        await database.close()


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


def _staff_room(
    settings: Settings,
    application: StrictApplication,
    database: Database,
    voices: Voices,
    clock: Callable[[], datetime],
) -> list[Callable[[datetime], Awaitable[None]]]:
    """The duty of posting cards to the staff group, where there is one. It speaks the state language."""
    if settings.staff_chat_id is None:
        return []
    return [StaffRoom(application.bot, database, voices["ky"], settings.staff_chat_id, clock).post_due]


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
        except TelegramError as error:
            log.warning("the Bot API server does not answer (%s); next try in %.1f s", type(error).__name__, backoff)
            await asyncio.sleep(backoff)
            backoff = min(30.0, backoff * 2)


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


async def run(settings: Settings, roles: frozenset[str] = frozenset(ROLES)) -> None:
    """Run until SIGINT or SIGTERM, then finish what has begun. Raises CannotStart or SettingsFault."""
    settings.require_for_run()
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    async with assembled(settings) as parts, contextlib.AsyncExitStack() as stack:
        await _open_web(settings, parts, roles, stack)
        settle()
        tasks = {_task(name, work) for name, work in _work(settings, parts, roles).items()}
        log.info("running as @%s: %s", parts.application.bot.username, ", ".join(sorted(roles)))
        waiting = asyncio.create_task(stopping.wait())
        await asyncio.wait({waiting, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        failed = [task for task in tasks if task.done() and not task.cancelled() and task.exception()]
        parts.worker.stop()
        parts.delivery.stop()
        for task in tasks:
            if task.get_name() not in {"worker", "delivery"}:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if failed:
            error = failed[0].exception()
            if isinstance(error, InvalidToken):
                raise CannotStart("BOT_TOKEN: the Bot API server no longer accepts this token")
            assert error is not None
            raise error
        log.info("stopped")


async def _open_web(settings: Settings, parts: Parts, roles: frozenset[str], stack: contextlib.AsyncExitStack) -> None:
    if "web" not in roles:
        return
    web = build_web(settings, parts.database, parts.intake if settings.webhook_url else None)
    try:
        port = await stack.enter_async_context(serving(web, settings.http_host, settings.http_port))
    except OSError as error:
        if settings.webhook_url:
            raise CannotStart(
                f"HTTP_PORT: cannot listen on {settings.http_host}:{settings.http_port}: {error}"
            ) from None
        # Long polling works without health pages; the operator is told.
        log.error(
            "HTTP_PORT: cannot listen on %s:%d (%s); running without the web pages",
            settings.http_host,
            settings.http_port,
            error,
        )
    else:
        log.info("web pages on http://%s:%d", settings.http_host, port)


def _work(
    settings: Settings, parts: Parts, roles: frozenset[str]
) -> dict[str, Callable[[], Coroutine[Any, Any, None]]]:
    work: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {}
    if "worker" in roles:
        work["worker"] = parts.worker.run
        work["search"] = lambda: _sharpen(parts, settings)
    if roles & {"worker", "intake"}:
        work["initiatives"] = lambda: _keep_current(parts)
    if "delivery" in roles:
        work["delivery"] = parts.delivery.run
    if "clock" in roles:
        work["clock"] = parts.clockwork.run
        work["files"] = parts.fetcher.run
    if "intake" in roles:
        if settings.webhook_url:
            work["intake"] = lambda: _hold_webhook(settings, parts)
        else:
            work["intake"] = Poller(parts.application.bot, parts.request, parts.intake).run
        work["profile"] = lambda: _publish_profile(parts)
    return work


def _task(name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> asyncio.Task[None]:
    return asyncio.create_task(work(), name=name)


async def _sharpen(parts: Parts, settings: Settings) -> None:
    await parts.answers.ready()
    await asyncio.sleep(SHARPEN_AFTER_S)
    folder = settings.data_folder / "search"
    folder.mkdir(parents=True, exist_ok=True)
    if await parts.answers.sharpen(parts.database, folder):
        log.info("search: the sentence model helps from now on")
    await asyncio.Event().wait()


async def _keep_current(parts: Parts) -> None:
    """Let the search know what was sent, published and withdrawn, by whichever process."""
    while True:
        await asyncio.sleep(KEEP_CURRENT_S)
        try:
            await parts.answers.refresh(parts.database)
        except SQLAlchemyError as error:
            log.warning("search: initiatives could not be read (%s); tried again", type(error).__name__)


async def _publish_profile(parts: Parts) -> None:
    await parts.profile.publish()
    await asyncio.Event().wait()  # a task that ends would end the run


async def _hold_webhook(settings: Settings, parts: Parts) -> None:
    assert settings.webhook_url
    assert settings.webhook_secret
    while True:
        try:
            await parts.application.bot.set_webhook(
                f"{settings.webhook_url}{webhook_path(settings)}",
                secret_token=settings.webhook_secret.get_secret_value(),
                allowed_updates=ALLOWED_UPDATES,
            )
            break
        except InvalidToken:
            raise
        except RetryAfter as error:
            await asyncio.sleep(retry_after_seconds(error))
        except TelegramError as error:
            log.warning("cannot set the webhook (%s); trying again", error)
            await asyncio.sleep(5)
    await asyncio.Event().wait()
