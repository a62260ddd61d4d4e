"""What stands between the layers while a network learns, and is folded into them when it is used."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import DTypeLike

from mlp.layers import Buffer, Floats, Layer, ReLU
from mlp.loss import label_smoothing, softmax_cross_entropy
from mlp.network import Network, Trainable
from mlp.settings import Settings

EPSILON = 1e-5  # added to each variance
RUNNING = 0.1  # weight of a batch in the running statistics


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
        self._Y = Buffer(len(gamma), gamma.dtype)
        self._ones = Buffer(1, gamma.dtype, fill=1)

    def forward(self, Z: Floats) -> Floats:
        """Z (N, D), overwritten with X̂ → Y (N, D). Moves the running statistics."""
        N = len(Z)
        Y, ones = self._Y.rows(N), self._ones.rows(N)[:, 0]
        # m = 1/N Σₙ Zₙ,  v = 1/N Σₙ (Zₙ − m)²,  s = √(v + ε),  X̂ = (Z − m) / s
        m = ones @ Z / N
        Z -= m
        v = ones @ np.multiply(Z, Z, out=Y) / N
        self._s = np.sqrt(v + EPSILON)
        Z *= 1 / self._s
        self._X_hat = Z
        # The variance of the population is estimated by N/(N − 1) v; from one sample there is no estimate.
        self.mean += RUNNING * (m - self.mean)
        self.variance += RUNNING * (v * (N / max(N - 1, 1)) - self.variance)
        # Y = γ X̂ + β
        np.multiply(Z, self.gamma, out=Y)
        Y += self.beta
        return Y

    def backward(self, dY: Floats) -> Floats:
        """dY (N, D) → dZ (N, D), in the same memory, and dγ and dβ in place."""
        N, X_hat = len(dY), self._X_hat
        ones = self._ones.rows(N)[:, 0]
        # dβ = Σₙ dYₙ,  dγ = Σₙ dYₙ X̂ₙ; the memory of Y is free by now
        np.matmul(ones, dY, out=self.dbeta)
        np.matmul(ones, np.multiply(dY, X_hat, out=self._Y.rows(N)), out=self.dgamma)
        # dZ = γ/s (dY − (dβ + X̂ dγ) / N), as m and v depend on Z as well: docs/derivations.md
        X_hat *= self.dgamma / N
        X_hat += self.dbeta / N
        dY -= X_hat
        dY *= self.gamma / self._s
        return dY


class Dropout:
    """Â = M A / (1 − p), each number of M being 0 with probability p and 1 otherwise; inverted dropout.

    The mean of Â is A, so that nothing stands in its place when the network is used. Srivastava et
    al. 2014, Journal of Machine Learning Research 15.
    """

    def __init__(self, p: float, width: int, dtype: DTypeLike, rng: np.random.Generator) -> None:
        self._p, self._rng = p, rng
        self._mask = Buffer(width, dtype)

    def forward(self, A: Floats) -> Floats:
        """A (N, D) → Â (N, D), in the same memory."""
        mask = self._mask.rows(len(A))
        self._rng.random(out=mask, dtype=mask.dtype)
        # M / (1 − p)             (N, D)
        np.greater_equal(mask, self._p, out=mask)
        mask *= 1 / (1 - self._p)
        A *= mask
        return A

    def backward(self, dA: Floats) -> Floats:
        """dÂ (N, D) → dA (N, D), in the same memory."""
        # dA = M dÂ / (1 − p)
        dA *= self._mask.rows(len(dA))
        return dA


class RegularisedNetwork(Trainable):
    """A network as it learns: its linear layers, normalised, with dropout, and the loss smoothed.

    Args:
        network: the one that is meant; its parameters are copied.
        settings: which of batch_norm, dropout and label_smoothing there are.
        rng: draws what dropout drops.
    """

    def __init__(self, network: Network, settings: Settings, rng: np.random.Generator) -> None:
        hidden, dtype = network.sizes[1:-1], network.parameters.dtype
        self._normalised = hidden if settings.batch_norm else []
        numbers = 2 * sum(self._normalised)
        super().__init__(network.sizes, dtype, learnt=numbers, kept=numbers)
        self.parameters[: network.parameters.size] = network.parameters
        between: list[list[Layer]] = [[ReLU(width, dtype)] for width in hidden]
        if settings.dropout:
            for layers, width in zip(between, hidden, strict=True):
                layers.append(Dropout(settings.dropout, width, dtype, rng))
        normalisations = zip(
            self._of_normalisation(self.state, 4), self._of_normalisation(self.gradients, 2), strict=True
        )
        for layers, (arrays, gradients) in zip(between, normalisations, strict=False):
            gamma, _, _, variance = arrays
            gamma[:], variance[:] = 1, 1
            layers.insert(0, BatchNorm(*arrays, *gradients))
        smoothing = settings.label_smoothing
        self._arrange(between, label_smoothing(smoothing) if smoothing else softmax_cross_entropy)

    def _of_normalisation(self, flat: Floats, kinds: int) -> Iterator[tuple[Floats, ...]]:
        """γ, β, running mean and variance, or as many of them, of each normalised layer."""
        tail = flat[len(flat) - kinds * sum(self._normalised) :].reshape(kinds, -1)
        ends = np.cumsum(self._normalised[:-1], dtype=int)
        return zip(*(np.split(row, ends) for row in tail), strict=True) if self._normalised else iter(())

    def fold_into(self, network: Network, state: Floats) -> None:
        """Give ``network`` the parameters with which it is this one, in use, with this state.

        In use, batch normalisation has the running mean m and variance v in place of the batch's and
        is affine; so with the linear layer before it, it makes one linear layer.
        """
        network.parameters[:] = state[: network.parameters.size]
        normalisations = self._of_normalisation(state, 4)
        for W, b, arrays in zip(network.weights, network.biases, normalisations, strict=False):
            gamma, beta, m, v = arrays
            # γ (X W + b − m)/√(v + ε) + β = X (W f) + (b − m) f + β  with  f = γ/√(v + ε)
            factor = gamma / np.sqrt(v + EPSILON)
            W *= factor
            b -= m
            b *= factor
            b += beta
