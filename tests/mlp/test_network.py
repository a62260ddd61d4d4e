"""A new network: its sizes and its initial weights."""

import numpy as np
import pytest

import mlp
from mlp.loss import smoothed_cross_entropy, soft_cross_entropy, softmax_cross_entropy


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


def test_inputs_of_float64_are_computed_in_the_type_of_the_network():
    network = mlp.Network([6, 5, 3], np.random.default_rng(0))
    X = np.random.default_rng(1).standard_normal((9, 6))
    found = network.logits(X).copy()
    assert found.tobytes() == network.logits(X.astype(np.float32)).tobytes()


def test_the_losses_of_a_batch_are_added_in_float64():
    # Losses of 2²⁵ and 403, margins of −2²⁴ and −201.5: float32 has no room for their sums.
    Z, labels = np.array([[0, 2**25], [0, 403]], np.float32), np.array([0, 0])
    assert softmax_cross_entropy(Z.copy(), labels)[0] == (2**25 + 403) / 2
    assert smoothed_cross_entropy(Z.copy(), labels, 0.5)[0] == (2**25 + 403) / 2 - (2**24 + 201.5) / 4
    Q = np.array([[1, 0], [1, 0]], np.float32)
    assert soft_cross_entropy(Z.copy(), Q)[0] == (2**25 + 403) / 2


def test_probabilities_are_averaged_over_transforms_of_the_inputs():
    network = mlp.Network([2, 5, 3], np.random.default_rng(0), np.float64)
    X = np.random.default_rng(1).standard_normal((7, 2))
    found = network.predict_proba(X, [lambda X: X, lambda X: -X])
    assert found == pytest.approx((network.predict_proba(X) + network.predict_proba(-X)) / 2)
