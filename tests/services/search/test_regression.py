import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.search.regression import fit, softmax


class TestFit:
    def test_with_little_ridge_it_reproduces_the_targets(self):
        similarities = np.array([[1.0, 0.2], [0.2, 1.0]])
        targets = np.eye(2)
        assert similarities @ fit(similarities.copy(), targets, ridge=1e-9) == pytest.approx(targets, abs=1e-6)

    def test_more_ridge_means_smaller_weights(self):
        similarities, targets = np.eye(3), np.eye(3)
        assert (
            np.abs(fit(similarities.copy(), targets, ridge=9)).max() < np.abs(fit(similarities, targets, ridge=1)).max()
        )


class TestSoftmax:
    @given(st.lists(st.floats(-500, 500), min_size=1, max_size=20))
    def test_gives_probabilities_that_sum_to_one(self, scores):
        chances = softmax(np.array(scores))
        assert chances.sum() == pytest.approx(1)
        assert (chances >= 0).all()

    def test_keeps_the_order(self):
        assert list(np.argsort(softmax(np.array([0.1, 3.0, -2.0])))) == [2, 0, 1]
