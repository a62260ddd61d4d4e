"""Images mirrored, moved and mixed at random, so that a network rarely sees the same one twice."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import product

import numpy as np
from numpy.typing import DTypeLike, NDArray

from mlp.layers import Floats, Labels, Workspace
from mlp.settings import Settings

Transform = Callable[[Floats], Floats]
"""Inputs (N, D) → inputs (N, D) of the same classes."""


def sources_of(shape: tuple[int, ...], flip: bool, shift: int) -> NDArray[np.intp]:
    """Every way to move, and mirror, images of a height and width: (ways, pixels).

    For each pixel the index of the one it comes from; one past the last is background.
    """
    height, width = shape
    y, x = np.mgrid[:height, :width]
    sources = []
    for mirrored, down, right in product((False, True)[: 1 + flip], *[range(-shift, shift + 1)] * 2):
        from_y, from_x = y - down, x - right
        inside = (from_y >= 0) & (from_y < height) & (from_x >= 0) & (from_x < width)
        if mirrored:
            from_x = width - 1 - from_x
        sources.append(np.where(inside, from_y * width + from_x, height * width).ravel())
    return np.stack(sources)


def shifts(background: Floats, shift: int) -> list[Transform]:
    """Every way to move images by up to ``shift`` pixels both ways, over which predictions can be averaged.

    Args:
        background: as of :class:`Augmentation`.
        shift: the most pixels.
    """
    return [
        partial(moved, background.ravel(), sources) for sources in sources_of(background.shape, False, shift)
    ]


def moved(background: Floats, sources: NDArray[np.intp], X: Floats) -> Floats:
    """Images X (N, D), moved in one of the ways of :func:`sources_of`."""
    images = np.pad(X - background, ((0, 0), (0, 1)))  # zeros move in
    changed: Floats = images[:, sources] + background
    return changed


class Augmentation:
    """Mirror each image of a batch or not, and move it by up to some pixels, every way equally probable.

    Background moves in from beyond the edges.

    Args:
        background: (height, width), the inputs of an image that is all background. They are not equal
            everywhere if the input scaling subtracts an image.
        flip: whether to mirror images, left to right.
        shift: the most pixels to move up, down, left or right.
        rng: draws what is done to each image.
    """

    def __init__(self, background: Floats, flip: bool, shift: int, rng: np.random.Generator) -> None:
        self._background, self._rng = background.ravel(), rng
        self._images = Workspace(background.size + 1, background.dtype)
        self._places = Workspace(background.size, np.intp)
        self._sources = sources_of(background.shape, flip, shift)

    def __call__(self, X: Floats) -> None:
        """Change images X (N, height · width) in place."""
        N = len(X)
        # What moves is the difference from the background, so that zeros move in, from a last column of them.
        images = self._images.rows(N)
        np.subtract(X, self._background, out=images[:, :-1])
        chosen = self._rng.integers(len(self._sources), size=N)
        places = np.take(self._sources, chosen, axis=0, out=self._places.rows(N), mode="clip")
        places += np.arange(0, images.size, images.shape[1])[:, None]
        np.take(images, places, out=X, mode="clip")
        X += self._background


class Mixup:
    """Mix each image of a batch with another, and their targets alike.

    Zhang et al. 2018, arXiv:1710.09412, with one share for a batch.

    Args:
        settings: mixup, the α of Beta(α, α) from which the share is drawn; and label_smoothing.
        sizes: widths of the network, of which the first and the last are read.
        dtype: of the images.
        rng: draws shares and pairs.
    """

    def __init__(
        self, settings: Settings, sizes: Sequence[int], dtype: DTypeLike, rng: np.random.Generator
    ) -> None:
        self._alpha, self._smoothing = settings.mixup, settings.label_smoothing
        self._classes, self._rng = sizes[-1], rng
        self._others = Workspace(sizes[0], dtype)

    def __call__(self, X: Floats, labels: Labels) -> Floats:
        """Change images X (N, D) in place, and give their targets Q (N, K)."""
        share, pairs = self._rng.beta(self._alpha, self._alpha), self._rng.permutation(len(X))
        # X̃ = λ X + (1 − λ) X′            (N, D), where X′ are the same images in another order
        others = np.take(X, pairs, axis=0, out=self._others.rows(len(X)), mode="clip")
        others *= 1 - share
        X *= share
        X += others
        # Q = (1 − ε) (λ Y + (1 − λ) Y′) + ε/K      (N, K)
        Y = np.eye(self._classes, dtype=X.dtype)[labels]
        Q: Floats = (1 - self._smoothing) * (share * Y + (1 - share) * Y[pairs])
        Q += self._smoothing / self._classes
        return Q


def augmentation_for(
    X: Floats, background: Floats | None, settings: Settings, rng: np.random.Generator
) -> Augmentation | None:
    """The augmentation of inputs X (N, D_in) that the settings ask for, if any.

    Raises:
        ValueError: there is to be one, and ``background`` is not an image of D_in inputs, or ``shift`` is as
            long as its longer side, so that nothing of an image need be left.
    """
    if not (settings.flip or settings.shift):
        return None
    if background is None or background.ndim != 2 or background.size != X.shape[1]:
        found = None if background is None else background.shape
        raise ValueError(
            f"flip and shift need the background, (height, width) of {X.shape[1]} inputs, found {found}"
        )
    if settings.shift >= max(background.shape):
        size = " × ".join(map(str, background.shape))
        raise ValueError(
            f"shift must be below {max(background.shape)}, as images have {size} pixels, not {settings.shift}"
        )
    return Augmentation(background.astype(X.dtype), settings.flip, settings.shift, rng)
