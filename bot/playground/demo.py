"""The whole demonstration: the stand-in, its page, and the bot itself as it runs anywhere else."""

import asyncio
import errno
import fcntl
import logging
import os
import shutil
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.fernet import Fernet
from rich.console import Console

from bot.playground import seed, source
from bot.playground.errors import Refusal
from bot.playground.process import BotProcess
from bot.playground.serving import NotThisComputer, running
from bot.playground.world import TOKEN, World
from bot.settings import Settings

ACHYK = (sys.executable, "-m", "bot")
BOT = (*ACHYK, "run")
PUBLISH = "publish_report"
PROJECT = Path(__file__).resolve().parents[2]
out = Console()
log = logging.getLogger(__name__)


def run(host: str, port: int, data: Path, *, command: tuple[str, ...] = BOT) -> None:
    """Serve the playground and run the bot against it until Ctrl-C. Everything is kept under ``data``."""
    data.mkdir(parents=True, exist_ok=True)
    try:
        with _alone_in(data):
            asyncio.run(_run(host, port, data.absolute(), command))
    except NotThisComputer as reason:
        raise SystemExit(str(reason)) from None
    except OSError as reason:
        advice = " Choose another port: --port 8090 (make demo PORT=8090)." if reason.errno == errno.EADDRINUSE else ""
        raise SystemExit(f"The playground cannot listen on {host}:{port}: {reason.strerror}.{advice}") from None


@contextmanager
def _alone_in(data: Path) -> Iterator[None]:
    """Two demos would overwrite each other's people and chats. Ends with words when one is there already."""
    with (data / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(
                f"Another playground keeps its state in {data}. Use that one, or choose another folder: --data FOLDER."
            ) from None
        yield


async def _run(host: str, port: int, data: Path, command: tuple[str, ...]) -> None:
    leave = _leave_on_signals()
    world = World(folder=data / "telegram")
    seeded = seed.plant(world)
    keeper = BotProcess(
        command,
        data,
        world.hub,
        on_start_over=lambda: _start_over(world, data),
        errands={PUBLISH: lambda: (*ACHYK, *source.publishing(data))},
    )
    async with running(world, host, port, keeper=keeper) as url:
        keeper.use(_environment(url, data, seeded.secretariat))
        await keeper.start()
        opening = asyncio.create_task(_open(world, url, seeded, keeper))
        out.print(f"\n  The playground is open at [bold]{url}[/bold]   (Ctrl-C ends it)\n", highlight=False)
        await leave.wait()
        out.print("\n  Ending the bot and the playground ...", highlight=False)
        opening.cancel()
        await keeper.stop()


def _leave_on_signals() -> asyncio.Event:
    leave = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, leave.set)
    return leave


async def _open(world: World, url: str, seeded: seed.Seeded, keeper: BotProcess) -> None:
    """Play the opening scene now, and anew whenever everything is started over, in mid-scene too."""
    scene = asyncio.create_task(_play(world, url, seeded, keeper))
    try:
        async for event in world.hub.listen():
            if event["kind"] == "reset":
                scene.cancel()
                scene = asyncio.create_task(_play(world, url, seed.plant(world), keeper))
    finally:
        scene.cancel()


async def _play(world: World, url: str, seeded: seed.Seeded, keeper: BotProcess) -> None:
    """The opening scene ends with a report, which reaches whoever has subscribed in it."""
    if world.entries:
        return
    await seed.play(world, url, seeded)
    try:
        await keeper.order(PUBLISH)
    except Refusal as refusal:
        log.warning("the sample report was not published: %s", refusal.description)


def _start_over(world: World, data: Path) -> None:
    """Forget both sides: Telegram's and the bot's. The key stays, and so do the people's ids."""
    for path in data.glob("achyk.db*"):
        path.unlink()
    shutil.rmtree(data / "files", ignore_errors=True)
    source.forget(data)
    world.start_over()
    seed.plant(world)


def _environment(url: str, data: Path, secretariat: list[int]) -> dict[str, str]:
    """What the bot is told: the settings of any deployment, and none that this computer has for another."""
    names = {name.upper() for name in Settings.model_fields}
    inherited = {name: value for name, value in os.environ.items() if name.upper() not in names}
    return inherited | {
        "PYTHONPATH": os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH", "")])),
        "TELEGRAM_API_URL": url,
        "BOT_TOKEN": TOKEN,
        "DATA_KEY": _key(data / "key"),
        "DATABASE_URL": f"sqlite+aiosqlite:///{data / 'achyk.db'}",
        "SOURCES_FILE": str(source.prepare(data)),
        "SECRETARIAT_IDS": ",".join(map(str, secretariat)),
        # In Bishkek it may be night, and a newcomer may press often: what the page says arrives, arrives.
        "QUIET_HOURS": "none",
        "WEEKLY_CAP": "1000",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_PORT": str(_free_port()),
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
        "LOG_FORMAT": "text",
    }


def _key(path: Path) -> str:
    """The demo's own DATA_KEY, made once and readable by its owner alone."""
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(Fernet.generate_key())
    return path.read_text().strip()


def _free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port: int = line.getsockname()[1]
        return port
