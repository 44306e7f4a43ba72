"""`achyk answer` as a program of its own: no settings, no database, nothing on stdout but JSON."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from locales import content as files

REPOSITORY = Path(__file__).parents[2]
BARE = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(REPOSITORY), "LANG": "C"}
ODD = (
    "id\tlang\tquestion\r\n"
    "a\tky\tдемилгени кантип жөнөтөм\r\n"
    "b\tru\t\r\n"
    "c\ten\t😀😀😀\r\n"
    "d\tky\t{long}\r\n"
    'e\tru\t"Ачык Өкмөт" — это что\r\n'
    "f\tky\tdemilgeni kantip jonotom\r\n"
    "g\ten\tكيف أقدم مبادرة\r\n"
    "h\tru\t12345\r\n"
    "i\tru\trfr jnghfdbnm bybwbfnbde\r\n"
    "j\tky\tдeмилгeни кaнтип жөнөтөм\r\n"
)


def achyk(*arguments: str, cwd: Path, **given: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "bot", "answer", "--plain", *arguments]
    return subprocess.run(command, cwd=cwd, env=BARE, capture_output=True, timeout=120, check=False, **given)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What a batch of odd questions prints, by id; run in an empty folder without any setting."""
    folder = tmp_path_factory.mktemp("empty")
    (folder / "batch.tsv").write_bytes(b"\xef\xbb\xbf" + ODD.format(long="узун сөз " * 450).encode())
    done = achyk("--batch", "batch.tsv", cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    assert [path.name for path in folder.iterdir()] == ["batch.tsv"]  # it leaves nothing behind
    return {row["id"]: row for row in map(json.loads, done.stdout.decode().splitlines())}


def test_each_row_gets_one_object_in_order_with_every_topic_ranked(rows):
    assert list(rows) == list("abcdefghij")
    topics = set(files.topics())
    for row in rows.values():
        assert set(row) == {"id", "ids", "answered"}
        assert set(row["ids"]) == topics
        assert len(row["ids"]) == len(topics)


@pytest.mark.parametrize("name", list("afij"))
def test_one_question_in_four_alphabets_is_answered_alike(rows, name):
    assert (rows[name]["ids"][0], rows[name]["answered"]) == ("how-to-submit", True)


def test_quotation_marks_are_part_of_the_question(rows):
    assert rows["e"]["ids"][0] == "achyk-okmot"


@pytest.mark.parametrize("name", list("bcdgh"))
def test_what_says_nothing_is_not_answered(rows, name):
    assert rows[name]["answered"] is False


def test_one_question_and_standard_input(tmp_path):
    (tmp_path / "data").mkdir()  # of an installation
    single = achyk("--lang", "ky", "демилгени кантип жөнөтөм", cwd=tmp_path)
    piped = achyk("--batch", "-", cwd=tmp_path, input="1\tky\tдемилгени кантип жөнөтөм".encode())
    one, row = json.loads(single.stdout), json.loads(piped.stdout)
    assert {"id": "1"} | one == row
    assert not list((tmp_path / "data").iterdir())  # what the content files need is shipped


def test_a_language_that_is_not_there_is_refused_with_those_that_are(tmp_path):
    done = achyk("--lang", "xx", "демилгени кантип жөнөтөм", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().strip() == "--lang xx: only ky, ru, en"


@pytest.mark.parametrize("arguments", [(), ("--batch", "missing.tsv")])
def test_nothing_to_answer_is_said_on_stderr(tmp_path, arguments):
    done = achyk(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr
