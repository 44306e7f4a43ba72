"""What makes a typed text look like a question when it has no question mark."""

import pytest

from locales import content


@pytest.mark.parametrize(
    "text",
    [
        "демилгени кантип жөнөтөм",
        "Отчет качан чыгат",
        "где посмотреть отчёты",
        "Is there a deadline for it",
        "do agencies answer",
        "tell me who decides",
    ],
)
def test_a_question_word_marks_a_question(text: str) -> None:
    assert content.looks_asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The plan is not published and reports are late",
        "Mektepterdin byudjeti can be published by all",
        "Бюджеттин аткарылышы жарыяланбайт",
        "Отчёты не публикуются",
    ],
)
def test_an_auxiliary_inside_a_sentence_marks_none(text: str) -> None:
    assert not content.looks_asked(text)
