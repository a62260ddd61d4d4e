"""Training learns, repeats itself, and says when it cannot go on."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from blobs import blobs, train

import mlp


def test_a_separable_problem_is_learnt():
    network, records = train()
    assert network.score(*blobs(90, 2)) == 1
    assert records[-1].training_loss < 0.02 < records[0].training_loss
    assert [record.epoch for record in records] == list(range(1, 31))


def test_probabilities_are_a_distribution_and_predictions_its_modes():
    network, _ = train()
    X, labels = blobs(2500, 3)  # more than one batch of evaluation
    P = network.predict_proba(X)
    assert P.shape == (2500, 3)
    assert P.sum(axis=1) == pytest.approx(np.ones(2500), abs=1e-6)
    assert (network.predict(X) == P.argmax(axis=1)).all()
    loss, accuracy = network.evaluate(X, labels)
    assert accuracy == (network.predict(X) == labels).mean() == network.score(X, labels)
    assert loss == pytest.approx(-np.log(P[np.arange(2500), labels]).mean(), rel=1e-4)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    one, again, other = (train(mlp.Settings(epochs=2, seed=seed))[0] for seed in (0, 0, 1))
    assert one.parameters.tobytes() == again.parameters.tobytes()
    assert (one.parameters != other.parameters).any()


def test_every_sample_is_seen_once_an_epoch_the_last_batch_being_smaller():
    seen = []

    class Watched(mlp.Network):
        def loss_and_gradients(self, X, labels, l2=0.0):
            seen.append(labels.copy())
            return super().loss_and_gradients(X, labels, l2)

    X, labels = np.zeros((7, 1), np.float32), np.arange(7)
    network = Watched([1, 7], np.random.default_rng(0))
    settings = mlp.Settings(epochs=2, batch_size=3)
    mlp.fit(network, (X, labels), (X, labels), settings, mlp.streams(0))
    assert [len(batch) for batch in seen] == [3, 3, 1] * 2
    first, second = np.concatenate(seen[:3]), np.concatenate(seen[3:])
    assert sorted(first) == sorted(second) == list(range(7))
    assert (first != second).any()


def test_the_training_loss_is_a_mean_over_samples_in_every_epoch():
    # So small a rate changes no weight: the loss of every epoch is that of the initial network.
    network = mlp.Network([2, 5, 3], np.random.default_rng(0), np.float64)
    X, labels = blobs(50)
    loss, _ = network.evaluate(X.astype(float), labels)
    settings = mlp.Settings(epochs=3, batch_size=40, learning_rate=1e-30)
    records = mlp.fit(network, (X, labels), blobs(9, 1), settings, mlp.streams(0))
    assert [record.training_loss for record in records] == pytest.approx([loss] * 3, rel=1e-12)


def test_l2_shrinks_weights_and_not_biases():
    # With inputs of zero the cross-entropy asks nothing of the weights: W ← W − η λ W, each of 2 steps.
    settings = mlp.Settings(epochs=2, batch_size=4, learning_rate=0.5, l2=0.1, schedule="constant")
    network = mlp.Network([2, 3], np.random.default_rng(0))
    before = network.weights[0].copy()
    X, labels = np.zeros((4, 2), np.float32), np.array([0, 0, 0, 1])
    mlp.fit(network, (X, labels), (X, labels), settings, mlp.streams(0))
    assert network.weights[0] == pytest.approx(before * (1 - 0.5 * 0.1) ** 2, rel=1e-6)
    assert network.biases[0][0] > 0 > network.biases[0][2]


def test_divergence_is_an_exception_that_says_where():
    with pytest.raises(mlp.Diverged, match=r"epoch \d+, step \d+ of 11"):
        train(mlp.Settings(hidden_layers=4, learning_rate=1e4, batch_size=20))


def test_a_last_step_that_overflows_is_divergence_too():
    # One step in all: its loss is finite, and only what it left behind is not.
    with pytest.raises(mlp.Diverged, match="validation loss became nan in epoch 1"):
        train(mlp.Settings(epochs=1, batch_size=210, learning_rate=1e30))


@pytest.mark.parametrize(
    ("samples", "message"),
    [
        ((np.zeros((5, 3), np.float32), np.zeros(5, int)), r"shape \(5, 2\) for 5 labels, found \(5, 3\)"),
        ((np.zeros((5, 2), np.float32), np.full(5, 3)), "labels from 0 to 2"),
        ((np.zeros((5, 2), np.float32), np.full(5, -1)), "labels from 0 to 2"),
        ((np.zeros((0, 2), np.float32), np.zeros(0, int)), "at least one"),
    ],
)
def test_samples_that_do_not_fit_are_refused(samples, message):
    with pytest.raises(ValueError, match=message):
        train(samples=samples)


def test_fit_is_training_to_the_end():
    settings = mlp.Settings(epochs=2, batch_size=20, flip=True, hidden_layers=1, hidden_size=5)
    background = np.full((1, 2), 0.5, np.float32)
    network, other = (mlp.Network([2, 5, 3], np.random.default_rng(0)) for _ in range(2))
    arguments = blobs(50), blobs(9, 1), settings
    records = mlp.fit(network, *arguments, mlp.streams(0), background)
    assert records == list(mlp.Training(other, *arguments, mlp.streams(0), background).epochs())
    assert network.parameters.tobytes() == other.parameters.tobytes()


def test_what_is_evaluated_is_the_average_of_all_that_evaluation_uses():
    """Of the weights and of the running statistics, beginning with those before the first step."""
    settings = mlp.Settings(epochs=2, batch_size=20, hidden_layers=1, hidden_size=5, batch_norm=True)
    (X, labels), (X_validation, labels_validation) = blobs(50), blobs(9, 1)
    samples, validation = (X.astype(float), labels), (X_validation.astype(float), labels_validation)

    def begin(**more) -> tuple[mlp.Network, mlp.Training]:
        network = mlp.Network([2, 5, 3], np.random.default_rng(0), np.float64)
        return network, mlp.Training(network, samples, validation, replace(settings, **more), mlp.streams(0))

    _, plain = begin()
    average = plain.state().arrays["network"]
    for _ in plain.steps():  # an average changes nothing of how a network is trained
        average = 0.75 * average + 0.25 * plain.state().arrays["network"]
    network, averaged = begin(ema=0.75)
    last = list(averaged.epochs())[-1]
    assert averaged.state().arrays["average"] == pytest.approx(average, rel=1e-12)
    # After the parameters (W, b, γ, β) come the running means and variances, used as the textbook says.
    W, w, b, c, gamma, beta, m, v = np.split(average, np.cumsum([10, 15, 5, 3, 5, 5, 5]))
    X, labels = validation
    A = np.maximum(gamma * (X @ W.reshape(2, 5) + b - m) / np.sqrt(v + 1e-5) + beta, 0)
    Z = A @ w.reshape(5, 3) + c
    assert network.logits(X) == pytest.approx(Z, rel=1e-9)
    losses = np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(9), labels]
    assert last.validation_loss == pytest.approx(losses.mean())


ALONE: dict[str, Any] = {
    "hidden_layers": 2, "hidden_size": 6, "epochs": 3, "batch_size": 10, "learning_rate": 0.1,
    "schedule": "step", "warmup_epochs": 1, "l2": 0.1, "momentum": 0.5, "weight_decay": 0.1,
    "clip_norm": 0.01, "ema": 0.5, "batch_norm": True, "dropout": 0.3, "label_smoothing": 0.1, "flip": True,
    "shift": 1, "mixup": 0.5, "whitening": 0.1, "activation": "gelu", "seed": 1,
}  # fmt: skip


@pytest.mark.parametrize("name", ALONE)
def test_every_hyper_parameter_alone_changes_what_is_learnt(name):
    settings = mlp.Settings(hidden_layers=1, hidden_size=5, epochs=2, batch_size=20)
    learnt = []
    for each in (settings, replace(settings, **{name: ALONE[name]})):
        streams = mlp.streams(each.seed)
        sizes = each.layer_sizes(2, 3)
        network = mlp.Network(sizes, streams.initialisation, activation=each.activation)
        mlp.fit(network, blobs(50), blobs(9, 1), each, streams, np.zeros((1, 2), np.float32))
        learnt.append(network.parameters.tobytes())
    assert learnt[0] != learnt[1]


def test_the_hyper_parameters_that_have_an_effect_are_all_there_are():
    # The others change a schedule, momentum and the scaling of inputs: each has a test of its own.
    others = {"step_size", "gamma", "restart_period", "restart_factor", "nesterov", "input_scaling"}
    assert ALONE.keys() | others == {field.name for field in fields(mlp.Settings)}
