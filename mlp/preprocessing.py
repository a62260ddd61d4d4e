"""From pixels to inputs: an affine map whose constants come from the training images alone."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlp.layers import Floats
from mlp.settings import InputScaling


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
