"""A real bot process that can be killed at any instant and started again."""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class BotProcess:
    """`python -m bot run` as a child of the test, ended by its own process id only."""

    environment: dict[str, str]
    log: Path
    kills: int = 0
    process: asyncio.subprocess.Process | None = field(default=None)

    async def start(self) -> None:
        with self.log.open("ab") as out:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env=os.environ | self.environment, stdout=out, stderr=out
            )

    async def kill(self) -> None:
        """SIGKILL: no handler of the process runs."""
        assert self.process is not None
        assert self.process.returncode is None, f"the bot ended by itself:\n{self.log.read_text()[-3000:]}"
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()
        self.kills += 1

    async def stop(self) -> int:
        """SIGTERM, and wait for the orderly end; its exit status."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.terminate()
        return await asyncio.wait_for(self.process.wait(), 30)
