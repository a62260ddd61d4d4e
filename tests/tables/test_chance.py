"""Chance of seeds and of images: by simulation, and where there is one run."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import stdtrit

from workflow.tables.chance import Chance, against_one_run, crossed


def test_one_run_has_the_error_of_a_share():
    correct = np.arange(1000)[None] < 900
    chance = crossed(correct)
    assert np.isnan(chance.runs)
    assert chance.images == pytest.approx(np.sqrt(0.9 * 0.1 / 999))
    assert chance.half_width == pytest.approx(stdtrit(999, 0.975) * chance.images)


def test_runs_that_differ_on_images_and_not_in_their_means_leave_the_chance_of_the_images():
    """What is left may be more than both sources together: the chance is never less than one of them."""
    chance = crossed(np.array([[1, 0, 1, 1], [0, 1, 1, 1]], bool))
    assert chance.runs == 0
    assert chance.half_width == pytest.approx(stdtrit(3, 0.975) * chance.images)


def test_intervals_cover_the_true_accuracy_as_often_as_they_say():
    """600 studies of 5 runs on 500 images; three standard errors of 95 % are 2.7 %."""
    rng = np.random.default_rng(0)

    def probability(run, image):
        return np.clip(0.8 + run + image, 0, 1)

    def study(runs, images):
        return rng.normal(0, 0.01, (runs, 1)), rng.normal(0, 0.2, (1, images))

    truth = probability(*study(2000, 2000)).mean()
    hits = 0
    for _ in range(600):
        correct = rng.random((5, 500)) < probability(*study(5, 500))
        hits += abs(correct.mean() - truth) <= crossed(correct).half_width
    assert hits / 600 > 0.95 - 0.027


def test_runs_that_agree_on_every_image_have_no_chance_of_their_own():
    correct = np.tile(np.arange(100) < 80, (3, 1))
    chance = crossed(correct)
    assert chance.runs == pytest.approx(0, abs=1e-12)
    assert chance.half_width == pytest.approx(1.984 * chance.images, rel=1e-3)  # t of 99 degrees


def test_values_worked_by_hand():
    """2 runs, 4 images; means of runs 3/4 and 2/4, of images 1, 1, 1/2, 0."""
    chance = crossed(np.array([[1, 1, 1, 0], [1, 1, 0, 0]], bool))
    # s²_runs/n = (1/32)/2; s²_images/N = (11/48)/4; what is left is ±1/8 six times and ±3/8 twice: s²_e/(nN).
    runs, images, left = 1 / 64, 11 / 192, (6 / 64 + 2 * 9 / 64) / 3 / 8
    assert (chance.runs**2, chance.images**2) == pytest.approx((runs, images))
    both = runs + images - left
    degrees = both**2 / (runs**2 + images**2 / 3)
    assert chance.half_width == pytest.approx(stdtrit(degrees, 0.975) * both**0.5)
    assert chance.n == 2


def test_the_difference_from_one_run_worked_by_hand():
    # Student's t of 3 degrees for the runs, s² (1 + 1/4) = 5 · 0.001²; 1.96 for both kinds of images.
    found = against_one_run(Chance(0.001, 0.003, 0.0, 4), 0.85, 10_000)
    assert found**2 == pytest.approx(3.18245**2 * 5e-6 + 1.95996**2 * (9e-6 + 1.275e-5), rel=1e-4)


def test_one_run_against_another_says_nothing():
    assert np.isnan(against_one_run(crossed(np.arange(100)[None] < 80), 0.8, 100))


@pytest.mark.parametrize("scatter", [0.0, 0.01, 0.03])
def test_the_difference_from_one_run_covers_the_truth(scatter):
    """600 studies of 4 runs on 400 images and one run on others; three standard errors of 95 % are 2.7 %."""
    rng = np.random.default_rng(1)

    def study(runs):
        run, image = rng.normal(0, scatter, (runs, 1)), rng.normal(0, 0.15, (1, 400))
        return rng.random((runs, 400)) < 0.75 + run + image

    hits = 0
    for _ in range(600):
        ours, theirs = study(4), study(1).mean()
        hits += abs(ours.mean() - theirs) <= against_one_run(crossed(ours), theirs, 400)
    assert hits / 600 > 0.95 - 0.027


def test_chance_is_read_back_from_the_table():
    row = {"seeds": 3}
    for part, scale in (("validation", 1), ("test", 2)):
        row |= {f"{part}_error_runs": scale, f"{part}_error_images": 2 * scale, f"{part}_interval": 3 * scale}
    assert Chance.read(pd.Series(row), "test") == pytest.approx((0.02, 0.04, 0.06, 3))
