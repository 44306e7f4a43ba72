"""The chat, over a database, and the command line, over the files, come to the same decisions."""

from pathlib import Path

import pytest

from models.database import Database
from services.answers import Answers
from services.search.evaluation import read_questions

QUESTIONS = Path(__file__).parents[1] / "evaluation" / "second.tsv"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the search remembers: these tests are not about fitting it."""
    return tmp_path_factory.mktemp("search")


async def test_the_database_and_the_files_decide_alike(database: Database, folder: Path) -> None:
    chat, command_line = Answers(folder), Answers.from_files(folder, is_plain=True)
    await chat.rebuild(database)
    for question in read_questions(QUESTIONS)[::4]:
        said = await chat.read(question.text, question.language)
        expected = command_line.decide(question.text, question.language)
        assert (said.kind, said.topics[0].id) == (expected.kind, expected.topics[0].id), question.id


async def test_a_start_over_fresh_content_fits_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its weights are shipped: to fit them takes seconds of the processor and hundreds of megabytes."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("fitted anew: run `achyk content vectors`")

    monkeypatch.setattr("services.search.weights.fit", refuse)
    await Answers().rebuild(database)


async def test_a_question_after_a_long_story_gets_its_button(database: Database, folder: Path) -> None:
    chat = Answers(folder)
    await chat.rebuild(database)
    story = "Мен айылда жашайм, кечээ шаарга барып келдим, жолдо көп адам көрдүм. " * 50
    said = await chat.read(f"{story} Демилгени кантип жөнөтөм?")
    assert "how-to-submit" in [hit.id for hit in said.hits]
