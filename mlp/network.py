"""The network: layers in a row, all parameters in one flat vector."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import DTypeLike

from mlp.layers import Floats, Labels, Layer, Linear, ReLU
from mlp.loss import Loss, softmax, softmax_cross_entropy

EVALUATION_BATCH = 1000  # rows a forward pass when nothing is learnt, which bounds the buffers


class Trainable:
    """Linear layers with others between them: what gradient descent asks of a network.

    Args:
        sizes: widths from input to output, ``[D_in, hidden, ..., K]``.
        dtype: of every parameter; float32 to train, float64 to check gradients.
        learnt, kept: how many parameters, and numbers that are not learnt, the layers between have.

    Attributes:
        state: the parameters, then the numbers that are kept: one flat vector, at first zero.
        parameters: every weight, then every bias, then those of the layers between; a view of ``state``.
            Writing into it changes the network.
        gradients: ∂L/∂parameters, same layout, after :meth:`loss_and_gradients`.
        weights, biases: a view of ``parameters`` for each linear layer.

    Raises:
        ValueError: fewer than two sizes, or one below 1.
    """

    def __init__(self, sizes: Sequence[int], dtype: DTypeLike, learnt: int = 0, kept: int = 0) -> None:
        if len(sizes) < 2 or min(sizes) < 1:
            raise ValueError(f"sizes must be at least two widths of at least 1, not {list(sizes)}")
        self.sizes = list(sizes)
        self.n_weights = sum(d_in * d_out for d_in, d_out in pairwise(sizes))
        n_parameters = self.n_weights + sum(sizes[1:]) + learnt
        self.state: Floats = np.zeros(n_parameters + kept, dtype)
        self.parameters = self.state[:n_parameters]
        self.gradients: Floats = np.zeros_like(self.parameters)
        self.weights, self.biases = self._views(self.parameters)
        self._linear = [
            Linear(*arrays)
            for arrays in zip(self.weights, self.biases, *self._views(self.gradients), strict=True)
        ]

    def _views(self, flat: Floats) -> tuple[list[Floats], list[Floats]]:
        shapes = list(pairwise(self.sizes))
        ends = np.cumsum([d_in * d_out for d_in, d_out in shapes] + self.sizes[1:])
        parts = np.split(flat, ends)
        weights = [part.reshape(shape) for part, shape in zip(parts, shapes, strict=False)]
        return weights, parts[len(shapes) : -1]

    def _arrange(self, between: Sequence[Sequence[Layer]], loss: Loss) -> None:
        """Put the layers of each hidden layer after its linear one, and the loss at the end."""
        self._first = self._linear[0]
        self._rest: list[Layer] = []
        for layers, linear in zip(between, self._linear[1:], strict=True):
            self._rest += [*layers, linear]
        self._loss = loss

    def logits(self, X: Floats) -> Floats:
        """Forward pass: X (N, D_in) → logits (N, K), in a buffer that the next pass overwrites."""
        out = self._first.forward(np.asarray(X, self.parameters.dtype))
        for layer in self._rest:
            out = layer.forward(out)
        return out

    def loss_and_gradients(self, X: Floats, labels: Labels, l2: float = 0.0, scale: float = 1.0) -> float:
        """Set ``gradients`` to ``scale`` times those of L = loss + λ/2·Σ‖W‖², λ = ``l2``.

        Args:
            X: inputs (N, D_in).
            labels: true classes (N,).
            l2: λ; the penalty is on weights, not on biases, and is not divided by N.
            scale: the learning rate, in training: as a factor of dZ it saves a pass over all gradients.

        Returns:
            The loss (of a :class:`Network` the cross-entropy), a mean over the batch, without the penalty.
        """
        loss, dout = self._loss(self.logits(X), labels, scale)
        for layer in reversed(self._rest):
            dout = layer.backward(dout)
        self._first.parameter_gradients(dout)  # the gradient of the input is of no use
        if l2:
            # ∂/∂W of λ/2·‖W‖² = λ W
            self.gradients[: self.n_weights] += scale * l2 * self.parameters[: self.n_weights]
        return loss


class Network(Trainable):
    """A multi-layer perceptron: linear layers with ReLU between them; logits come out.

    Args:
        sizes, dtype: see :class:`Trainable`.
        rng: draws the initial weights, from He's normal distribution.
    """

    def __init__(self, sizes: Sequence[int], rng: np.random.Generator, dtype: DTypeLike = np.float32) -> None:
        super().__init__(sizes, dtype)
        for W in self.weights:
            # Var(W) = 2 / D_in keeps the scale of activations: He et al. 2015, arXiv:1502.01852, eq. 10
            W[:] = rng.standard_normal(W.shape) * np.sqrt(2 / len(W))
        self._arrange([[ReLU(width, dtype)] for width in sizes[1:-1]], softmax_cross_entropy)

    def predict_proba(self, X: Floats) -> Floats:
        """Probabilities P (N, K) of the classes, each row summing to 1, for X (N, D_in)."""
        batches = np.split(X, range(EVALUATION_BATCH, len(X), EVALUATION_BATCH))
        return np.concatenate([softmax(self.logits(batch)) for batch in batches])

    def predict(self, X: Floats) -> Labels:
        """The most probable class (N,) of each row of X (N, D_in)."""
        classes: Labels = self.predict_proba(X).argmax(axis=1)
        return classes

    def score(self, X: Floats, labels: Labels) -> float:
        """The accuracy: the share of rows of X (N, D_in) whose predicted class is their label."""
        return self.evaluate(X, labels)[1]

    def evaluate(self, X: Floats, labels: Labels) -> tuple[float, float]:
        """Mean cross-entropy and accuracy on X (N, D_in), labels (N,). Changes no parameter."""
        loss, correct = 0.0, 0
        for start in range(0, len(X), EVALUATION_BATCH):
            batch = slice(start, start + EVALUATION_BATCH)
            Z = self.logits(X[batch])
            correct += int(np.count_nonzero(Z.argmax(axis=1) == labels[batch]))
            loss += softmax_cross_entropy(Z, labels[batch])[0] * len(Z)
        return loss / len(X), correct / len(X)
