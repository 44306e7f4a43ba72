"""Letter n-grams of one question against those of the corpus.

They are those of scikit-learn's `TfidfVectorizer(analyzer="char_wb", sublinear_tf=True)`, to which a test holds them.
To import that library takes 0.7 s of the processor and 70 MB at every start, and its checks of a single text longer
than the work.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.search.regression import Floats, Places, Singles

__all__ = ["Grams", "Row", "overlap", "pieces", "row_of"]

_SIZES = (2, 5)
_MOST_SHARE, _FEW = 0.1, 1000
"""What stands in more than a tenth of a large corpus tells nothing apart and takes half of a question's time."""

Row = tuple[NDArray[np.intp], Floats]
"""Columns and their weights, of unit length together; empty for a text without known n-grams."""


def pieces(text: str, shortest: int, longest: int) -> list[str]:
    """The n-grams within the words of a text, a space at both ends of each; a word that is too short is one itself."""
    found: list[str] = []
    for word in text.split():
        padded = f" {word} "
        for size in range(shortest, longest + 1):
            found += [padded[start : start + size] for start in range(max(1, len(padded) - size + 1))]
            if size >= len(padded):
                break
    return found


def row_of(places: Iterable[int], weigh: Callable[[Floats], Floats], rarity: Floats) -> Row:
    """The weighed row of the n-grams that stand at these places, one for each time they occur."""
    counted = Counter(places)
    columns = np.fromiter(counted.keys(), dtype=np.intp, count=len(counted))
    times = np.fromiter(counted.values(), dtype=np.float64, count=len(counted))
    weights: Floats = weigh(times) * rarity[columns]
    length = np.sqrt(weights @ weights)
    return columns, weights / length if length else weights


def overlap(row: Row, by_gram: Any, texts: int) -> Floats:
    """The cosine of a row to each text of a sparse matrix whose rows are n-grams."""
    columns, weights = row
    starts = by_gram.indptr[columns]
    lengths = by_gram.indptr[columns + 1] - starts
    before = np.cumsum(lengths) - lengths
    places = np.arange(lengths.sum()) + np.repeat(starts - before, lengths)
    shares = by_gram.data[places] * np.repeat(weights, lengths)
    return np.bincount(by_gram.indices[places], weights=shares, minlength=texts).astype(np.float64, copy=False)


class Grams:
    """TF-IDF over the letter n-grams of a fixed list of texts."""

    def __init__(self, outlines: list[str]) -> None:
        # N-grams stand within words, and most words come again: each is taken apart once.
        words: dict[str, int] = {}
        said = [[words.setdefault(word, len(words)) for word in outline.split()] for outline in outlines]
        places: dict[str, int] = {}
        spelled = [[places.setdefault(gram, len(places)) for gram in pieces(word, *_SIZES)] for word in words]
        counts = _counted(said, len(words)) @ _counted(spelled, len(places))
        most = _MOST_SHARE * len(outlines) if len(outlines) > _FEW else len(outlines)
        texts = np.bincount(counts.indices, minlength=len(places))
        counts.data[(texts > most)[counts.indices]] = 0
        counts.eliminate_zeros()
        self._places = {gram: place for gram, place in places.items() if texts[place] <= most}
        self._rarity: Floats = 1 + np.log((1 + len(outlines)) / (1 + texts))
        weights = (1 + np.log(counts.data)) * self._rarity[counts.indices]
        rows = np.repeat(np.arange(len(outlines)), np.diff(counts.indptr))
        lengths = np.sqrt(np.bincount(rows, weights=weights**2, minlength=len(outlines)))
        counts.data = (weights / lengths[rows]).astype(np.float32)
        self.rows: Any = counts
        self.by_gram: Any = counts.T.tocsr()

    def among_themselves(self, places: Places) -> Singles:
        """How near the texts at these places of the list are to each."""
        near: Singles = (self.rows[places] @ self.by_gram).toarray()
        return near

    def cosines(self, outline: str) -> Floats:
        """How near a text is to each of the list."""
        known = (self._places.get(gram) for gram in pieces(outline, *_SIZES))
        row = row_of((place for place in known if place is not None), lambda times: 1 + np.log(times), self._rarity)
        return overlap(row, self.by_gram, self.rows.shape[0])


def _counted(rows: Sequence[Sequence[int]], columns: int) -> Any:
    """A sparse matrix that counts the numbers of each row."""
    from scipy.sparse import csr_matrix

    ends = np.cumsum([0, *map(len, rows)])
    places = np.fromiter(chain.from_iterable(rows), dtype=np.intp, count=ends[-1])
    counts: Any = csr_matrix((np.ones(len(places), dtype=np.float32), places, ends), (len(rows), columns))
    counts.sum_duplicates()
    return counts
