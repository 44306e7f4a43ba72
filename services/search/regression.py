"""Ridge regression of classes on similarities, in closed form: the same corpus always gives the same model.

On this corpus it ranks as well as a softmax regression and is built in a tenth of the time. Probabilities
are a softmax of the scores.
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "Places", "Singles", "fit", "softmax"]

Floats = NDArray[np.float64]

Singles = NDArray[np.float32]
"""What is as large as the corpus squared: at single precision, which the ridge makes good enough."""

Places = NDArray[np.intp]

_BLOCK = 128  # larger ones hold the interpreter for longer, and are no quicker


def fit(similarities: Singles, targets: Singles, *, ridge: float) -> Singles:
    """Weights so that `similarities @ weights` comes near the targets; more `ridge`, smoother.

    Similarities must be those of a kernel (symmetric, no negative eigenvalue): that halves the work. They are
    used up: there is no room for a second matrix of their size.
    """
    similarities[np.diag_indices_from(similarities)] += ridge
    return _solved(similarities, targets)


def _solved(matrix: Singles, targets: Singles) -> Singles:
    """``matrix`` (symmetric, positive definite; used up) divided into the targets, by Cholesky's way in blocks.

    SciPy's ``cho_solve`` takes as long, but does not let go of the interpreter: a bot that builds its index would
    answer nobody for seconds. NumPy lets go of it in every block.
    """
    edges = [(start, min(start + _BLOCK, len(matrix))) for start in range(0, len(matrix), _BLOCK)]
    inverses: list[Singles] = []
    for start, end in edges:
        matrix[start:, start:end] -= matrix[start:, :start] @ matrix[start:end, :start].T
        inverses.append(np.linalg.inv(np.linalg.cholesky(matrix[start:end, start:end])))
        matrix[end:, start:end] = matrix[end:, start:end] @ inverses[-1].T
    solved = np.array(targets)
    blocks = list(zip(edges, inverses, strict=True))
    for (start, end), inverse in blocks:
        solved[start:end] = inverse @ (solved[start:end] - matrix[start:end, :start] @ solved[:start])
    for (start, end), inverse in reversed(blocks):
        solved[start:end] = inverse.T @ (solved[start:end] - matrix[end:, start:end].T @ solved[end:])
    return solved


def softmax(scores: Floats) -> Floats:
    """The scores of one text as probabilities."""
    powers: Floats = np.exp(scores - np.max(scores))
    powers /= powers.sum()
    return powers
