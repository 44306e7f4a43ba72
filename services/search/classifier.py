"""How likely a text is of each class, by letter n-grams, and by sentence vectors where the model is installed.

A ridge regression over similarities to every text of the corpus. They are Gaussian, so what is nearly the
same counts for most and what is merely of the same kind for little. With a sentence model there are two such
regressions: the slow model is asked only where letters leave a doubt, and then both have a say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from services.search.grams import Grams
from services.search.memory import Memory
from services.search.readings import Reading
from services.search.regression import Floats, Places, Singles, softmax
from services.search.semantic import Sentences
from services.search.weights import Examples, keep, weights_of

__all__ = ["LONG", "Classifier"]

# Chosen on one half of tests/evaluation, on a plateau: half or double as much changes little.
_RIDGE = 1.0
_SHARPNESS = 14.0
LONG, _SHARPER = 20, 1.25
"""Words of a story, and how much sharper its scores are taken: the letters of the question are lost among its own."""
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

    def within(self, cosines: Singles) -> Singles:
        """The similarities, in the place of the cosines."""
        cosines -= 1
        cosines *= self.focus
        np.exp(cosines, out=cosines)
        cosines *= self.weight
        return cosines


_LETTERS = _Nearness(weight=3.0, focus=1.0)
_MEANING = _Nearness(weight=8.0, focus=1.5)


class Classifier:
    """A fitted model of texts and their labels. ``kept`` is a folder of weights that were shipped, ``memory`` remembers
    those that had to be fitted here."""

    def __init__(
        self,
        labels: Sequence[str],
        readings: Sequence[Reading],
        sentences: Sentences | None,
        *,
        kept: Path | None,
        memory: Memory,
    ) -> None:
        self._classes = list(dict.fromkeys(labels))
        self._grams = Grams([reading.outline for reading in readings])
        self._sentences = sentences
        recipe = f"ridge {_RIDGE}, letters {_LETTERS}"
        outlines = [reading.outline for reading in readings]
        letters = Examples(labels, outlines, self._near_in_letters, _RIDGE, recipe)
        self._learned = {"letters": letters}
        if sentences:
            naturals = [reading.natural for reading in readings]
            self._vectors = sentences.of(naturals).astype(np.float32)
            both = [f"{outline}\n{natural}" for outline, natural in zip(outlines, naturals, strict=True)]
            self._learned[sentences.name] = Examples(
                labels, both, self._near_in_both, _RIDGE, f"{recipe}, meaning {_MEANING} of {sentences.name}"
            )
        self._weights = {
            name: weights_of(examples, self._classes, kept / f"{name}.npz" if kept else None, memory)
            for name, examples in self._learned.items()
        }

    def probabilities(self, reading: Reading, *, only_letters: bool = False) -> dict[str, float]:
        """The probability of each class, in the order in which the labels first came."""
        similarities = _LETTERS.within(self._grams.cosines(reading.outline).astype(np.float32))
        sharpness = _SHARPNESS * (_SHARPER if len(reading.outlines) > LONG else 1)
        scores = sharpness * self._scores(similarities, "letters")
        likely = softmax(scores)
        if self._sentences and not only_letters and reading.naturals and likely.max() < _SURE:
            meaning = self._sentences.of_question(reading.natural).astype(np.float32)
            similarities += _MEANING.within(self._vectors @ meaning)
            by_both = sharpness * self._scores(similarities, self._sentences.name)
            likely = softmax(_SAY_OF_LETTERS * scores + (1 - _SAY_OF_LETTERS) * by_both)
        return dict(zip(self._classes, likely.tolist(), strict=True))

    def keep_weights(self, folder: Path) -> None:
        """Write the weights down, so that the same corpus need not be fitted again."""
        for name, examples in self._learned.items():
            keep(examples, self._classes, self._weights[name], folder / f"{name}.npz")

    def _scores(self, similarities: Singles, by: str) -> Floats:
        return (similarities @ self._weights[by]).astype(np.float64)

    def _near_in_letters(self, places: Places) -> Singles:
        return _LETTERS.within(self._grams.among_themselves(places))

    def _near_in_both(self, places: Places) -> Singles:
        near = _MEANING.within(self._vectors[places] @ self._vectors.T)
        near += self._near_in_letters(places)
        return near
