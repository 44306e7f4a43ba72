"""Phrasings: other ways in which people ask for a topic. They teach the search and are shown to nobody."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from locales import content
from locales.translator import LANGUAGES
from services.search.normal import skeleton, tidy

EVALUATION = Path(__file__).parents[1] / "evaluation" / "questions.tsv"
FEWEST = 6


def folded(text: str) -> str:
    """The spelling in which two ways of typing the same question meet: case, letters, Latin, doubled letters."""
    return skeleton(tidy(text))


def phrasings() -> Iterator[tuple[str, str, str]]:
    """(language, topic, phrase)"""
    for language in LANGUAGES:
        for topic, phrases in content.read_parts(f"phrasings/{language}").items():
            yield from ((language, topic, phrase) for phrase in phrases)


def lists_of_refusals() -> Iterator[tuple[str, str, str]]:
    for name in ("off_topic", "complaints"):
        for language, phrases in content.read(name).items():
            yield from ((language, name, phrase) for phrase in phrases)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_at_least_six(language):
    counts = Counter(topic for its_language, topic, _ in phrasings() if its_language == language)
    assert {topic: counts[topic] for topic in content.topics() if counts[topic] < FEWEST} == {}


def test_each_is_one_line_as_typed_on_a_phone():
    odd = [
        phrase
        for _, _, phrase in phrasings()
        if not isinstance(phrase, str) or phrase != phrase.strip() or "\n" in phrase or not 2 <= len(phrase) <= 300
    ]
    assert odd == []


def test_no_phrase_belongs_to_two_topics_nor_is_off_topic_too():
    """The same words under two headings would teach the search to be unsure."""
    places = defaultdict(set)
    for _, topic, phrase in (*phrasings(), *lists_of_refusals()):
        places[folded(phrase)].add("initiative-vs-complaint" if topic == "complaints" else topic)
    for language in LANGUAGES:
        for topic, entry in content.read_parts(f"faq/{language}").items():
            places[folded(entry["title"])].add(topic)
    assert {phrase: topics for phrase, topics in places.items() if len(topics) > 1} == {}


def test_none_is_a_question_of_the_evaluation_set():
    """A set that was copied into what it measures measures nothing."""
    with EVALUATION.open(encoding="utf-8", newline="") as file:
        asked = {folded(row["question"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    assert len(asked) > 1000
    copied = [known for known in (*phrasings(), *lists_of_refusals()) if folded(known[2]) in asked]
    assert copied == []


def test_a_good_part_of_the_kyrgyz_ones_is_typed_in_latin():
    """People type so; the lists must not drift into a textbook's Kyrgyz."""
    latin = [phrase for language, _, phrase in phrasings() if language == "ky" and phrase.isascii()]
    assert len(latin) >= len(content.topics()) / 2
