"""The bot's own process: begun, ended, killed and begun again as the page asks."""

import asyncio
import contextlib
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from bot.playground.errors import Refusal
from bot.playground.hub import Hub
from bot.playground.records import Json

# How long the bot may take to end in order before it is killed, in seconds: it has answers under way. A kill
# loses nothing, and who pressed Ctrl-C waits.
LEAVE_TIME = 4


class BotProcess:
    """Runs one command. ``on_start_over`` clears what the bot keeps while the bot is down.

    ``errands`` are further orders: each gives a command that runs to its end beside the bot, told what the bot is told.
    """

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        hub: Hub,
        on_start_over: Callable[[], None],
        errands: Mapping[str, Callable[[], Sequence[str]]] | None = None,
    ) -> None:
        self._command, self._folder = command, folder
        self._environment: Mapping[str, str] = {}
        self._hub = hub
        self._on_start_over = on_start_over
        self._errands = errands or {}
        self._running: set[asyncio.subprocess.Process] = set()
        self._child: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._wanted = False
        self._since = 0.0
        self._one_order = asyncio.Lock()

    def use(self, environment: Mapping[str, str]) -> None:
        """Set what the bot is told at its next start; the stand-in's address is known only once it serves."""
        self._environment = environment

    def state(self) -> Json:
        """``running`` (``since`` when), ``stopped`` (by order) or ``ended`` (by itself, with its ``code``)."""
        if self._child and self._child.returncode is None:
            return {"state": "running", "pid": self._child.pid, "since": self._since}
        code = self._child.returncode if self._child else None
        return {"state": "ended" if self._wanted else "stopped", "code": code}

    async def order(self, order: str) -> None:
        """``start``, ``stop``, ``restart``, ``kill`` (and start again), ``start_over``, an errand. Raises a refusal."""
        orders: dict[str, Callable[[], Awaitable[None]]] = {
            "start": self.start,
            "stop": self.stop,
            "restart": self._restart,
            "kill": self._kill_and_start,
            "start_over": self._start_over,
        }
        if order in self._errands:  # the bot can be killed meanwhile: that is what it is there for
            await self._run_errand(self._errands[order]())
            return
        if order not in orders:
            raise Refusal(404, f"no such order; there are {', '.join([*orders, *self._errands])}")
        async with self._one_order:
            await orders[order]()

    async def start(self) -> None:
        if self.state()["state"] == "running":
            return
        self._wanted, self._since = True, time.time()
        # A session of its own: Ctrl-C then reaches us alone, and we end the bot in order.
        self._child = await asyncio.create_subprocess_exec(
            *self._command, cwd=self._folder, env=dict(self._environment), start_new_session=True
        )
        self._watch = asyncio.create_task(self._tell_the_end(self._child))
        self._tell()

    async def stop(self) -> None:
        """Ask the bot to end; kill it when it does not."""
        self._wanted = False
        await self._end(signal.SIGTERM)

    async def _end(self, with_signal: signal.Signals) -> None:
        if self._child and self._child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._child.send_signal(with_signal)
            try:
                await asyncio.wait_for(self._child.wait(), LEAVE_TIME)
            except TimeoutError:
                self._child.kill()
                await self._child.wait()
        self._tell()

    async def _restart(self) -> None:
        await self.stop()
        await self.start()

    async def _kill_and_start(self) -> None:
        await self._end(signal.SIGKILL)
        await self.start()

    async def _start_over(self) -> None:
        for errand in self._running:  # none may still write to what is cleared
            errand.kill()
        await asyncio.gather(*(errand.wait() for errand in self._running))
        await self._end(signal.SIGKILL)
        self._on_start_over()
        await self.start()

    async def _run_errand(self, command: Sequence[str]) -> None:
        errand = await asyncio.create_subprocess_exec(
            *command,
            cwd=self._folder,
            env=dict(self._environment),
            start_new_session=True,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        self._running.add(errand)
        try:
            _, said = await errand.communicate()
        finally:
            self._running.discard(errand)
        if errand.returncode:
            raise Refusal(500, said.decode("utf-8", "replace").strip()[-300:])

    async def _tell_the_end(self, child: asyncio.subprocess.Process) -> None:
        await child.wait()
        self._tell()

    def _tell(self) -> None:
        self._hub.tell("process", process=self.state())
