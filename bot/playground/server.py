"""The stand-in as a web application, for this computer only."""

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.playground import bot_api, page_api
from bot.playground.bot_api import HungUp
from bot.playground.webhook import WebhookDelivery
from bot.playground.world import World

PAGE = Path(__file__).parent / "page"
POLICY = "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; frame-ancestors 'none'"


def build(world: World, *, keeper: Any = None) -> ASGIApp:
    """The application around a world. ``keeper`` runs the bot's process, where there is one."""
    routes = [
        Route("/bot{token}/{method}", bot_api.bot_call, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", bot_api.bot_file),
        Route("/_playground/do/{action}", page_api.do, methods=["POST"]),
        Route("/_playground/look/{view}", page_api.view),
        Route("/_playground/changed", page_api.changed),
        Route("/_playground/words", page_api.words),
        Route("/_playground/events", page_api.events),
        Route("/_playground/file/{file_id}", page_api.file),
        Route("/_playground/process", page_api.process),
        Route("/_playground/process/{order}", page_api.process, methods=["POST"]),
        Mount("/", StaticFiles(directory=PAGE, html=True, check_dir=False)),
    ]
    app = Starlette(routes=routes, lifespan=_lifespan(world))
    app.state.world, app.state.keeper = world, keeper
    return Guard(app)


def _lifespan(world: World) -> Callable[[Starlette], Any]:
    @asynccontextmanager
    async def run(_: Starlette) -> AsyncIterator[None]:
        delivery = asyncio.create_task(WebhookDelivery(world).run())
        yield
        delivery.cancel()
        world.store.close()

    return run


class Guard:
    """The outermost layer: turns away other computers' names and other pages, and can drop a connection.

    A page on the internet may resolve its own name to 127.0.0.1 and so reach what listens here, or simply post to
    it; it can forge neither the Host header nor the Origin that a browser adds.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get(b"host", "")
        if not is_loopback(_name(host)):
            await PlainTextResponse("The playground serves this computer only.", 421)(scope, receive, send)
            return
        if headers.get(b"origin", f"http://{host}") != f"http://{host}":
            await PlainTextResponse("The playground serves its own page only.", 403)(scope, receive, send)
            return
        # uvicorn's request cycle holds the connection; a dropped line can be played on nothing less.
        scope["standin.transport"] = getattr(getattr(send, "__self__", None), "transport", None)
        try:
            await self.app(scope, receive, _with_policy(send))
        except HungUp:
            return


def _name(host: str) -> str:
    return host.partition("]")[0].removeprefix("[") if host.startswith("[") else host.rpartition(":")[0] or host


def is_loopback(host: str) -> bool:
    """Whether a host is this computer itself. Names but localhost are not looked up: they could change."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _with_policy(send: Send) -> Send:
    async def guarded(message: Any) -> None:
        if message["type"] == "http.response.start":
            headers = message.setdefault("headers", [])
            if not any(name.lower() == b"content-security-policy" for name, _ in headers):
                headers.append((b"content-security-policy", POLICY.encode()))
        await send(message)

    return guarded
