"""Weights of the regression, kept from one start to the next: those of the content files are shipped.

To fit them takes time that grows with the cube of the corpus, and a few hundred megabytes. A text that staff have
added since is fitted on top of what is kept, in milliseconds; when much is new or gone, all is fitted anew, and
remembered.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from services.search.memory import Memory
from services.search.regression import Places, Singles, fit

__all__ = ["SHIPPED", "Examples", "keep", "weights_of"]

SHIPPED = Path(__file__).with_name("weights")
"""A file for letters and one for each sentence model; `achyk content vectors` makes them anew."""

_SLICE = 256
_FEW = 0.005
"""Part of the corpus that may be new or gone: so much moves the shares of right answers by at most 0.3 per cent, ten
times as much by three."""


@dataclass(frozen=True, slots=True)
class Examples:
    """What is to be learned. `near` gives the similarities of the texts at some places to all; `recipe` names all
    that shapes them."""

    labels: Sequence[str]
    texts: Sequence[str]
    near: Callable[[Places], Singles]
    ridge: float
    recipe: str

    def keys(self) -> NDArray[np.uint64]:
        """A number for each text and its label."""
        pairs = zip(self.labels, self.texts, strict=True)
        digests = b"".join(hashlib.sha256(f"{label}\n{text}".encode()).digest()[:8] for label, text in pairs)
        return np.frombuffer(digests, dtype=np.uint64)


def weights_of(examples: Examples, classes: Sequence[str], kept: Path | None, memory: Memory) -> Singles:
    """A row a text, a column a class: from the file as far as it goes, from the memory when it is of no use.

    Targets are one for a text's own class and zero else. What a softmax makes of the scores is the same as with
    targets around zero, and a class that the file does not know starts with no weight at all.
    """
    places = {name: place for place, name in enumerate(classes)}
    targets = np.eye(len(classes), dtype=np.float32)[[places[label] for label in examples.labels]]
    weights, new = _from_file(examples, classes, kept)
    if new is None:
        return memory.weights(
            [examples.recipe.encode(), examples.keys().tobytes()],
            targets.shape,
            lambda: fit(_whole(examples), targets, ridge=examples.ridge),
        )
    if new.size:
        near = examples.near(new)
        # What a new text gains all others lose evenly: the greater part of a similarity is common to all texts.
        own = near[:, new] - near.mean(axis=1, keepdims=True) + examples.ridge * np.eye(len(new), dtype=np.float32)
        gained = np.linalg.solve(own, targets[new] - near @ weights)
        weights[new] += gained
        weights -= gained.sum(axis=0) / len(weights)
    return weights


def keep(examples: Examples, classes: Sequence[str], weights: Singles, path: Path) -> None:
    """Write the weights down for ``weights_of``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    keys, first = np.unique(examples.keys(), return_index=True)
    np.savez(
        path, keys=keys, classes=np.array(classes), weights=weights[first].astype(np.float16), recipe=examples.recipe
    )


def _whole(examples: Examples) -> Singles:
    """All similarities, by slices: there is room for one matrix of that size."""
    count = len(examples.texts)
    near = np.empty((count, count), dtype=np.float32)
    for start in range(0, count, _SLICE):
        near[start : start + _SLICE] = examples.near(np.arange(start, min(start + _SLICE, count)))
    return near


def _from_file(examples: Examples, classes: Sequence[str], path: Path | None) -> tuple[Singles, Places | None]:
    """The weights that are kept, and the places of texts without; None for those when the file is of no use."""
    weights = np.zeros((len(examples.texts), len(classes)), dtype=np.float32)
    stored = _read(path, examples.recipe) if path else None
    if stored is None:
        return weights, None
    known, names, rows = stored
    keys = examples.keys()
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    found = known[at] == keys
    gone = np.setdiff1d(np.arange(len(known)), at[found])
    if (~found).sum() + len(gone) > _FEW * len(keys):
        return weights, None
    columns = {name: column for column, name in enumerate(names)}
    here = [place for place, name in enumerate(classes) if name in columns]
    there = [columns[classes[place]] for place in here]
    weights[np.ix_(found, here)] = rows[at[found]][:, there]
    # What is gone leaves its gain to all, as a new text takes it from all.
    weights[:, here] += rows[gone][:, there].sum(axis=0, dtype=np.float32) / len(keys)
    return weights, np.flatnonzero(~found)


def _read(path: Path, recipe: str) -> tuple[NDArray[np.uint64], list[str], NDArray[np.float16]] | None:
    """Keys in order, classes and rows; None when the file is missing, damaged or of another recipe."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            if str(stored["recipe"]) != recipe:
                return None
            return stored["keys"], stored["classes"].tolist(), stored["weights"]
    except (OSError, EOFError, ValueError, KeyError, BadZipFile):
        return None
