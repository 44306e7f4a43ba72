"""Fitted weights, remembered between starts: the same texts and the same code always give the same ones.

A file is named by a hash of all that its weights depend on, so a stale one is never found. It holds numbers and is
read as nothing else; one that is damaged or does not fit is made anew.
"""

import hashlib
import logging
import os
import zlib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from services.search.regression import Singles

__all__ = ["Memory"]

log = logging.getLogger(__name__)

_MOST_FILES = 4
"""Letters, and both opinions together, of the present content and of what it was before."""
_HERE = Path(__file__).parent


class Memory:
    """Weights in a folder; without one everything is computed each time."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def weights(self, depends_on: Iterable[bytes], shape: tuple[int, int], fitted: Callable[[], Singles]) -> Singles:
        """What ``fitted`` gives, from the folder where it was given before. Thread-safe, also between processes."""
        if self._folder is None:
            return fitted()
        path = self._folder / f"weights-{_digest([_code(), *depends_on])}.npz"
        found = _stored(path, shape)
        if found is None:
            found = fitted()
            self._keep(path, found)
        return found

    def _keep(self, path: Path, weights: Singles) -> None:
        """A folder that cannot be written costs time at the next start, no more."""
        draft = path.with_suffix(f".{os.getpid()}.new.npz")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            np.savez(draft, weights=weights)
            draft.replace(path)
            kept = sorted(path.parent.glob("weights-*.npz"), key=lambda one: one.stat().st_mtime, reverse=True)
            for old in kept[_MOST_FILES:]:
                old.unlink()
        except OSError as reason:
            log.warning("search: weights are not kept for the next start: %s", reason)


def _stored(path: Path, shape: tuple[int, int]) -> Singles | None:
    try:
        with np.load(path, allow_pickle=False) as stored:
            weights = stored["weights"]
    except (OSError, ValueError, KeyError, EOFError, NotImplementedError, BadZipFile, zlib.error):
        return None
    fits = weights.shape == shape and weights.dtype == np.float32 and bool(np.isfinite(weights).all())
    return weights if fits else None


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()[:32]


@cache
def _code() -> bytes:
    """All code that has a part in the weights, told by its bytes: no number that somebody forgets to raise."""
    files = sorted([*_HERE.glob("*.py"), *_HERE.glob("*.yaml")])
    return _digest([np.__version__.encode(), *(path.read_bytes() for path in files)]).encode()
