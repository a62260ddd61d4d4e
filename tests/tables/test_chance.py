"""Chance of seeds and of images: by simulation, and where there is one run."""

import numpy as np
import pytest

from workflow.tables.chance import crossed


def test_one_run_has_the_error_of_a_share():
    correct = np.arange(1000)[None] < 900
    chance = crossed(correct)
    assert np.isnan(chance.runs)
    assert chance.images == pytest.approx(np.sqrt(0.9 * 0.1 / 999))


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
    assert chance.both == pytest.approx(chance.images)
