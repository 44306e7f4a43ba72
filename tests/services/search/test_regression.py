"""The weights, against NumPy's own solution of the same equations."""

import numpy as np
import pytest

from services.search.regression import fit


@pytest.mark.parametrize("texts", [1, 127, 128, 129, 300])
def test_the_weights_solve_the_ridge_equations(texts: int) -> None:
    random = np.random.default_rng(7)
    traits = random.standard_normal((texts, 12)).astype(np.float32)
    similarities = (traits @ traits.T).astype(np.float32)
    targets = random.standard_normal((texts, 5)).astype(np.float32)
    exact = np.linalg.solve(similarities.astype(np.float64) + np.eye(texts) * 0.5, targets.astype(np.float64))
    weights = fit(similarities, targets, ridge=0.5)
    assert np.allclose(weights, exact, rtol=1e-2, atol=1e-3)
    assert weights.dtype == np.float32
