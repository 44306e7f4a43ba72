"""`achyk export …`, as an operator types it."""

import asyncio
import json
import sqlite3
import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from bot.cli import app
from models.database import Database
from tests.initiatives import initiative


@pytest.fixture
def folder(tmp_path: Path, prepared_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with two initiatives, one of them with a name that would be a formula."""
    key = Fernet.generate_key()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", prepared_url)
    monkeypatch.setenv("DATA_KEY", key.decode())

    async def fill() -> None:
        database = Database(prepared_url, Fernet(key))
        async with database.begin() as session:
            await initiative(session, "KG-2026-00001", name="=1+1", contact="@asel")
            await initiative(session, "KG-2026-00002")
        await database.close()

    asyncio.run(fill())
    return tmp_path


def achyk(*words: str) -> Result:
    return CliRunner().invoke(app, ["export", *words], env={"COLUMNS": "200"})


def noted(folder: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(folder / "bot.db") as database:
        return database.execute("SELECT subject, fields FROM audit WHERE action = 'export.make' ORDER BY id").fetchall()


@pytest.mark.parametrize("what", ["initiatives", "questions", "reports", "decisions", "audit"])
@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_each_kind_of_each_thing_is_written_and_noted(folder: Path, what: str, kind: str) -> None:
    done = achyk(what, "--format", kind, "--output", f"out.{kind}")
    assert done.exit_code == 0, done.output
    path = folder / f"out.{kind}"
    assert path.stat().st_size > 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert noted(folder) == [(f"export:{what}", kind)]
    assert [one.name for one in folder.iterdir() if one.name.endswith(".part")] == []


def test_names_come_only_when_asked_for_and_stay_texts(folder: Path) -> None:
    assert achyk("initiatives", "--output", "plain.xlsx").exit_code == 0
    assert "name" not in [cell.value for cell in load_workbook(folder / "plain.xlsx").active[1]]
    done = achyk("initiatives", "--personal", "--output", "full.xlsx")
    assert "full.xlsx: 2 rows." in done.output
    page = load_workbook(folder / "full.xlsx").active
    name, contact = page[2][-2:]
    assert [(one.value, one.data_type) for one in (name, contact)] == [("=1+1", "s"), ("@asel", "s")]
    assert noted(folder)[-1] == ("export:initiatives", "xlsx,name,contact")


def test_json_is_read_by_any_program(folder: Path) -> None:
    achyk("decisions", "--format", "json", "--output", "ledger.json")
    rows = json.loads((folder / "ledger.json").read_text(encoding="utf-8"))
    assert [row["number"] for row in rows] == ["KG-2026-00001", "KG-2026-00002"]


def test_what_cannot_be_done_is_said_without_a_traceback(folder: Path) -> None:
    assert achyk("questions", "--personal", "--output", "q.csv").exit_code == 2
    done = achyk("questions", "--output", "nowhere/q.xlsx")
    assert done.exit_code == 2
    assert "cannot be written" in done.output
    assert noted(folder) == []
