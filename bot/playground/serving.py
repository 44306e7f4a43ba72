"""Running the stand-in: the socket it listens on and the web server around it."""

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import uvicorn

from bot.playground.server import build, is_loopback
from bot.playground.world import World

# Connections that do not end by themselves are cut after this many seconds at the end.
GRACE = 1
TICK = 0.1


class NotThisComputer(Exception):
    """Somebody asked the playground to listen to other computers."""


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave Ctrl-C to whoever runs us: a test runner, or the demo that has a child to end as well."""
        yield

    async def main_loop(self) -> None:
        """As uvicorn's own, but woken at once at the end: hundreds of tests each start and end a server."""
        self.leave = asyncio.Event()
        ticks = itertools.count()
        while not await self.on_tick(next(ticks)):
            with suppress(TimeoutError):
                await asyncio.wait_for(self.leave.wait(), TICK)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises NotThisComputer unless ``host`` is loopback: nobody signs in here."""
    if not is_loopback(host):
        raise NotThisComputer(f"the playground has no sign-in, so it serves this computer only: not {host}")
    address = "127.0.0.1" if host == "localhost" else host
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    line = socket.socket(family, socket.SOCK_STREAM)
    try:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind((address, port))
    except OSError:
        line.close()
        raise
    return line


@asynccontextmanager
async def running(world: World, host: str = "127.0.0.1", port: int = 0, *, keeper: Any = None) -> AsyncIterator[str]:
    """Serve the world while the block runs; gives its address. Port 0 takes a free one."""
    line = listen(host, port)
    address, port = line.getsockname()[:2]
    config = uvicorn.Config(
        build(world, keeper=keeper),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=75,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[line]))
    try:
        while not server.started:
            if serving.done():
                await serving
            await asyncio.sleep(0.005)
        yield f"http://[{address}]:{port}" if ":" in address else f"http://{address}:{port}"
    finally:
        world.updates.close()
        world.hub.close()
        server.should_exit = True
        server.leave.set()
        await serving
