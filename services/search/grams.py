"""Letter n-grams of one question against those of the corpus.

scikit-learn makes and weighs the n-grams of the corpus. For a single text its checks take longer than the work,
so a question's row is made here from the same analyser: a third of the time.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.search.regression import Floats, Places, Singles

__all__ = ["Grams", "Row", "overlap", "row_of"]

_MOST_SHARE, _FEW = 0.1, 1000
"""What stands in more than a tenth of a large corpus tells nothing apart and takes half of a question's time."""

Row = tuple[NDArray[np.intp], Floats]
"""Columns and their weights, of unit length together; empty for a text without known n-grams."""


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
        from scipy.sparse import csr_matrix
        from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

        # N-grams stand within words, and most words come again: each is taken apart once.
        words: dict[str, int] = {}
        spoken = [[words.setdefault(word, len(words)) for word in outline.split()] for outline in outlines]
        counter: Any = CountVectorizer(analyzer="char_wb", ngram_range=(2, 5), dtype=np.float32)
        by_word: Any = counter.fit_transform(words)
        ends = np.cumsum([0, *map(len, spoken)])
        places = np.fromiter(chain.from_iterable(spoken), dtype=np.intp, count=ends[-1])
        said: Any = csr_matrix((np.ones(len(places), dtype=np.float32), places, ends), (len(spoken), len(words)))
        counts = said @ by_word
        most = _MOST_SHARE * len(outlines) if len(outlines) > _FEW else len(outlines)
        common = np.bincount(counts.indices, minlength=counts.shape[1]) > most
        counts.data[common[counts.indices]] = 0
        counts.eliminate_zeros()
        model: Any = TfidfTransformer(sublinear_tf=True)
        self.rows: Any = model.fit_transform(counts)
        self.by_gram: Any = self.rows.T.tocsr()
        self._analyse: Callable[[str], list[Hashable]] = counter.build_analyzer()
        self._places: dict[Hashable, int] = {
            gram: place for gram, place in counter.vocabulary_.items() if not common[place]
        }
        self._rarity: Floats = model.idf_.astype(np.float64)

    def among_themselves(self, places: Places) -> Singles:
        """How near the texts at these places of the list are to each."""
        near: Singles = (self.rows[places] @ self.by_gram).toarray()
        return near

    def cosines(self, outline: str) -> Floats:
        """How near a text is to each of the list."""
        known = (self._places.get(gram) for gram in self._analyse(outline))
        row = row_of((place for place in known if place is not None), lambda times: 1 + np.log(times), self._rarity)
        return overlap(row, self.by_gram, self.rows.shape[0])
