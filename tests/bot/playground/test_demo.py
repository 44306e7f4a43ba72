"""`achyk demo`: the bot's own process against the stand-in, kept between runs, started over on demand."""

import asyncio
import fcntl
import os
import re
import signal
import stat
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.playground import demo
from bot.playground.driver import StandIn
from bot.playground.world import TOKEN, World

PATIENCE = 120.0


@asynccontextmanager
async def running_demo(folder: Path, *command: str) -> AsyncIterator[tuple[StandIn, asyncio.subprocess.Process]]:
    """What ``achyk demo`` runs; ``command`` instead, when given."""
    words = command or ("-m", "bot", "demo", "--port", "0", "--data", str(folder))
    process = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    try:
        async with asyncio.timeout(PATIENCE):
            said = (await process.stdout.readuntil(b"Ctrl-C")).decode()
        address = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert address
        async with StandIn.at(address[0]) as telegram:
            telegram.patience = PATIENCE
            yield telegram, process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
            await asyncio.wait_for(process.wait(), PATIENCE)


async def order(telegram: StandIn, what: str = "") -> dict[str, object]:
    """Order the bot's process something, as the page does; gives its state."""
    address = f"{telegram.url}/_playground/process"
    async with aiohttp.ClientSession() as session:
        if what:
            async with session.post(f"{address}/{what}", json={}) as answer:
                assert (await answer.json())["ok"]
        async with session.get(address) as answer:
            state: dict[str, object] = (await answer.json())["result"]
            return state


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_people_talk_to_the_bot_through_a_kill_and_a_restart_of_everything(tmp_path: Path) -> None:
    async with running_demo(tmp_path / "demo") as (telegram, process):
        before = await order(telegram)
        bakyt = await telegram.newcomer("Бакыт", language_code="ky")
        await bakyt.says("/start")
        await bakyt.sees("Кыргызча")
        after = await order(telegram, "kill")
        assert after["pid"] != before["pid"]
        await bakyt.taps("Кыргызча")
        await bakyt.sees("Башкы меню")
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
        assert not is_running(int(str(after["pid"])))
    async with running_demo(tmp_path / "demo") as (telegram, _):
        bakyt = telegram.known(bakyt.id)
        assert any("Башкы меню" in one.text for one in await bakyt.messages())
        await bakyt.says("/help")
        await bakyt.sees("/initiative")


def test_the_bot_is_told_the_settings_of_the_demo_and_none_of_this_computers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKEN", "1:of-a-real-bot")
    monkeypatch.setenv("PROXY_URL", "http://proxy.example:3128")
    monkeypatch.setenv("HOME", "/home/aizada")
    told = demo._environment("http://127.0.0.1:8080", tmp_path, [7, 8])
    assert told["BOT_TOKEN"] == TOKEN
    assert told["TELEGRAM_API_URL"] == "http://127.0.0.1:8080"
    assert told["SECRETARIAT_IDS"] == "7,8"
    assert told["HTTP_HOST"] == "127.0.0.1"
    assert told["HOME"] == "/home/aizada"
    assert "PROXY_URL" not in told


# An hour of the night wherever the tests run: the demo itself, in a zone in which it is two o'clock now.
AT_NIGHT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from bot.playground import demo

east = (2 - datetime.now(UTC).hour + 12) % 24 - 12
told = demo._environment
demo._environment = lambda *about: told(*about) | {"TIMEZONE": f"Etc/GMT{-east:+d}"}
demo.run("127.0.0.1", 0, Path(sys.argv[1]))
"""


async def test_at_night_too_a_newcomer_sees_a_report_and_an_answer_arrive(tmp_path: Path) -> None:
    async with running_demo(tmp_path / "demo", "-c", AT_NIGHT, str(tmp_path / "demo")) as (telegram, _):
        people = (await telegram.control.look("state"))["people"]
        aizada, _, nurlan = (telegram.known(one["id"]) for one in people[:3])
        await aizada.sees("Жаңы отчет")  # the opening scene ends with it
        bakyt = await telegram.newcomer("Бакыт", language_code="ky")
        await bakyt.says("/start")
        await bakyt.taps("Кыргызча")
        await bakyt.says("/commitments")
        await bakyt.taps("1. Ачык маалыматтар")
        await bakyt.taps("Жазылуу")
        await order(telegram, "publish_report")
        await bakyt.sees("Жаңы отчет")
        await bakyt.says("/ask")
        await bakyt.says("Айыл өкмөтү бюджетин кайда жарыялашы керек?")
        await bakyt.sees("Q-")
        await nurlan.says("/questions")
        await nurlan.taps((await nurlan.sees("Q-")).labels[0])
        await nurlan.taps("Ответить")
        await nurlan.says("Айыл өкмөтү бюджетин өз сайтына жарыялайт.")
        await bakyt.sees("өз сайтына жарыялайт")


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    key = demo._key(tmp_path / "key")
    assert demo._key(tmp_path / "key") == key
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_starting_over_keeps_the_key_and_the_peoples_ids(tmp_path: Path) -> None:
    world = World(folder=tmp_path / "telegram")
    demo.seed.plant(world)
    before = list(world.people)
    for name in ("achyk.db", "achyk.db-wal", "key"):
        (tmp_path / name).touch()
    for name in ("files", "samples"):
        (tmp_path / name).mkdir()
    demo._start_over(world, tmp_path)
    assert list(world.people) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["key", "telegram"]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "example.org"])
def test_it_serves_this_computer_only(tmp_path: Path, host: str) -> None:
    with pytest.raises(SystemExit, match="this computer only"):
        demo.run(host, 0, tmp_path, command=("false",))


def test_two_demos_do_not_share_a_folder(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(SystemExit, match="Another playground keeps its state in"):
            demo.run("127.0.0.1", 0, tmp_path, command=("false",))


async def test_a_taken_port_is_said_in_plain_words(tmp_path: Path) -> None:
    async with StandIn.serve() as taken:
        port = int(taken.url.rpartition(":")[2])
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "demo",
            "--port",
            str(port),
            "--data",
            str(tmp_path),
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in said.decode()
    assert "--port" in said.decode()
