"""A real bot process that can be killed at any instant and started again."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from cryptography.fernet import Fernet


class BotProcess:
    """The process that is killed and started again; ``tests.crash.holder`` holds it."""

    def __init__(self, holder: asyncio.subprocess.Process, log: Path) -> None:
        self._holder = holder
        self._log = log
        self._id = 0
        self.kills = 0

    @classmethod
    @asynccontextmanager
    async def held(cls, environment: dict[str, str], log: Path, *roles: str) -> AsyncIterator["BotProcess"]:
        usual = {"DATA_KEY": Fernet.generate_key().decode()}
        with log.open("ab") as out:
            holder = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.crash.holder",
                *roles,
                env=os.environ | usual | environment,
                stdin=PIPE,
                stdout=PIPE,
                stderr=out,
            )
        try:
            yield cls(holder, log)
        finally:
            assert holder.stdin is not None
            holder.stdin.close()
            await holder.wait()

    async def start(self) -> None:
        """Begin a process; see the holder for what it does not do anew."""
        self._id = int(await self._asked("start"))

    async def start_command(self) -> None:
        """Begin `python -m bot run` itself."""
        self._id = int(await self._asked("command"))

    async def kill(self) -> None:
        """SIGKILL: no handler of the process runs. It was alive until then."""
        os.kill(self._id, signal.SIGKILL)
        assert await self._ended() == -signal.SIGKILL, f"it ended by itself:\n{self._log.read_text()[-3000:]}"
        self.kills += 1

    async def stop(self) -> int:
        """SIGTERM, and the exit status of its orderly end."""
        os.kill(self._id, signal.SIGTERM)
        return await asyncio.wait_for(self._ended(), 60)

    async def is_alive(self) -> None:
        state = await self._asked("state")
        assert state == "running", f"it ended by itself:\n{self._log.read_text()[-3000:]}"

    async def _ended(self) -> int:
        return int(await self._asked("wait"))

    async def _asked(self, order: str) -> str:
        assert self._holder.stdin is not None
        assert self._holder.stdout is not None
        self._holder.stdin.write(f"{order}\n".encode())
        return (await self._holder.stdout.readline()).decode().strip()
