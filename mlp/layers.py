"""The layers, each with its forward and backward pass side by side.

A layer keeps from its forward pass what its backward pass needs. Arrays of a batch's size are allocated
once, for the largest batch, and the next pass overwrites them.
"""

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
