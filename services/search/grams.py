"""Letter n-grams of one question against those of the corpus: TF-IDF as scikit-learn makes it, without its weight.

Loading that library took longer than this work does, and its checks of a single text longer than weighing it.
N-grams stay inside words, so those of a word are made once, however often the corpus holds it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from services.search.regression import Floats, Places, Singles

__all__ = ["ByGram", "Grams", "Row", "by_gram_of", "grams_of", "overlap", "row_of"]

_SHORTEST, _LONGEST = 2, 5
_MOST_SHARE, _FEW = 0.1, 1000
"""What stands in more than a tenth of a large corpus tells nothing apart and takes half of a question's time."""

Row = tuple[Places, Floats]
"""Columns and their weights, of unit length together; empty for a text without known n-grams."""


@dataclass(frozen=True, slots=True)
class ByGram:
    """A sparse matrix of texts by n-gram: for each n-gram the texts that hold it, from one of `starts` to the next."""

    starts: Places
    texts: Places
    weights: Singles


def grams_of(outline: str, shortest: int, longest: int) -> Iterator[str]:
    """The letter n-grams of every word, the spaces around it among its letters."""
    for word in outline.split():
        padded = f" {word} "
        for length in range(shortest, min(longest, len(padded)) + 1):
            for start in range(len(padded) - length + 1):
                yield padded[start : start + length]


def row_of(places: Iterable[int], weigh: Callable[[Floats], Floats], rarity: Floats) -> Row:
    """The weighed row of the n-grams that stand at these places, one for each time they occur."""
    counted = Counter(places)
    columns = np.fromiter(counted.keys(), dtype=np.intp, count=len(counted))
    times = np.fromiter(counted.values(), dtype=np.float64, count=len(counted))
    weights: Floats = weigh(times) * rarity[columns]
    length = np.sqrt(weights @ weights)
    return columns, weights / length if length else weights


def by_gram_of(texts: Places, columns: Places, weights: Floats, *, grams: int) -> ByGram:
    """The matrix of these entries: a text, an n-gram, a weight."""
    order = np.argsort(columns, kind="stable")
    starts = np.zeros(grams + 1, dtype=np.intp)
    np.cumsum(np.bincount(columns, minlength=grams), out=starts[1:])
    return ByGram(starts, texts[order], weights[order].astype(np.float32))


def overlap(row: Row, by_gram: ByGram, texts: int) -> Floats:
    """The cosine of a row to each text of a matrix."""
    columns, weights = row
    starts = by_gram.starts[columns]
    lengths = by_gram.starts[columns + 1] - starts
    before = np.cumsum(lengths) - lengths
    places = np.arange(lengths.sum()) + np.repeat(starts - before, lengths)
    shares = by_gram.weights[places] * np.repeat(weights, lengths)
    return np.bincount(by_gram.texts[places], weights=shares, minlength=texts).astype(np.float64, copy=False)


class Grams:
    """TF-IDF over the letter n-grams of a fixed list of texts."""

    def __init__(self, outlines: Sequence[str], *, longest: int = _LONGEST, most_share: float = _MOST_SHARE) -> None:
        self._count, self._longest = len(outlines), longest
        places, texts, columns = self._found(outlines)
        # Each n-gram once for each text that holds it, with how often.
        pairs, times = np.unique(texts * len(places) + columns, return_counts=True)
        texts, columns = np.divmod(pairs, max(1, len(places)))
        holders = np.bincount(columns, minlength=len(places))
        is_telling = holders <= (most_share if self._count > _FEW else 1.0) * self._count
        moved = np.cumsum(is_telling) - 1
        self._places = {gram: int(moved[place]) for gram, place in places.items() if is_telling[place]}
        self._rarity: Floats = 1 + np.log((1 + self._count) / (1 + holders[is_telling]))
        is_kept = is_telling[columns]
        texts, columns, times = texts[is_kept], moved[columns[is_kept]], times[is_kept]
        weights = (1 + np.log(times)) * self._rarity[columns]
        lengths = np.sqrt(np.bincount(texts, weights=weights * weights, minlength=self._count))
        self.by_gram = by_gram_of(texts, columns, weights / lengths[texts], grams=len(self._places))

    def _found(self, outlines: Sequence[str]) -> tuple[dict[str, int], Places, Places]:
        """A place for each n-gram, and every occurrence: the text it is in, and its place."""
        places: dict[str, int] = {}
        by_word: dict[str, Places] = {}
        found, texts = [], []
        for text, outline in enumerate(outlines):
            for word in outline.split():
                if word not in by_word:
                    grams = grams_of(word, _SHORTEST, self._longest)
                    by_word[word] = np.array([places.setdefault(gram, len(places)) for gram in grams], dtype=np.intp)
                found.append(by_word[word])
                texts.append(text)
        nothing = np.empty(0, dtype=np.intp)
        lengths = [len(one) for one in found]
        return places, np.repeat(np.array(texts, dtype=np.intp), lengths), np.concatenate(found or [nothing])

    def among_themselves(self, places: Places) -> Singles:
        """How near the texts at these places of the list are to each."""
        by_gram, rows = self._matrices
        near: Singles = (rows[places] @ by_gram).toarray()
        return near

    @cached_property
    def _matrices(self) -> tuple[Any, Any]:
        """N-grams by text, and texts by n-gram; loaded with their library only where something is fitted."""
        from scipy.sparse import csr_matrix

        held = self.by_gram
        by_gram = csr_matrix((held.weights, held.texts, held.starts), shape=(len(self._places), self._count))
        return by_gram, by_gram.T.tocsr()

    def cosines(self, outline: str) -> Floats:
        """How near a text is to each of the list."""
        known = (self._places.get(gram) for gram in grams_of(outline, _SHORTEST, self._longest))
        row = row_of((place for place in known if place is not None), lambda times: 1 + np.log(times), self._rarity)
        return overlap(row, self.by_gram, self._count)
