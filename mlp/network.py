"""The network: a chain of layers whose parameters are views of one flat vector."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import DTypeLike

from mlp.augmentation import Transform
from mlp.layers import ACTIVATIONS, Floats, Labels, Layer, Linear
from mlp.loss import Loss, Targets, softmax, softmax_cross_entropy

EVALUATION_BATCH = 1000  # rows per forward pass outside training, which bounds the memory


class Trainable:
    """A chain of linear layers with other layers between them: what gradient descent needs.

    Args:
        sizes: widths from input to output, ``[D_in, hidden, ..., K]``.
        dtype: of every parameter; float32 to train, float64 to check gradients.
        extra_parameters: how many parameters the layers between the linear ones have.
        extra_state: how many numbers they keep that are not parameters.

    Attributes:
        state: the parameters, then the extra state: one flat vector, initially zero.
        parameters: all weights, then all biases, then the extra parameters; a view of ``state``.
            Writing into it changes the network.
        gradients: ∂L/∂parameters, laid out alike, after :meth:`loss_and_gradients`.
        scratch: as large as ``state``; any statement may overwrite it.
        weights, biases: a view of ``parameters`` for each linear layer.

    Raises:
        ValueError: there are fewer than two sizes, or one is below 1.
    """

    layers: list[Layer]

    def __init__(
        self, sizes: Sequence[int], dtype: DTypeLike, extra_parameters: int = 0, extra_state: int = 0
    ) -> None:
        if len(sizes) < 2 or min(sizes) < 1:
            raise ValueError(f"sizes must be at least two widths of at least 1, not {list(sizes)}")
        self.sizes = list(sizes)
        self.n_weights = sum(d_in * d_out for d_in, d_out in pairwise(sizes))
        n_parameters = self.n_weights + sum(sizes[1:]) + extra_parameters
        self.state: Floats = np.zeros(n_parameters + extra_state, dtype)
        self.scratch: Floats = np.empty_like(self.state)
        self.parameters = self.state[:n_parameters]
        self.gradients: Floats = np.zeros_like(self.parameters)
        self.weights, self.biases = self._views(self.parameters)
        self._linear = [
            Linear(*arrays)
            for arrays in zip(self.weights, self.biases, *self._views(self.gradients), strict=True)
        ]

    def _views(self, flat: Floats) -> tuple[list[Floats], list[Floats]]:
        """The part of a flat vector that belongs to each weight matrix and to each bias vector."""
        shapes = list(pairwise(self.sizes))
        ends = np.cumsum([d_in * d_out for d_in, d_out in shapes] + self.sizes[1:])
        parts = np.split(flat, ends)
        weights = [part.reshape(shape) for part, shape in zip(parts, shapes, strict=False)]
        return weights, parts[len(shapes) : -1]

    def _connect(self, hidden_blocks: Sequence[Sequence[Layer]], loss: Loss) -> None:
        """Chain the layers: after each linear layer but the last, the hidden block that follows it."""
        self.layers = [self._linear[0]]
        for block, linear in zip(hidden_blocks, self._linear[1:], strict=True):
            self.layers += [*block, linear]
        self._loss = loss

    def logits(self, X: Floats) -> Floats:
        """Forward pass: X (N, D_in) → logits (N, K), in memory that the next pass overwrites."""
        A = np.asarray(X, self.parameters.dtype)
        for layer in self.layers:
            A = layer.forward(A)
        return A

    def loss_and_gradients(self, X: Floats, labels: Targets, l2: float = 0.0) -> float:
        """Set ``gradients`` to those of L = loss + λ/2·Σ‖W‖², λ = ``l2``.

        Args:
            X: inputs (N, D_in).
            labels: true classes (N,); where images are mixed, the probabilities Q (N, K) to learn.
            l2: λ; the penalty is on weights, not on biases, and is not divided by N.

        Returns:
            The loss (of a :class:`Network` the cross-entropy), a mean over the batch, without the penalty.
        """
        loss, dA = self._loss(self.logits(X), labels)
        for layer in reversed(self.layers[1:]):
            dA = layer.backward(dA)
        self._linear[0].parameter_gradients(dA)  # nothing needs the gradient of the input
        if l2:
            # ∂/∂W of λ/2·‖W‖² = λ W, for all weights at once
            weights = slice(self.n_weights)
            W, dW = self.parameters[weights], self.gradients[weights]
            dW += np.multiply(l2, W, out=self.scratch[weights])
        return loss


class Network(Trainable):
    """A multi-layer perceptron: linear layers with an activation between them, whose outputs are logits.

    Args:
        sizes, dtype: see :class:`Trainable`.
        rng: draws the initial weights from He's normal distribution.
        activation: a name in ``ACTIVATIONS``.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        rng: np.random.Generator,
        dtype: DTypeLike = np.float32,
        activation: str = "relu",
    ) -> None:
        super().__init__(sizes, dtype)
        self.activation = activation
        for W in self.weights:
            # Var(W) = 2 / D_in keeps the scale of the activations: He et al. 2015, arXiv:1502.01852, eq. 10
            W[:] = rng.standard_normal(W.shape) * np.sqrt(2 / len(W))
        self._connect(
            [[ACTIVATIONS[activation](width, dtype)] for width in sizes[1:-1]], softmax_cross_entropy
        )

    def predict_proba(self, X: Floats, transforms: Sequence[Transform] = (np.asarray,)) -> Floats:
        """Probabilities P (N, K) of the classes for X (N, D_in); each row sums to 1.

        Args:
            X: inputs.
            transforms: what makes the copies of X over which P is averaged, such as :func:`mlp.shifts`; by
                default there is only X itself.
        """
        batches = np.split(X, range(EVALUATION_BATCH, len(X), EVALUATION_BATCH))
        copies = ([softmax(self.logits(change(batch))) for change in transforms] for batch in batches)
        return np.concatenate([np.mean(each, axis=0) for each in copies])

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
