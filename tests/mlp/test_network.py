"""A new network: its sizes and its initial weights."""

import numpy as np
import pytest

import mlp


def test_initial_weights_have_the_variance_of_he():
    network = mlp.Network([400, 300, 10], np.random.default_rng(0))
    # The standard error of a standard deviation from n values is 1/√(2n) of it; four of them.
    for W, inputs in zip(network.weights, (400, 300), strict=True):
        assert W.std() == pytest.approx(np.sqrt(2 / inputs), rel=4 / np.sqrt(2 * W.size))
    assert not any(b.any() for b in network.biases)


@pytest.mark.parametrize("sizes", [[3], [3, 0], []])
def test_sizes_that_make_no_network_are_refused(sizes):
    with pytest.raises(ValueError, match="at least two widths"):
        mlp.Network(sizes, np.random.default_rng(0))


def test_probabilities_are_a_distribution_however_large_and_unlike_the_logits_are():
    network = mlp.Network([1, 2], np.random.default_rng(0))
    network.weights[0][:] = [[1.0, 0.0]]
    P = network.predict_proba(np.array([[-1e4], [0], [1e4]], np.float32))
    assert P.tolist() == [[0, 1], [0.5, 0.5], [1, 0]]
