"""Images mirrored and moved at random, so that a network sees an image anew each time."""

from itertools import product

import numpy as np

from mlp.layers import Buffer, Floats


class Augmentation:
    """Each image of a batch mirrored or not, and moved by up to some pixels each way, all alike probable.

    What moves in from beyond an edge is background.

    Args:
        background: (height, width), the inputs of an image that is background all over. Under a scaling
            that subtracts an image it is not the same everywhere.
        flip: whether to mirror, left to right.
        shift: the most pixels up, down, left and right.
        rng: draws what is done to each image.
    """

    def __init__(self, background: Floats, flip: bool, shift: int, rng: np.random.Generator) -> None:
        height, width = background.shape
        self._background, self._rng = background.ravel(), rng
        self._images = Buffer(background.size + 1, background.dtype)
        self._places = Buffer(background.size, np.intp)
        y, x = np.mgrid[:height, :width]
        sources = []
        for mirrored, down, right in product((False, True)[: 1 + flip], *[range(-shift, shift + 1)] * 2):
            from_y, from_x = y - down, x - right
            inside = (from_y >= 0) & (from_y < height) & (from_x >= 0) & (from_x < width)
            if mirrored:
                from_x = width - 1 - from_x
            sources.append(np.where(inside, from_y * width + from_x, background.size).ravel())
        # For each way of doing it, the pixel that each pixel comes from; one past the last is background.
        self._sources = np.stack(sources)

    def __call__(self, X: Floats) -> None:
        """Change images X (N, height · width) in place."""
        N = len(X)
        # Differences from the background move, so that what moves in is 0: a last column that stays so.
        images = self._images.rows(N)
        np.subtract(X, self._background, out=images[:, :-1])
        chosen = self._rng.integers(len(self._sources), size=N)
        places = np.take(self._sources, chosen, axis=0, out=self._places.rows(N), mode="clip")
        places += np.arange(0, images.size, images.shape[1])[:, None]
        np.take(images, places, out=X, mode="clip")
        X += self._background
