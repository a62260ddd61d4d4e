"""Augmentation: every way to mirror and move an image is as likely, and what moves in is background."""

import numpy as np
import pytest

import mlp
from mlp.augmentation import Augmentation


def moved(image: np.ndarray, mirrored: bool, down: int, right: int, background: np.ndarray) -> np.ndarray:
    """An image, mirrored and moved pixel by pixel."""
    height, width = image.shape
    result = background.copy()
    for y in range(height):
        for x in range(width):
            to_y, to_x = y + down, (width - 1 - x if mirrored else x) + right
            if 0 <= to_y < height and 0 <= to_x < width:
                result[to_y, to_x] += image[y, x] - background[y, x]
    return result


@pytest.mark.parametrize(("flip", "shift"), [(True, 0), (False, 1), (True, 2)])
def test_an_image_is_mirrored_and_moved_in_each_way_alike_often(flip, shift):
    rng = np.random.default_rng(0)
    background, image = rng.standard_normal((2, 4, 5))
    ways = [
        moved(image, mirrored, down, right, background).ravel()
        for mirrored in ([False, True] if flip else [False])
        for down in range(-shift, shift + 1)
        for right in range(-shift, shift + 1)
    ]
    X = np.tile(image.ravel(), (200 * len(ways), 1))
    Augmentation(background, flip, shift, rng)(X)
    distances = np.stack([np.abs(X - way).max(axis=1) for way in ways])
    assert distances.min(axis=0).max() < 1e-12  # each image is one of the ways
    counts = np.bincount(distances.argmin(axis=0), minlength=len(ways))
    # The standard deviation of a count of mean 200 is below √200; five of them.
    assert np.abs(counts - 200).max() < 5 * np.sqrt(200)


def test_background_stays_background():
    background = np.random.default_rng(0).standard_normal((4, 5))
    X = np.tile(background.ravel(), (30, 1))
    Augmentation(background, True, 2, np.random.default_rng(0))(X)
    assert (background.ravel() == X).all()


@pytest.mark.parametrize(
    ("background", "found"), [(None, "None"), (np.zeros(2), r"\(2,\)"), (np.zeros((2, 2)), r"\(2, 2\)")]
)
def test_a_background_that_does_not_fit_is_refused(background, found):
    X, labels = np.zeros((4, 2), np.float32), np.array([0, 0, 0, 1])
    network = mlp.Network([2, 2], np.random.default_rng(0))
    settings = mlp.Settings(hidden_layers=0, flip=True)
    with pytest.raises(ValueError, match=rf"the background, \(height, width\) of 2 inputs, found {found}$"):
        mlp.fit(network, (X, labels), (X, labels), settings, mlp.streams(0), background)
