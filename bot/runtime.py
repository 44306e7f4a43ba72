"""`achyk run`: everything started in order, stopped in order."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Coroutine
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.app import ALLOWED_UPDATES
from bot.assembly import CannotStart, Parts, assembled
from bot.intake import Poller
from bot.memory import settle
from bot.request import retry_after_seconds
from bot.settings import Settings
from bot.web.server import build_web, serving, webhook_path

log = logging.getLogger(__name__)

# Whoever wrote while the bot was down is answered before the sentence model takes the processor.
SHARPEN_AFTER_S = 10.0
FEW = 8

KEEP_CURRENT_S = 15.0
ROLES = ("intake", "worker", "delivery", "clock", "web")


async def run(settings: Settings, roles: frozenset[str] = frozenset(ROLES)) -> None:
    """Run until SIGINT or SIGTERM, then finish what has begun. Raises CannotStart or SettingsFault."""
    settings.require_for_run()
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    is_asked = bool(roles & {"worker", "intake"})
    async with contextlib.AsyncExitStack() as stack:
        parts = await _until_told(stopping, stack.enter_async_context(assembled(settings, is_asked=is_asked)))
        if parts is None:
            log.info("stopped before it had begun")
            return
        await _open_web(settings, parts, roles, stack)
        settle()
        tasks = {_task(name, work) for name, work in _work(settings, parts, roles).items()}
        log.info("running as @%s: %s", parts.application.bot.username, ", ".join(sorted(roles)))
        await _work_until_told(stopping, parts, tasks)
        log.info("stopped")


async def _until_told(stopping: asyncio.Event, starting: Coroutine[Any, Any, Parts]) -> Parts | None:
    """The parts; None when told to stop before they were ready: waiting for the Bot API server may take for ever."""
    begun, waiting = asyncio.create_task(starting), asyncio.create_task(stopping.wait())
    await asyncio.wait({begun, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if not begun.done():
        begun.cancel()
        await asyncio.wait({begun})
        if begun.cancelled():
            return None
        if error := begun.exception():  # a migration broken off in the middle ends with an error of its own
            log.warning("the start was broken off (%s)", type(error).__name__)
            return None
    return begun.result()


async def _work_until_told(stopping: asyncio.Event, parts: Parts, tasks: set[asyncio.Task[None]]) -> None:
    """Until told to stop, or until a part fails: then the whole process ends and says why."""
    waiting = asyncio.create_task(stopping.wait())
    await asyncio.wait({waiting, *tasks}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    failed = [task for task in tasks if task.done() and not task.cancelled() and task.exception()]
    parts.worker.stop()
    parts.delivery.stop()
    parts.answers.stop()
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
        work["search"] = lambda: _sharpen(parts)
    if roles & {"worker", "intake"}:
        work["initiatives"] = lambda: _keep_current(parts)
    if "delivery" in roles:
        work["delivery"] = parts.delivery.run
    if "clock" in roles:
        work["clock"] = parts.clockwork.run
        work["files"] = parts.fetcher.run
        work["live"] = parts.live.run
    if "intake" in roles:
        if settings.webhook_url:
            work["intake"] = lambda: _hold_webhook(settings, parts)
        else:
            work["intake"] = Poller(parts.application.bot, parts.request, parts.intake).run
        work["profile"] = lambda: _publish_profile(parts)
    return work


def _task(name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> asyncio.Task[None]:
    return asyncio.create_task(work(), name=name)


async def _sharpen(parts: Parts) -> None:
    await parts.answers.ready()
    await asyncio.sleep(SHARPEN_AFTER_S)
    while parts.worker.in_hand > FEW:  # noqa: ASYNC110 - a look once a second is enough
        await asyncio.sleep(1)
    if await parts.answers.sharpen(parts.database):
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
    try:
        await parts.profile.publish()
    except Exception:  # how the bot presents itself is no reason not to answer people
        log.exception("the bot's profile could not be published")
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
