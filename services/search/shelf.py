"""Shelves of documents that come and go while the bot runs: initiatives, and the commitments.

Putting and taking cost one document's work, whatever the shelf holds. N-grams are hashed, so a new initiative
may use words that no FAQ entry has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from services.search.readings import Reader, Reading
from services.search.regression import Floats
from services.search.semantic import Sentences

__all__ = ["Shelf", "Weigher"]

_BUCKETS = 2**18
_ALIKE_BY_LETTERS, _ALIKE_BY_BOTH = 0.3, 0.4


class Weigher:
    """Turns outlines into sparse unit vectors; letter n-grams that are rare in a background count more."""

    def __init__(self, background: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import HashingVectorizer

        self._hash: Any = HashingVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), n_features=_BUCKETS, alternate_sign=False, norm=None
        )
        seen = np.bincount(self._hash.transform(background).indices, minlength=_BUCKETS)
        self._rarity = 1 + np.log((1 + len(background)) / (1 + seen))

    def weigh(self, outline: str) -> Any:
        """One sparse row of unit length; empty for a text without words."""
        row = self._hash.transform([outline])
        row.data = np.log1p(row.data) * self._rarity[row.indices]
        length = np.linalg.norm(row.data)
        if length:
            row.data /= length
        return row


@dataclass(frozen=True, slots=True)
class _Entry:
    grams: Any
    meaning: Floats | None


@dataclass(frozen=True, slots=True)
class _Stack:
    """The entries as matrices, made anew at the first question after a change."""

    ids: list[str]
    grams: Any
    meanings: Floats | None


class Shelf:
    """Documents by id. A change replaces what is kept, so a question in another thread sees old or new."""

    def __init__(self, reader: Reader, weigher: Weigher, sentences: Sentences | None) -> None:
        self._reader, self._weigher, self._sentences = reader, weigher, sentences
        self._entries: dict[str, _Entry] = {}
        self._stack: _Stack | None = None

    def fill(self, documents: Iterable[tuple[str, str]]) -> None:
        """Put many documents, id and text; a sentence model takes them at once and may remember them."""
        pairs = [(document, self._reader.read(text)) for document, text in documents]
        if not pairs:
            return
        vectors = self._sentences.of([reading.natural for _, reading in pairs]) if self._sentences else None
        filled = {
            document: _Entry(self._weigher.weigh(reading.outline), vectors[place] if vectors is not None else None)
            for place, (document, reading) in enumerate(pairs)
        }
        self._replace({**self._entries, **filled})

    def put(self, document: str, text: str) -> None:
        """Put one document, or replace the one with this id."""
        reading = self._reader.read(text)
        entry = _Entry(self._weigher.weigh(reading.outline), self._meaning(reading))
        self._replace({**self._entries, document: entry})

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
        if stack is None:
            return []
        near, enough = self._by_letters(stack, reading), _ALIKE_BY_LETTERS
        meaning = self._meaning(reading)
        if stack.meanings is not None and meaning is not None:
            near, enough = (near + stack.meanings @ meaning) / 2, _ALIKE_BY_BOTH
        return [found for found in _best(stack.ids, near, limit) if found[1] >= enough]

    def _by_letters(self, stack: _Stack, reading: Reading) -> Floats:
        near: Floats = (stack.grams @ self._weigher.weigh(reading.outline).T).toarray().ravel()
        return near

    def _meaning(self, reading: Reading) -> Floats | None:
        if self._sentences is None:
            return None
        return self._sentences.of_question(reading.natural)

    def _replace(self, entries: dict[str, _Entry]) -> None:
        self._entries = entries
        self._stack = None

    def _stacked(self) -> _Stack | None:
        from scipy.sparse import vstack

        stack, entries = self._stack, self._entries
        if stack is None and entries:
            meanings = [entry.meaning for entry in entries.values() if entry.meaning is not None]
            stack = _Stack(
                ids=list(entries),
                grams=vstack([entry.grams for entry in entries.values()], format="csr"),
                meanings=np.stack(meanings) if meanings else None,
            )
            self._stack = stack
        return stack


def _best(ids: Sequence[str], near: Floats, limit: int) -> list[tuple[str, float]]:
    order = np.argsort(-near, kind="stable")[:limit]
    return [(ids[place], float(near[place])) for place in order]
