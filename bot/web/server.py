"""The HTTP side: Telegram's webhook, and whether the bot is well."""

import asyncio
import contextlib
import hashlib
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime

import uvicorn
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.intake import Intake, parsed_body
from bot.settings import Settings
from bot.web import open_data, openapi, reports
from models.database import Database

log = logging.getLogger(__name__)

MOST_BYTES = 1024 * 1024  # an update is some kilobytes


def webhook_path(settings: Settings) -> str:
    """The webhook's path: not to be guessed without the token, and not the token."""
    return f"/telegram/{hashlib.sha256(settings.token.encode()).hexdigest()[:32]}"


def build_web(
    settings: Settings,
    database: Database,
    intake: Intake | None,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Starlette:
    """The web application; the webhook only where an intake is given and a secret is set."""
    routes: list[BaseRoute] = [Route("/healthz", healthz), Route("/readyz", _readyz(database))]
    routes += [
        *reports.routes(database, clock, settings.watch_minimum),
        *open_data.routes(database, settings.watch_minimum),
        *openapi.routes(),
    ]
    if intake is not None and settings.webhook_secret is not None:
        endpoint = _webhook(intake, settings.webhook_secret.get_secret_value())
        routes.append(Route(webhook_path(settings), endpoint, methods=["POST"]))
    return Starlette(routes=routes)


async def healthz(_request: Request) -> Response:
    """The process runs."""
    return PlainTextResponse("ok\n")


def _readyz(database: Database) -> Callable[[Request], Awaitable[Response]]:
    async def readyz(_request: Request) -> Response:
        """The process can work: its database answers."""
        try:
            async with database.read() as session:
                await session.execute(text("SELECT 1"))
        except Exception as error:  # noqa: BLE001 - whatever the driver raises, the answer is the same
            return JSONResponse({"ready": False, "database": type(error).__name__}, status_code=503)
        return JSONResponse({"ready": True})

    return readyz


def _webhook(intake: Intake, secret: str) -> Callable[[Request], Awaitable[Response]]:
    async def webhook(request: Request) -> Response:
        """Answers 200 only once the update is committed; anything else makes Telegram deliver it again."""
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not secrets.compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("forbidden\n", status_code=403)
        body = await request.body()
        if len(body) > MOST_BYTES:
            return PlainTextResponse("too large\n", status_code=413)
        raw = parsed_body(body)
        if raw is None:
            # Delivering it again would not make it an update.
            log.warning("the webhook got something that is no update (%d bytes)", len(body))
            return PlainTextResponse("not an update\n")
        await intake.keep([raw])
        return PlainTextResponse("ok\n")

    return webhook


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: the runtime stops everything in order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def serving(web: Starlette, host: str, port: int) -> AsyncIterator[int]:
    """Serve while the block runs; gives the port. Raises OSError when the port is taken, or the host none of ours."""
    # uvicorn ends the whole process when it cannot bind: find out before it does.
    probe = await asyncio.start_server(lambda _r, w: w.close(), host, port)
    probe.close()
    await probe.wait_closed()
    config = uvicorn.Config(web, host=host, port=port, log_config=None, access_log=False)
    listening = config.bind_socket() if port == 0 else None
    server = _Server(config)
    task = asyncio.create_task(server.serve([listening] if listening else None), name="web")
    while not server.started and not task.done():  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task
