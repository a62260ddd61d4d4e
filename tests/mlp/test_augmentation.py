"""Augmentation: every way to mirror and move an image is as likely, and what moves in is background."""

import numpy as np
import pytest

import mlp
from mlp.augmentation import Augmentation, Mixup


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


def test_the_shifts_are_all_ways_to_move_an_image():
    background, *images = np.random.default_rng(0).standard_normal((4, 4, 5))
    X = np.stack(images).reshape(3, 20)
    found = [change(X) for change in mlp.shifts(background, 1)]
    expected = [
        np.stack([moved(image, False, down, right, background).ravel() for image in images])
        for down in (-1, 0, 1)
        for right in (-1, 0, 1)
    ]
    assert np.array(found) == pytest.approx(np.array(expected), abs=1e-12)


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


def test_each_image_is_mixed_with_one_other_and_its_target_alike():
    rng = np.random.default_rng(0)
    X, labels = rng.standard_normal((12, 5)), np.arange(12) % 3
    mixup = Mixup(mlp.Settings(mixup=0.4), [5, 3], X.dtype, np.random.default_rng(1))
    mixed = X.copy()
    Q = mixup(mixed, labels)
    draws = np.random.default_rng(1)
    share, others = draws.beta(0.4, 0.4), draws.permutation(12)
    assert mixed == pytest.approx(share * X + (1 - share) * X[others], abs=1e-12)
    Y = np.eye(3)[labels]
    assert pytest.approx(share * Y + (1 - share) * Y[others]) == Q


@pytest.mark.parametrize("alpha", [0.2, 1.0])
def test_the_shares_that_are_mixed_have_their_distribution(alpha):
    settings = mlp.Settings(mixup=alpha, label_smoothing=0.3)
    mixup = Mixup(settings, [1, 2], np.float64, np.random.default_rng(0))
    labels = np.array([0, 1])
    targets = [mixup(np.zeros((2, 1)), labels)[0, 0] for _ in range(4000)]
    # Half of the pairs are an image with itself, of which all is kept. Q = 0.7 λ + 0.15.
    shares = [(q - 0.15) / 0.7 for q in targets if q < 0.85 - 1e-12]
    # Beta(α, α) has mean ½ and variance 1/(4 (2 α + 1)), at most ¼; four standard errors of each.
    assert np.mean(shares) == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(len(shares)))
    assert np.var(shares) == pytest.approx(1 / (4 * (2 * alpha + 1)), abs=4 * 0.25 / np.sqrt(len(shares)))
