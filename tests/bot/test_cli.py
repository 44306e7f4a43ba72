"""The command line as an operator meets it: exit codes, and words instead of tracebacks."""

import asyncio
import gc
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text
from sqlalchemy.exc import PendingRollbackError
from starlette.applications import Starlette

from bot.assembly import CannotStart, Parts, assembled
from bot.doctor import examine
from bot.runtime import _until_told, run
from bot.settings import Settings
from bot.web.server import serving
from models import migrations
from models.database import Database
from tests.bot.conftest import KEY
from tests.dialogues.conftest import running_bot

ROOT = Path(__file__).resolve().parents[2]


def achyk(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"} | settings
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_run_refuses_to_start_without_its_two_settings_and_says_how_to_get_them(tmp_path):
    done = achyk(tmp_path, "run")
    assert done.returncode == 2
    assert "BOT_TOKEN" in done.stderr
    assert "achyk key" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_new_key_is_a_key(tmp_path):
    Fernet(achyk(tmp_path, "key").stdout.strip())


def test_the_database_is_made_and_brought_up_to_date(tmp_path):
    assert achyk(tmp_path, "db", "upgrade").returncode == 0
    assert (tmp_path / "data" / "achyk.db").exists()
    assert "up to date" in achyk(tmp_path, "db", "upgrade").stdout


def test_content_is_complete_and_loading_it_twice_changes_nothing(tmp_path):
    assert achyk(tmp_path, "content", "check").returncode == 0
    key = {"DATA_KEY": Fernet.generate_key().decode()}
    assert "0 rows inserted" not in achyk(tmp_path, "content", "load", **key).stdout
    assert "0 rows inserted, 0 updated" in achyk(tmp_path, "content", "load", **key).stdout


def test_an_unknown_role_is_named_with_those_that_exist(tmp_path):
    done = achyk(tmp_path, "run", "--only", "dance", BOT_TOKEN="1:abc", DATA_KEY=Fernet.generate_key().decode())
    assert done.returncode == 2
    assert "dance" in done.stderr
    assert "worker" in done.stderr


class TestDoctor:
    @pytest.fixture
    def settings(self, monkeypatch, tmp_path):
        monkeypatch.chdir(tmp_path)

        def use(**values: str) -> None:
            for name, value in values.items():
                monkeypatch.setenv(name, value)

        return use

    async def findings(self):
        return {finding.what: finding async for finding in examine()}

    async def test_every_missing_setting_is_a_fault_with_advice(self, settings):
        found = [finding async for finding in examine() if not finding.is_well]
        assert {"settings", "migrations", "Bot API server"} <= {finding.what for finding in found}
        assert all(finding.advice for finding in found)

    async def test_a_database_that_is_not_there_is_not_made_by_looking(self, settings, telegram, tmp_path):
        settings(BOT_TOKEN=telegram.token, DATA_KEY=KEY, TELEGRAM_API_URL=telegram.url)
        found = await self.findings()
        assert str(tmp_path / "data" / "achyk.db") in found["database"].said
        assert found["database"].is_well
        assert "achyk db upgrade" in found["migrations"].advice
        assert list(tmp_path.iterdir()) == []

    async def test_an_empty_database_wants_its_tables(self, settings, tmp_path):
        (tmp_path / "achyk.db").touch()
        settings(DATABASE_URL="sqlite+aiosqlite:///achyk.db", BOT_TOKEN="1:x", TELEGRAM_API_URL="http://127.0.0.1:9")
        said = (await self.findings())["migrations"].said
        assert re.fullmatch(r"at nothing, the newest is “\w+”", said)  # the names of some are words of a sentence

    async def test_all_is_well_with_a_database_and_a_server(self, settings, telegram, database_url):
        database = Database(database_url)
        await migrations.upgrade(database)
        await database.close()
        settings(
            BOT_TOKEN=telegram.token,
            DATA_KEY=Fernet.generate_key().decode(),
            TELEGRAM_API_URL=telegram.url,
            DATABASE_URL=database_url,
        )
        found = await self.findings()
        assert {what for what, finding in found.items() if not finding.is_well} <= {"inline mode"}

    async def test_a_wrong_token_and_a_dead_server_are_told_apart(self, settings, telegram):
        settings(DATA_KEY=Fernet.generate_key().decode(), BOT_TOKEN="1:wrong", TELEGRAM_API_URL=telegram.url)
        assert "does not know this token" in (await self.findings())["Bot API server"].said
        settings(TELEGRAM_API_URL="http://127.0.0.1:9")
        assert "127.0.0.1:9" in (await self.findings())["Bot API server"].said

    async def test_wrong_settings_hide_nothing_that_does_not_depend_on_them(self, settings):
        settings(BOT_TOKEN="none", HTTP_PORT="x", DATABASE_URL="mysql://x")
        found = [finding async for finding in examine()]
        said = " ".join(finding.said for finding in found if finding.what == "settings")
        assert all(name in said for name in ("BOT_TOKEN", "HTTP_PORT", "DATABASE_URL", "DATA_KEY"))
        assert {"content", "catalogues"} <= {finding.what for finding in found if finding.is_well}

    async def test_a_database_that_is_none_is_said_with_the_drivers_words(self, settings, tmp_path):
        (tmp_path / "junk.db").write_text("this is no database " * 100)
        settings(DATABASE_URL="sqlite+aiosqlite:///junk.db", BOT_TOKEN="1:x", TELEGRAM_API_URL="http://127.0.0.1:9")
        assert "not a database" in (await self.findings())["database"].said

    async def test_the_token_of_another_bot_is_told_as_run_would_tell_it(self, settings, telegram, database_url):
        settings(BOT_TOKEN=telegram.token, DATABASE_URL=database_url, TELEGRAM_API_URL=telegram.url, DATA_KEY=KEY)
        async with running_bot(telegram, database_url, KEY):
            pass
        assert (await self.findings())["bot"].is_well
        database = Database(database_url)
        async with database.begin() as session:
            await session.execute(text("UPDATE belongings SET value = '12' WHERE key = 'bot_id'"))
        await database.close()
        found = (await self.findings())["bot"]
        assert "bot 12" in found.said
        assert "BOT_TOKEN" in found.advice

    async def test_a_server_that_takes_calls_and_says_nothing_is_told(self, settings, monkeypatch):
        monkeypatch.setattr("bot.doctor.PATIENCE_S", 0.2)
        deaf = await asyncio.start_server(lambda *_: asyncio.sleep(5), "127.0.0.1", 0)
        port = deaf.sockets[0].getsockname()[1]
        settings(BOT_TOKEN="1:abc", DATA_KEY=KEY, TELEGRAM_API_URL=f"http://127.0.0.1:{port}")
        assert "no answer in 0.2 s" in (await self.findings())["Bot API server"].said
        deaf.close()

    async def test_another_key_and_a_newer_release_are_told(self, settings, telegram, database_url):
        async with running_bot(telegram, database_url, KEY):
            pass
        settings(BOT_TOKEN=telegram.token, DATABASE_URL=database_url, TELEGRAM_API_URL=telegram.url, DATA_KEY=KEY)
        assert (await self.findings())["key"].is_well
        settings(DATA_KEY=Fernet.generate_key().decode())
        assert not (await self.findings())["key"].is_well
        with pytest.raises(CannotStart, match="DATA_KEY"):
            async with running_bot(telegram, database_url, Fernet.generate_key().decode()):
                pass
        database = Database(database_url)
        async with database.begin() as session:
            await session.execute(text("UPDATE alembic_version SET version_num = 'tomorrow'"))
        await database.close()
        assert "newer release" in (await self.findings())["migrations"].advice
        with pytest.raises(CannotStart, match="tomorrow"):
            async with running_bot(telegram, database_url, KEY):
                pass


def open_sessions() -> set[aiohttp.ClientSession]:
    sessions = (one for one in gc.get_objects() if isinstance(one, aiohttp.ClientSession))
    return {one for one in sessions if not one.closed}


class TestStart:
    @pytest.mark.parametrize("command", ["run", "db upgrade", "content load", "export initiatives -o out.csv"])
    @pytest.mark.parametrize("url", ["sqlite+aiosqlite:///junk.db", "sqlite+aiosqlite:///junk.db/inside.db"])
    def test_a_database_that_cannot_be_opened_is_said_in_plain_words(self, tmp_path, url, command):
        (tmp_path / "junk.db").write_text("this is no database " * 100)
        done = achyk(tmp_path, *command.split(), BOT_TOKEN="1:abc", DATA_KEY=KEY, DATABASE_URL=url)
        assert done.returncode == 1
        assert "DATABASE_URL" in done.stderr
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize("command", ["export initiatives -o out.csv", "agency-token list"])
    async def test_another_key_is_said_in_plain_words(self, tmp_path, telegram, command):
        url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
        async with running_bot(telegram, url, KEY):
            pass
        other = Fernet.generate_key().decode()
        done = achyk(tmp_path, *command.split(), DATA_KEY=other, DATABASE_URL=url)
        assert done.returncode == 1
        assert "DATA_KEY" in done.stderr
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize("port", [0, 8081])
    async def test_a_host_that_is_none_of_ours_is_an_error_that_can_be_told(self, port):
        """uvicorn would end the process without a word about the setting."""
        with pytest.raises(OSError, match=r"not known|failure"):
            async with serving(Starlette(), "no host", port):
                pass

    @pytest.mark.parametrize("seconds", [0.02, 0.15, 0.4, 3.0])
    async def test_told_to_stop_while_it_migrates_or_waits_for_the_server_it_stops(self, tmp_path, seconds):
        """A deploy that went wrong must not need kill -9, and the next start finds a database that it can use."""
        settings = Settings(
            _env_file=None,
            bot_token="1:abc",
            data_key=KEY,
            database_url=f"sqlite+aiosqlite:///{tmp_path / 'x.db'}",
            telegram_api_url="http://127.0.0.1:9",
        )
        running = asyncio.create_task(run(settings))
        await asyncio.sleep(seconds)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(running, 20)
        database = Database(settings.database_url)
        await migrations.upgrade(database)
        await database.close()

    async def test_what_breaks_when_it_is_told_to_stop_is_no_fault_of_the_start(self):
        async def breaks() -> Parts:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                raise PendingRollbackError from None
            raise AssertionError

        stopping = asyncio.Event()
        stopping.set()
        assert await _until_told(stopping, breaks()) is None

    async def test_a_token_that_is_wrong_ends_the_start(self, tmp_path, telegram):
        open_before = open_sessions()
        with pytest.raises(CannotStart, match="BOT_TOKEN"):
            async with assembled(
                Settings(
                    _env_file=None,
                    bot_token="1:wrong",
                    data_key=KEY,
                    database_url=f"sqlite+aiosqlite:///{tmp_path / 'x.db'}",
                    telegram_api_url=telegram.url,
                )
            ):
                pass
        assert open_sessions() == open_before
