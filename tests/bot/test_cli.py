"""The command line as an operator meets it: exit codes, and words instead of tracebacks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.doctor import examine

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

    async def test_all_is_well_with_a_database_and_a_server(self, settings, telegram, database_url):
        from models import migrations
        from models.database import Database

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
