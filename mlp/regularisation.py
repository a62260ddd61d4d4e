"""What is added between the layers while a network is trained, and folded into them afterwards."""

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import DTypeLike

from mlp.layers import ACTIVATIONS, Floats, Layer, Workspace
from mlp.loss import Loss, smoothed_cross_entropy, soft_cross_entropy, softmax_cross_entropy
from mlp.network import Network, Trainable
from mlp.settings import Settings

EPSILON = 1e-5  # added to each variance
# Settings with which another network is trained in the place of the one to keep, and folded into it.
FOLDED = ("batch_norm", "dropout", "label_smoothing", "mixup", "whitening", "ema")
RUNNING_MOMENTUM = 0.1  # weight of the newest batch in the running statistics


class BatchNorm:
    """Y = γ X̂ + β, where X̂ is Z with mean 0 and variance 1 over the batch, unit by unit.

    Ioffe & Szegedy 2015, arXiv:1502.03167, algorithm 1.

    Args:
        gamma, beta: γ and β (D,), views of the network's parameters.
        mean, variance: running statistics (D,) of Z, views of the network's state.
        dgamma, dbeta: views of the network's gradients (D,).
    """

    def __init__(
        self, gamma: Floats, beta: Floats, mean: Floats, variance: Floats, dgamma: Floats, dbeta: Floats
    ) -> None:
        self.gamma, self.beta, self.dgamma, self.dbeta = gamma, beta, dgamma, dbeta
        self.mean, self.variance = mean, variance
        self._Y = Workspace(len(gamma), gamma.dtype)
        self._ones = Workspace(1, gamma.dtype, fill=1)

    def forward(self, Z: Floats) -> Floats:
        """Z (N, D), overwritten with X̂ → Y (N, D). Updates the running statistics."""
        N = len(Z)
        Y, ones = self._Y.rows(N), self._ones.rows(N)[:, 0]
        # m = 1/N Σₙ Zₙ = 1ᵀ Z / N            (D,) = (N,) (N, D)
        m = ones @ Z / N
        # v = 1/N Σₙ (Zₙ − m)²                (D,) = (N,) (N, D)
        Z -= m
        v = ones @ np.multiply(Z, Z, out=Y) / N
        # X̂ = (Z − m) / s,  s = √(v + ε)      (N, D) / (D,)
        self._s = np.sqrt(v + EPSILON)
        Z *= 1 / self._s
        self._X_hat = Z
        # N/(N − 1) v estimates the variance of the population; one sample gives no estimate.
        self.mean += RUNNING_MOMENTUM * (m - self.mean)
        self.variance += RUNNING_MOMENTUM * (v * (N / max(N - 1, 1)) - self.variance)
        # Y = γ X̂ + β                         (N, D) = (D,) ⊙ (N, D) + (D,)
        np.multiply(Z, self.gamma, out=Y)
        Y += self.beta
        return Y

    def backward(self, dY: Floats) -> Floats:
        """dY (N, D) → dZ (N, D), in the same memory; sets dγ and dβ."""
        N, X_hat = len(dY), self._X_hat
        ones = self._ones.rows(N)[:, 0]
        # dβ = Σₙ dYₙ = 1ᵀ dY                 (D,) = (N,) (N, D)
        np.matmul(ones, dY, out=self.dbeta)
        # dγ = Σₙ dYₙ X̂ₙ = 1ᵀ (dY ⊙ X̂)        (D,) = (N,) (N, D); the memory of Y is free by now
        np.matmul(ones, np.multiply(dY, X_hat, out=self._Y.rows(N)), out=self.dgamma)
        # dZ = γ/s (dY − (dβ + X̂ dγ) / N)     (N, D), as m and v depend on Z too: docs/derivations.md
        X_hat *= self.dgamma / N
        X_hat += self.dbeta / N
        dY -= X_hat
        dY *= self.gamma / self._s
        return dY


class Dropout:
    """Â = M ⊙ A / (1 − p), where each number of M is 0 with probability p and 1 otherwise: inverted dropout.

    The mean of Â is A, so that the trained network needs nothing in its place. Srivastava et al. 2014,
    Journal of Machine Learning Research 15.
    """

    def __init__(self, p: float, width: int, dtype: DTypeLike, rng: np.random.Generator) -> None:
        self._p, self._rng = p, rng
        self._mask = Workspace(width, dtype)

    def forward(self, A: Floats) -> Floats:
        """A (N, D) → Â (N, D), in the same memory."""
        mask = self._mask.rows(len(A))
        self._rng.random(out=mask, dtype=mask.dtype)
        # Â = M ⊙ A / (1 − p)                 (N, D)
        np.greater_equal(mask, self._p, out=mask)
        mask *= 1 / (1 - self._p)
        A *= mask
        return A

    def backward(self, dA: Floats) -> Floats:
        """dÂ (N, D) → dA (N, D), in the same memory."""
        # dA = M ⊙ dÂ / (1 − p)               (N, D)
        dA *= self._mask.rows(len(dA))
        return dA


class RegularisedNetwork(Trainable):
    """A network in training: with batch normalisation, dropout and another loss, as its settings say.

    Args:
        network: the network to train; its parameters are copied, and :meth:`fold_into` gives them back.
        settings: batch_norm, dropout, label_smoothing and mixup are read.
        rng: draws the units to drop.
    """

    def __init__(self, network: Network, settings: Settings, rng: np.random.Generator) -> None:
        hidden, dtype = network.sizes[1:-1], network.parameters.dtype
        self._normalised = hidden if settings.batch_norm else []
        numbers = 2 * sum(self._normalised)
        super().__init__(network.sizes, dtype, extra_parameters=numbers, extra_state=numbers)
        self.parameters[: network.parameters.size] = network.parameters
        activation = ACTIVATIONS[network.activation]
        hidden_blocks: list[list[Layer]] = [[activation(width, dtype)] for width in hidden]
        if settings.dropout:
            for block, width in zip(hidden_blocks, hidden, strict=True):
                block.append(Dropout(settings.dropout, width, dtype, rng))
        normalisations = zip(
            self._of_normalisation(self.state, 4), self._of_normalisation(self.gradients, 2), strict=True
        )
        for block, (arrays, gradients) in zip(hidden_blocks, normalisations, strict=False):
            gamma, _, _, variance = arrays
            gamma[:], variance[:] = 1, 1
            block.insert(0, BatchNorm(*arrays, *gradients))
        self._connect(hidden_blocks, loss_of(settings))

    def _of_normalisation(self, flat: Floats, kinds: int) -> Iterator[tuple[Floats, ...]]:
        """The first ``kinds`` of γ, β, running mean and variance of each normalised layer."""
        tail = flat[len(flat) - kinds * sum(self._normalised) :].reshape(kinds, -1)
        ends = np.cumsum(self._normalised[:-1])
        return zip(*(np.split(row, ends) for row in tail), strict=True) if self._normalised else iter(())

    def fold_into(self, network: Network, state: Floats) -> None:
        """Set the parameters of ``network`` so that it computes what this one does in inference mode.

        In inference mode batch normalisation uses the running mean m and variance v instead of the
        batch's. It is then affine, and makes one linear layer with the one before it.

        Args:
            network: the network to set.
            state: the state of this one to use, which may be an average.
        """
        network.parameters[:] = state[: network.parameters.size]
        normalisations = self._of_normalisation(state, 4)
        for W, b, arrays in zip(network.weights, network.biases, normalisations, strict=False):
            gamma, beta, m, v = arrays
            # γ (X W + b − m)/√(v + ε) + β = X (W f) + (b − m) f + β  with  f = γ/√(v + ε)
            # W f                             (D_in, D_out) ⊙ (D_out,)
            factor = gamma / np.sqrt(v + EPSILON)
            W *= factor
            b -= m
            b *= factor
            b += beta


def loss_of(settings: Settings) -> Loss:
    """The loss that is minimised. Images that are mixed bring their targets, smoothed already."""
    if settings.mixup:
        return soft_cross_entropy
    if settings.label_smoothing:
        return partial(smoothed_cross_entropy, smoothing=settings.label_smoothing)
    return softmax_cross_entropy
