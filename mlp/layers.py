"""The layers, each with its forward and backward pass side by side.

A layer keeps from its forward pass what its backward pass needs. Arrays of a batch's size are allocated
once, for the largest batch, and the next pass overwrites them.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

Floats = NDArray[np.floating[Any]]
Labels = NDArray[np.integer[Any]]


class Layer(Protocol):
    """What a network needs of each layer."""

    def forward(self, X: Floats) -> Floats:
        """Input (N, D_in) → output (N, D_out)."""

    def backward(self, dout: Floats) -> Floats:
        """Gradient of the output (N, D_out) → gradient of the input (N, D_in)."""


class Workspace:
    """Memory for the rows of a batch, allocated once for the largest batch."""

    def __init__(self, width: int, dtype: DTypeLike, fill: float = 0.0) -> None:
        self._width, self._dtype, self._fill = width, dtype, fill
        self._array: NDArray[Any] = np.empty((0, width), dtype)

    def rows(self, n: int) -> NDArray[Any]:
        """The first n rows, (n, width): ``fill`` at first, later whatever was last written there."""
        if n > len(self._array):
            self._array = np.full((n, self._width), self._fill, self._dtype)
        return self._array[:n]


class Linear:
    """Z = X W + b, where W, b and their gradients are views of the network's flat vectors."""

    def __init__(self, W: Floats, b: Floats, dW: Floats, db: Floats) -> None:
        self.W, self.b, self.dW, self.db = W, b, dW, db
        self._Z = Workspace(W.shape[1], W.dtype)
        self._dX = Workspace(W.shape[0], W.dtype)
        self._ones = Workspace(1, W.dtype, fill=1)

    def forward(self, X: Floats) -> Floats:
        """X (N, D_in) → Z (N, D_out)."""
        self._X = X
        # Z = X W + b             (N, D_out) = (N, D_in) (D_in, D_out) + (D_out,)
        Z = np.matmul(X, self.W, out=self._Z.rows(len(X)))
        Z += self.b
        return Z

    def parameter_gradients(self, dZ: Floats) -> None:
        """Set dW and db from dZ (N, D_out)."""
        # dW = Xᵀ dZ              (D_in, D_out) = (D_in, N) (N, D_out)
        np.matmul(self._X.T, dZ, out=self.dW)
        # db = Σₙ dZₙ = 1ᵀ dZ     (D_out,) = (N,) (N, D_out); the product is three times as fast as a sum
        np.matmul(self._ones.rows(len(dZ))[:, 0], dZ, out=self.db)

    def backward(self, dZ: Floats) -> Floats:
        """dZ (N, D_out) → dX (N, D_in); sets dW and db."""
        self.parameter_gradients(dZ)
        # dX = dZ Wᵀ              (N, D_in) = (N, D_out) (D_out, D_in)
        dX: Floats = np.matmul(dZ, self.W.T, out=self._dX.rows(len(dZ)))
        return dX


class ReLU:
    """A = max(Z, 0), element by element and in place."""

    def __init__(self, width: int, dtype: DTypeLike) -> None:
        self._zeros = Workspace(width, dtype)
        self._active = Workspace(width, bool)

    def forward(self, Z: Floats) -> Floats:
        """Z (N, D) → A (N, D), in the same memory."""
        # A = max(Z, 0)           (N, D); NumPy takes four times as long with the number 0 as with zeros
        self._A = np.maximum(Z, self._zeros.rows(len(Z)), out=Z)
        return Z

    def backward(self, dA: Floats) -> Floats:
        """dA (N, D) → dZ (N, D), in the same memory."""
        # dZ = dA ⊙ [Z > 0]       (N, D); A > 0 exactly where Z > 0. The subgradient at Z = 0 is taken as 0.
        active = np.greater(self._A, 0, out=self._active.rows(len(dA)))
        dA *= active
        return dA


def horner(coefficients: Sequence[float], x: Floats, out: Floats) -> Floats:
    """A polynomial, highest power first, element by element."""
    np.multiply(x, coefficients[0], out=out)
    for each in coefficients[1:-1]:
        out += each
        out *= x
    out += coefficients[-1]
    return out


class GELU:
    """A = Z Φ(Z), element by element and in place: Φ(z) is the probability that a normal number is below z.

    Hendrycks & Gimpel 2016, arXiv:1606.08415: the exact form, not the one with tanh. NumPy has no Φ; this one
    is that of Hart 1968 (as in West 2005, Wilmott Magazine, May), which is as exact as float64.
    """

    # Highest power first. Their ratio times exp(−z²/2) is 1 − Φ(z) for z ≥ 0.
    NUMERATOR = (
        0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
        221.213596169931, 220.206867912376,
    )  # fmt: skip
    DENOMINATOR = (
        0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
        637.333633378831, 793.826512519948, 440.413735824752,
    )  # fmt: skip

    def __init__(self, width: int, dtype: DTypeLike) -> None:
        self._probability, self._slope, self._scratch = (Workspace(width, dtype) for _ in range(3))

    def forward(self, Z: Floats) -> Floats:
        """Z (N, D) → A (N, D), in the same memory."""
        workspaces = self._probability, self._slope, self._scratch
        probability, slope, x = (each.rows(len(Z)) for each in workspaces)
        # 1 − Φ(|z|)                       (N, D); slope is memory for now
        np.abs(Z, out=x)
        horner(self.NUMERATOR, x, out=probability)
        probability /= horner(self.DENOMINATOR, x, out=slope)
        np.multiply(Z, Z, out=slope)
        slope *= -0.5
        np.exp(slope, out=slope)
        probability *= slope
        # Φ(z) = ½ ± (½ − (1 − Φ(|z|)))  with the sign of z
        np.subtract(0.5, probability, out=probability)
        np.copysign(probability, Z, out=probability)
        probability += 0.5
        # ∂/∂z of z Φ(z) is Φ(z) + z φ(z)  with  φ(z) = exp(−z²/2)/√(2π)
        slope *= Z
        slope *= 1 / math.sqrt(2 * math.pi)
        slope += probability
        # A = Z ⊙ Φ(Z)
        Z *= probability
        return Z

    def backward(self, dA: Floats) -> Floats:
        """dA (N, D) → dZ (N, D), in the same memory."""
        # dZ = dA ⊙ (Φ(Z) + Z ⊙ φ(Z))     (N, D)
        dA *= self._slope.rows(len(dA))
        return dA


ACTIVATIONS: dict[str, Callable[[int, DTypeLike], Layer]] = {"relu": ReLU, "gelu": GELU}
"""By name: width and dtype → the layer."""
