"""How likely a text is of each class, by letter n-grams, and by sentence vectors where the model is installed.

A ridge regression over similarities to every text of the corpus. They are Gaussian, so what is nearly the
same counts for most and what is merely of the same kind for little. With a sentence model there are two such
regressions: the slow model is asked only where letters leave a doubt, and then both have a say.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from services.search.grams import Grams
from services.search.memory import Memory
from services.search.readings import Reading
from services.search.regression import Floats, Singles, fit, softmax
from services.search.semantic import Sentences

__all__ = ["Classifier"]

# Chosen on one half of tests/evaluation, on a plateau: half or double as much changes little.
_RIDGE = 1.0
_SHARPNESS = 14.0
_SURE = 0.8
"""Letters alone decide from this probability on: on most questions, and no less well."""
_SAY_OF_LETTERS = 0.35
"""Their weight in the product of the two opinions: what the model alone takes for foreign gets buttons, above all
long stories, of which it sees a part."""


@dataclass(frozen=True, slots=True)
class _Nearness:
    """A similarity from a cosine: `weight` for the same text, falling the faster the greater `focus`."""

    weight: float
    focus: float

    def of(self, cosines: Floats) -> Floats:
        near: Floats = self.weight * np.exp(self.focus * (cosines - 1))
        return near

    def within(self, cosines: Singles) -> Singles:
        """As ``of``, in the place of the cosines of a whole corpus."""
        cosines -= 1
        cosines *= self.focus
        np.exp(cosines, out=cosines)
        cosines *= self.weight
        return cosines


_LETTERS = _Nearness(weight=3.0, focus=1.0)
_MEANING = _Nearness(weight=8.0, focus=1.5)


class Classifier:
    """A fitted model of texts and their labels."""

    def __init__(
        self,
        labels: Sequence[str],
        readings: Sequence[Reading],
        sentences: Sentences | None,
        memory: Memory | None = None,
    ) -> None:
        memory = memory or Memory()
        self._classes = list(dict.fromkeys(labels))
        places = {name: place for place, name in enumerate(self._classes)}
        targets = np.eye(len(places), dtype=np.float32)[[places[label] for label in labels]] - 1 / len(places)
        outlines = [reading.outline for reading in readings]
        self._grams = Grams(outlines)
        texts = ["\n".join(labels).encode(), "\n".join(outlines).encode()]
        self._letter_weights = memory.weights(
            texts, targets.shape, lambda: fit(self._near_by_letters(), targets, ridge=_RIDGE)
        )
        self._sentences = sentences
        if sentences:
            self._vectors = sentences.of([reading.natural for reading in readings])
            self._weights = memory.weights(
                [*texts, self._vectors.tobytes()],
                targets.shape,
                lambda: fit(self._near_by_both(), targets, ridge=_RIDGE),
            )

    def _near_by_letters(self) -> Singles:
        return _LETTERS.within(self._grams.among_themselves())

    def _near_by_both(self) -> Singles:
        vectors = self._vectors.astype(np.float32)
        by_both = _MEANING.within(vectors @ vectors.T)
        by_both += self._near_by_letters()
        return by_both

    def probabilities(self, reading: Reading) -> dict[str, float]:
        """The probability of each class, in the order in which the labels first came."""
        similarities = _LETTERS.of(self._grams.cosines(reading.outline))
        scores = _SHARPNESS * similarities @ self._letter_weights
        likely = softmax(scores)
        if self._sentences and reading.naturals and likely.max() < _SURE:
            meaning = self._sentences.of_question(reading.natural)
            similarities += _MEANING.of(self._vectors @ meaning)
            by_both = _SHARPNESS * similarities @ self._weights
            likely = softmax(_SAY_OF_LETTERS * scores + (1 - _SAY_OF_LETTERS) * by_both)
        return dict(zip(self._classes, likely.tolist(), strict=True))
