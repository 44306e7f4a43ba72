"""Telling the language of what people type, by the questions that others wrote for the search."""

import csv
from pathlib import Path

import pytest

from locales import content
from models import Language
from services import languages

EVALUATION = Path(__file__).parents[1] / "evaluation"
SETS = ("questions", "second", "third", "fourth", "fifth", "sixth")
CYRILLIC = (Language.KY, Language.RU)


def asked(language: Language) -> list[str]:
    """Questions in Cyrillic letters that are in one language: clean, with typos, without Kyrgyz letters."""
    rows = [
        row
        for name in SETS
        for row in csv.DictReader(
            (EVALUATION / f"{name}.tsv").open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE
        )
    ]
    return [
        row["question"]
        for row in rows
        if row["lang"] == language and row["kind"] not in {"mixed", "latin"} and not row["question"].isascii()
    ]


@pytest.mark.parametrize("language", CYRILLIC)
@pytest.mark.parametrize("fallback", CYRILLIC)
def test_of_a_hundred_questions_three_at_most_are_mistaken(language: Language, fallback: Language) -> None:
    texts = asked(language)
    mistaken = [text for text in texts if languages.guess(text, fallback) != language]
    assert len(texts) > 800
    assert len(mistaken) <= 0.03 * len(texts), mistaken


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("где мой паспорт", "ru"),
        ("как подать идею", "ru"),
        ("кантип жазам", "ky"),
        ("тилди кантип алмаштырам", "ky"),
        ("Какой отчёт, кандай отчет, бул эмне?", "ky"),
        ("Милдеттенме деген что это такое и как её найти", "ru"),
        ("who is responsible for the plan", "en"),
    ],
)
def test_what_shows_is_told_whatever_the_persons_language(text: str, language: str) -> None:
    for fallback in Language:
        assert languages.guess(text, fallback) == language


@pytest.mark.parametrize("text", ["", "12345", "👍", "форум", "demilgeni kantip jonotom"])
def test_where_nothing_shows_it_is_the_persons_own(text: str) -> None:
    for fallback in CYRILLIC:
        assert languages.guess(text, fallback) == fallback


def test_cyrillic_letters_are_never_taken_for_english() -> None:
    assert languages.guess("форум", Language.EN) == Language.RU


def test_no_word_is_held_to_be_of_one_language_that_is_of_two() -> None:
    words = content.common_words()
    assert words["ky"].isdisjoint(words["ru"])
    assert all(word.islower() for each in words.values() for word in each)
