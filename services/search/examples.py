"""The corpus as the classifier learns it: a label for each text."""

from collections.abc import Iterator

from services.search.corpus import Corpus, phrases_of

__all__ = ["COMPLAINT", "OFF_TOPIC", "SMALL_TALK", "examples_of"]

OFF_TOPIC = "#off-topic"
COMPLAINT = "#complaint"
SMALL_TALK = "#small-talk:"
"""Labels that are no topic begin with a sign that no topic id has."""


def examples_of(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Every text with its label. Answers teach too: they hold the words that people use for a topic."""
    for topic in corpus.topics:
        for texts in (topic.titles.items(), phrases_of(topic.phrasings), topic.plain_answers()):
            yield from ((topic.id, text) for _, text in texts)
    yield from ((OFF_TOPIC, text) for _, text in phrases_of(corpus.off_topic))
    yield from ((COMPLAINT, text) for _, text in phrases_of(corpus.complaints))
    for kind, phrases in corpus.small_talk.items():
        yield from ((SMALL_TALK + kind, text) for _, text in phrases_of(phrases))
