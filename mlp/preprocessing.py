"""From pixels to inputs: affine maps whose constants come from the training images alone."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlp.layers import Floats, Workspace
from mlp.settings import InputScaling

ROWS = 1000  # that are in float64 at a time, which bounds the memory


class InputScale(NamedTuple):
    """X = (pixels − offset) · factor."""

    offset: Floats  # (D_in,), in units of a pixel, 0 to 255
    factor: np.float32  # per unit of a pixel

    @classmethod
    def measure(cls, kind: InputScaling, pixels: NDArray[np.uint8]) -> "InputScale":
        """The constants of a kind of scaling, from training images (N, D_in).

        ``unit`` maps 0...255 to 0...1; ``centred`` subtracts the mean image as well; ``standardised``
        subtracts the mean of all pixels and divides by their standard deviation.
        """
        mean_image = pixels.mean(axis=0)
        offset, factor = np.zeros(pixels.shape[1]), 1 / 255
        if kind == "centred":
            offset = mean_image
        elif kind == "standardised":
            offset = np.full_like(mean_image, mean_image.mean())
            factor = 1 / pixels.std()
        return cls(offset.astype(np.float32), np.float32(factor))

    def apply(self, pixels: NDArray[np.uint8]) -> Floats:
        """Images (N, D_in) → inputs X (N, D_in), float32."""
        # X = (pixels − offset) · factor        (N, D_in) = ((N, D_in) − (D_in,)) · scalar
        X: Floats = pixels - self.offset
        X *= self.factor
        return X


class Whitening:
    """X M, whose columns are hardly correlated, and which looks like X: ZCA.

    Directions whose variance is far below ε times the mean one stay small. The total variance stays as it
    is. Kessy et al. 2018, The American Statistician 72, "ZCA"; ε as in Krizhevsky 2009, appendix A.

    Args:
        X: inputs (N, D) of the training set.
        epsilon: ε.

    Attributes:
        matrix: M (D, D).
    """

    def __init__(self, X: Floats, epsilon: float) -> None:
        N, D = X.shape
        self.matrix: Floats = np.eye(D, dtype=X.dtype)
        self._white = Workspace(D, X.dtype)
        # C = 1/N Σₙ (Xₙ − m)ᵀ (Xₙ − m) = U diag(λ) Uᵀ
        m, C = X.mean(axis=0, dtype=np.float64), np.zeros((D, D))
        for start in range(0, N, ROWS):
            centred = X[start : start + ROWS] - m
            C += centred.T @ centred / N
        if not C.any():  # all images are alike
            return
        variances, U = np.linalg.eigh(C)
        variances = np.maximum(variances, 0)  # what rounding has made of zeros
        # M = s U diag((λ + ε λ̄)^−½) Uᵀ, where λ̄ is the mean of λ, and s keeps the sum of all variances
        factors = 1 / np.sqrt(variances + epsilon * variances.sum() / D)
        factors *= np.sqrt(variances.sum() / (variances * factors**2).sum())
        self.matrix[:] = U * factors @ U.T

    def __call__(self, X: Floats) -> Floats:
        """X (N, D) → X M (N, D), in memory that the next call overwrites."""
        white: Floats = np.matmul(X, self.matrix, out=self._white.rows(len(X)))
        return white

    def fold_into(self, W: Floats) -> None:
        """Change the weights W (D, D_out) of inputs X M into those of inputs X: (X M) W = X (M W)."""
        W[:] = self.matrix @ W
