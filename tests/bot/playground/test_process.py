"""The bot's process under the playground's orders, played by small programs."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.playground import process
from bot.playground.errors import Refusal
from bot.playground.hub import Hub
from bot.playground.process import BotProcess

SLEEPS = "import time; print('up', flush=True); time.sleep(60)"
TELLS = "import os, pathlib; pathlib.Path('told').write_text(os.environ['WORD']); import time; time.sleep(60)"
STUBBORN = "import signal, pathlib, time; signal.signal(15, signal.SIG_IGN); pathlib.Path('up').touch(); time.sleep(60)"

Keeps = Callable[..., BotProcess]


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
async def keeps(hub: Hub, tmp_path: Path) -> AsyncIterator[Keeps]:
    keepers = []

    def keep(program: str, on_start_over: Callable[[], None] = lambda: None, errand: str = "") -> BotProcess:
        errands = {"errand": lambda: (sys.executable, "-c", errand)}
        keeper = BotProcess((sys.executable, "-c", program), tmp_path, hub, on_start_over, errands)
        keeper.use(os.environ | {"WORD": "salam"})
        keepers.append(keeper)
        return keeper

    yield keep
    for keeper in keepers:
        await keeper.order("kill")
        await keeper.stop()


async def appears(path: Path) -> None:
    """Wait for a file that the process makes."""
    async with asyncio.timeout(20):
        while not await asyncio.to_thread(path.exists):  # noqa: ASYNC110 - a file raises no event
            await asyncio.sleep(0.01)


async def test_nothing_runs_before_the_first_order(keeps: Keeps) -> None:
    assert keeps(SLEEPS).state() == {"state": "stopped", "code": None}


async def test_it_runs_in_the_folder_with_what_it_is_told(keeps: Keeps, tmp_path: Path) -> None:
    keeper = keeps(TELLS)
    await keeper.order("start")
    await appears(tmp_path / "told")
    assert keeper.state()["state"] == "running"
    assert (tmp_path / "told").read_text() == "salam"


async def test_starting_what_runs_changes_nothing(keeps: Keeps) -> None:
    keeper = keeps(SLEEPS)
    await keeper.order("start")
    before = keeper.state()
    await keeper.order("start")
    assert keeper.state() == before


async def test_stopping_asks_it_to_end(keeps: Keeps) -> None:
    keeper = keeps(SLEEPS)
    await keeper.order("start")
    await keeper.order("stop")
    assert keeper.state() == {"state": "stopped", "code": -signal.SIGTERM}


async def test_what_does_not_end_when_asked_is_killed(
    keeps: Keeps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "LEAVE_TIME", 0.1)
    keeper = keeps(STUBBORN)
    await keeper.order("start")
    await appears(tmp_path / "up")
    await keeper.order("stop")
    assert keeper.state() == {"state": "stopped", "code": -signal.SIGKILL}


@pytest.mark.parametrize("order", ["restart", "kill"])
async def test_a_restart_is_another_process(keeps: Keeps, order: str) -> None:
    keeper = keeps(SLEEPS)
    await keeper.order("start")
    before = keeper.state()
    await keeper.order(order)
    after = keeper.state()
    assert after["state"] == "running"
    assert after["pid"] != before["pid"]


async def test_an_end_by_itself_is_told_with_its_code(keeps: Keeps, hub: Hub) -> None:
    keeper = keeps("raise SystemExit(3)")
    events = hub.listen()
    telling = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0)
    await keeper.order("start")
    assert (await telling)["process"]["state"] == "running"
    async with asyncio.timeout(20):
        assert (await anext(events))["process"] == {"state": "ended", "code": 3}


async def test_starting_over_clears_while_nothing_runs(keeps: Keeps) -> None:
    seen = []
    keeper = keeps(SLEEPS, lambda: seen.append(keeper.state()["state"]))
    await keeper.order("start")
    await keeper.order("start_over")
    assert seen == ["ended"]
    assert keeper.state()["state"] == "running"


async def test_an_unknown_order_is_refused(keeps: Keeps) -> None:
    with pytest.raises(Refusal, match="no such order"):
        await keeps(SLEEPS).order("dance")


async def test_an_errand_is_told_the_same_and_leaves_the_bot_running(keeps: Keeps, tmp_path: Path) -> None:
    keeper = keeps(SLEEPS, errand="import os, pathlib; pathlib.Path('done').write_text(os.environ['WORD'])")
    await keeper.order("start")
    before = keeper.state()
    await keeper.order("errand")
    assert (tmp_path / "done").read_text() == "salam"
    assert keeper.state() == before


async def test_an_errand_that_fails_says_why(keeps: Keeps) -> None:
    with pytest.raises(Refusal, match="no such agency"):
        await keeps(SLEEPS, errand="raise SystemExit('no such agency')").order("errand")
