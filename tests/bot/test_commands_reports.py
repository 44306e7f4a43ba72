"""`achyk reports …` and `achyk agency-token …`, as an operator types them."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from rich.console import Console
from typer.testing import CliRunner, Result

from bot import commands_reports
from bot.cli import app

EXAMPLES = Path(__file__).parents[2] / "examples"
HEAD = "external_id,commitment,status,done\n"
ROWS = "1,4,completed,All acts are published.\n2,4,substantial,Five courts are connected.\n"


@pytest.fixture
def folder(tmp_path: Path, prepared_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(prepared_file, tmp_path / "achyk.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'achyk.db'}")
    monkeypatch.setenv("DATA_KEY", Fernet.generate_key().decode())
    return tmp_path


def achyk(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"COLUMNS": "200"})


def reports(folder: Path) -> list[tuple[str, str, str]]:
    with sqlite3.connect(folder / "achyk.db") as database:
        return database.execute("SELECT source, external_id, state FROM reports ORDER BY external_id").fetchall()


def test_a_dry_run_says_what_would_happen_and_changes_nothing(folder: Path) -> None:
    (folder / "q3.csv").write_text(HEAD + ROWS)
    done = achyk("reports", "import", "q3.csv", "--agency", "adilet-sot", "--dry-run")
    assert done.exit_code == 0, done.output
    assert "2 would be new" in done.output
    assert reports(folder) == []


def test_a_file_is_taken_once_however_often_it_is_read(folder: Path) -> None:
    (folder / "q3.csv").write_text(HEAD + ROWS)
    done = achyk("reports", "import", "q3.csv", "--agency", "adilet-sot")
    assert "2 new, 0 changed, 0 withdrawn, 0 as they were; 0 published." in done.output
    assert reports(folder) == [("import:adilet-sot", "1", "received"), ("import:adilet-sot", "2", "received")]
    again = achyk("reports", "import", "q3.csv", "--agency", "adilet-sot")
    assert "0 new, 0 changed, 0 withdrawn, 2 as they were" in again.output
    (folder / "q3.csv").write_text(HEAD + ROWS.splitlines()[0].replace("All", "Nearly all") + "\n")
    changed = achyk("reports", "import", "q3.csv", "--agency", "adilet-sot", "--complete", "--publish")
    assert "0 new, 1 changed, 1 withdrawn, 0 as they were; 1 published." in changed.output


def test_faulty_rows_are_named_and_the_others_taken(folder: Path) -> None:
    (folder / "q3.csv").write_text(
        HEAD + ROWS + "3,budget-process,completed,Not ours to report.\n4,4,soon,Something.\n"
    )
    done = achyk("reports", "import", "q3.csv", "--agency", "adilet-sot")
    assert done.exit_code == 1
    assert "row 4: commitment: commitment budget-process is not led by adilet-sot" in done.output
    assert "row 5: status: 'soon' is not on OGP's scale" in done.output
    assert [row[1] for row in reports(folder)] == ["1", "2"]


@pytest.mark.parametrize("words", [["missing.csv"], ["notes.pdf"], ["q3.csv", "--agency", "nobody"]])
def test_what_cannot_be_imported_is_said_without_a_traceback(folder: Path, words: list[str]) -> None:
    (folder / "q3.csv").write_text(HEAD + ROWS)
    (folder / "notes.pdf").write_text("%PDF")
    done = achyk("reports", "import", *words)
    assert done.exit_code == 2
    assert isinstance(done.exception, SystemExit)
    assert done.output.strip()


def test_a_folder_is_read_as_one_source_in_the_order_of_its_names(folder: Path) -> None:
    q3 = folder / "q3"
    (q3 / "older.csv").mkdir(parents=True)
    (q3 / "b.csv").write_text(HEAD + "3,4,completed,From the second.\n1,4,completed,Said already.\n5,4,soon,Faulty.\n")
    (q3 / "a.CSV").write_text(HEAD + ROWS)
    (q3 / "c.json").write_text('[{"external_id": "4", "commitment": "4", "done": "From JSON."}]')
    (q3 / "d.json").write_text("no JSON")
    (q3 / "letter.pdf").write_text("%PDF")
    for hidden in (".b.csv", "~$b.xlsx"):
        (q3 / hidden).write_text("hidden")
    words = ["reports", "import", "q3", "--complete"]
    planned = achyk(*words, "--dry-run")
    assert planned.exit_code == 1
    assert "4 would be new" in planned.output
    assert reports(folder) == []
    done = achyk(*words)
    assert done.exit_code == 1
    assert "Skipped, neither CSV, XLSX nor JSON: letter.pdf, older.csv" in done.output
    assert "b.csv: row 3: external_id: 1 stands in a.CSV already" in done.output
    assert "b.csv: row 4: status: 'soon' is not on OGP's scale" in done.output
    assert "d.json: this is no JSON" in done.output
    assert "hidden" not in done.output
    assert "~$" not in done.output
    assert "4 new, 0 changed" in done.output
    assert reports(folder) == [("import:q3", str(one), "received") for one in range(1, 5)]


def test_what_a_folder_lacks_is_withdrawn_only_when_all_of_it_was_read(folder: Path) -> None:
    q3 = folder / "q3"
    q3.mkdir()
    (q3 / "a.csv").write_text(HEAD + ROWS)
    (q3 / "b.csv").write_text(HEAD + "3,4,completed,From the second.\n")
    achyk("reports", "import", "q3")
    (q3 / "b.csv").write_text("no table")
    assert "0 withdrawn" in achyk("reports", "import", "q3", "--complete").output
    (q3 / "b.csv").unlink()
    assert "1 withdrawn" in achyk("reports", "import", "q3", "--complete").output


def test_a_folder_without_tables_is_refused_with_what_is_read(folder: Path) -> None:
    q3 = folder / "q3"
    q3.mkdir()
    for content in (None, "notes.txt", ".hidden.csv"):
        if content:
            (q3 / content).write_text(HEAD + ROWS)
        done = achyk("reports", "import", "q3")
        assert done.exit_code == 2
        assert "q3: there is no CSV, XLSX or JSON file in this folder" in done.output
    (q3 / "broken.csv").write_text("no table")
    unread = achyk("reports", "import", "q3")
    assert unread.exit_code == 2
    assert "broken.csv: no column for what was done" in unread.output


def test_the_sample_reports_are_a_file_to_import(folder: Path) -> None:
    done = achyk("reports", "import", str(EXAMPLES / "reports" / "2026-q3.csv"), "--agency", "scitc", "--publish")
    assert done.exit_code == 0, done.output
    assert reports(folder) == [("import:scitc", "sample-2026-q3", "published")]


def test_the_sources_are_checked_and_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "SOURCES_FILE is not set" in achyk("reports", "sources").output
    monkeypatch.setenv("SOURCES_FILE", str(EXAMPLES / "sources.toml"))
    assert "ogp-implementation" in achyk("reports", "sources").output
    (folder / "bad.toml").write_text('[[source]]\nname = "a"\nkind = "folder"\npath = "x"\nagency = "nobody"\n')
    monkeypatch.setenv("SOURCES_FILE", str(folder / "bad.toml"))
    done = achyk("reports", "sources")
    assert done.exit_code == 1
    assert "source a: no agency nobody" in done.output


def test_a_token_is_shown_once_listed_without_its_secret_and_revoked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands_reports, "out", Console(width=200))  # a narrow terminal wraps the label
    made = achyk("agency-token", "create", "mof", "--label", "treasury system")
    secret = made.stdout.strip().splitlines()[-1]
    assert secret.startswith("achyk_")
    listed = achyk("agency-token", "list").output
    assert "treasury system" in listed
    assert secret not in listed
    assert achyk("agency-token", "revoke", "1").exit_code == 0
    assert achyk("agency-token", "revoke", "2").exit_code == 2
    assert achyk("agency-token", "create", "nobody").exit_code == 2
