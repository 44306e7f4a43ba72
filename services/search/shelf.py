"""Shelves of documents that come and go while the bot runs: initiatives, and the commitments.

Putting and taking cost one document's work, whatever the shelf holds. N-grams are hashed, so a new initiative
may use words that no FAQ entry has.
"""

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from services.search.grams import ByGram, Row, by_gram_of, grams_of, overlap, row_of
from services.search.readings import Reader, Reading
from services.search.regression import Floats
from services.search.semantic import Sentences

__all__ = ["Shelf", "Weigher"]

_BUCKETS = 2**16
_SHORTEST, _LONGEST = 3, 5
_ALIKE_BY_LETTERS, _ALIKE_BY_BOTH = 0.3, 0.35


class Weigher:
    """Turns outlines into sparse unit vectors; letter n-grams that are rare in a background count more."""

    def __init__(self, background: Sequence[str]) -> None:
        by_word: dict[str, frozenset[int]] = {}
        holders: Counter[int] = Counter()
        for outline in background:
            words = outline.split()
            for word in words:
                if word not in by_word:
                    by_word[word] = frozenset(_buckets(word))
            holders.update(frozenset().union(*(by_word[word] for word in words)))
        seen = np.zeros(_BUCKETS)
        seen[list(holders)] = list(holders.values())
        self._rarity: Floats = 1 + np.log((1 + len(background)) / (1 + seen))

    def row(self, outline: str) -> Row:
        """The row of one outline; an empty one for a text without words."""
        return row_of(_buckets(outline), np.log1p, self._rarity)


def _buckets(outline: str) -> list[int]:
    return [zlib.crc32(gram.encode()) % _BUCKETS for gram in grams_of(outline, _SHORTEST, _LONGEST)]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One document: a row for each of its texts."""

    grams: tuple[Row, ...]
    meanings: Floats | None


@dataclass(frozen=True, slots=True)
class _Stack:
    """The entries as matrices, made anew at the first question after a change; `ids` names each row's document."""

    ids: list[str]
    by_gram: ByGram
    meanings: Floats | None


class Shelf:
    """Documents by id, each with one or more texts. A question in another thread sees a change whole or not.

    ``is_private``: people's own texts, of which no vector is written to disk: they may be withdrawn or erased.
    """

    def __init__(
        self, reader: Reader, weigher: Weigher, sentences: Sentences | None, *, is_private: bool = False
    ) -> None:
        self._reader, self._weigher, self._sentences = reader, weigher, sentences
        self._is_private = is_private
        self._entries: dict[str, _Entry] = {}
        self._stack: _Stack | None = None

    def put(self, document: str, texts: Sequence[str]) -> None:
        """Put a document, or replace the one with this id; it is found by any of its texts."""
        readings = [self._reader.read(text) for text in texts]
        grams = tuple(self._weigher.row(reading.outline) for reading in readings)
        meanings = self._meanings([reading.natural for reading in readings])
        self._replace({**self._entries, document: _Entry(grams, meanings)})

    def _meanings(self, texts: Sequence[str]) -> Floats | None:
        if self._sentences is None:
            return None
        if self._is_private:
            return np.stack([self._sentences.of_question(text) for text in texts])
        return self._sentences.of(texts)

    def take(self, document: str) -> None:
        """Remove a document; one that is not there is no error."""
        self._replace({key: entry for key, entry in self._entries.items() if key != document})

    def nearest(self, reading: Reading, limit: int) -> list[tuple[str, float]]:
        """Documents that hold the letters of a text, with cosines, best first; ties in order of arrival."""
        stack = self._stacked()
        return _best(stack.ids, self._by_letters(stack, reading), limit) if stack else []

    def alike(self, reading: Reading, limit: int) -> list[tuple[str, float]]:
        """Documents that say much the same, by letters and by meaning where there is a model, best first."""
        stack = self._stacked()
        if stack is None or not reading.outlines:
            return []
        near, enough = self._by_letters(stack, reading), _ALIKE_BY_LETTERS
        if self._sentences and stack.meanings is not None:
            meaning = self._sentences.of_question(reading.natural)
            near, enough = (near + stack.meanings @ meaning) / 2, _ALIKE_BY_BOTH
        return [found for found in _best(stack.ids, near, limit) if found[1] >= enough]

    def _by_letters(self, stack: _Stack, reading: Reading) -> Floats:
        return overlap(self._weigher.row(reading.outline), stack.by_gram, len(stack.ids))

    def _replace(self, entries: dict[str, _Entry]) -> None:
        self._entries = entries
        self._stack = None

    def _stacked(self) -> _Stack | None:
        stack, entries = self._stack, self._entries
        if stack is None and entries:
            meanings = [entry.meanings for entry in entries.values() if entry.meanings is not None]
            stack = _Stack(
                ids=[document for document, entry in entries.items() for _ in entry.grams],
                by_gram=_stacked([row for entry in entries.values() for row in entry.grams]),
                meanings=np.concatenate(meanings) if meanings else None,
            )
            self._stack = stack
        return stack


def _stacked(rows: Sequence[Row]) -> ByGram:
    texts = np.repeat(np.arange(len(rows)), [len(columns) for columns, _ in rows])
    columns, weights = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    return by_gram_of(texts, columns, weights, grams=_BUCKETS)


def _best(ids: Sequence[str], near: Floats, limit: int) -> list[tuple[str, float]]:
    best: dict[str, float] = {}
    for place in np.argsort(-near, kind="stable"):
        best.setdefault(ids[place], float(near[place]))
        if len(best) == limit:
            break
    return list(best.items())
