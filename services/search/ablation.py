"""What each part of the search is worth: the same questions put to indexes that lack one part."""

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from services.search.corpus import Corpus, Phrases, Topic
from services.search.index import Index, build_index
from services.search.normal import tidy
from services.search.readings import Reader, Reading
from services.search.semantic import Embedder

__all__ = ["Variant", "variants"]


@dataclass(frozen=True, slots=True)
class Variant:
    """An index with or without a part; built only when it is measured."""

    name: str
    build: Callable[[], Index]


class _AsTyped(Reader):
    """Reads words as they are typed, only in lower case: no folding, no Latin, no keyboard slips."""

    def read(self, text: str) -> Reading:
        words = tuple(tidy(text).split())
        return Reading(words, words)


class _NoSlips(Reader):
    """Does not turn text from the wrong keyboard layout."""

    def _right_layout(self, text: str) -> str:
        return tidy(text)


class _NoMending(Reader):
    """Leaves slips of the thumb to the n-grams."""

    def _mended(self, word: str) -> str:
        return word


class _NoSpelling(Reader):
    """Gives the sentence model words as they are typed."""

    def _natural(self, word: str) -> str:
        return word


def variants(corpus: Corpus, embedder: Embedder | None = None) -> Iterator[Variant]:
    """The whole search first, then each one without a part; with the sentence model where one is given."""

    def of(name: str, changed: Corpus, reader: type[Reader] = Reader) -> Variant:
        return Variant(name, lambda: build_index(changed, embedder=embedder, reader=reader(changed.texts())))

    yield of("everything", corpus)
    yield of("letters as typed: no folding, no Latin", corpus, _AsTyped)
    yield of("no keyboard-layout slips", corpus, _NoSlips)
    yield of("no mending of words", corpus, _NoMending)
    if embedder:
        yield of("no usual spelling for the model", corpus, _NoSpelling)
    yield of("no off-topic class", dataclasses.replace(corpus, off_topic={}))
    yield of("no complaints class", dataclasses.replace(corpus, complaints={}))
    yield of("no small-talk classes", dataclasses.replace(corpus, small_talk={}))
    yield of("no answer texts", _with_topics(corpus, lambda topic: dataclasses.replace(topic, answers={})))
    for most in (0, 2, 4, 8):
        yield of(f"at most {most} phrasings a topic and language", _fewer_phrasings(corpus, most))


def _with_topics(corpus: Corpus, change: Callable[[Topic], Topic]) -> Corpus:
    return dataclasses.replace(corpus, topics=tuple(change(topic) for topic in corpus.topics))


def _fewer_phrasings(corpus: Corpus, most: int) -> Corpus:
    def cut(phrases: Phrases) -> Phrases:
        return {language: listed[:most] for language, listed in phrases.items()}

    return _with_topics(corpus, lambda topic: dataclasses.replace(topic, phrasings=cut(topic.phrasings)))
