"""The benchmark of searches counts what it says, and what is published is what was measured."""

import json
import math
import re
import sys

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

import mlp
from benchmarks import quality, replay, search
from benchmarks.contenders import Costs, experiment
from benchmarks.core_seconds import spend
from benchmarks.pages import MEASURED
from benchmarks.space import COLUMNS, EPOCHS, OURS, SPACE
from workflow.data.samples import Samples

DOCS = ROOT / "docs/findings"
TRACES = pd.DataFrame(
    [
        ("random", 0, 10, 0, 9, 88.0),
        ("random", 0, 40, 1, 9, 90.0),
        ("random", 0, 101, 2, 9, 95.0),  # after the budget
        ("random", 1, 20, 0, 9, 89.9),
        ("random", 2, 10, 0, 9, 80.0),
        ("halving", 0, 5, 0, 1, 91.0),  # at a rung
        ("halving", 0, 30, 0, 9, np.nan),  # diverged
        ("halving", 1, 30, 0, 9, 89.85),
        ("halving", 2, 20, 0, 9, 89.9),
        ("halving", 2, 10, 1, 9, 89.0),
        ("optuna_median", 0, 50, 0, 9, 89.0),
        ("optuna_median", 1, 80, 0, 9, 89.9),
        ("optuna_median", 2, 60, 0, 9, 89.8),
    ],
    columns=[*quality.ONE, *COLUMNS],
)


def test_a_search_is_as_good_as_what_it_trained_to_the_end_within_the_budget():
    best = quality.finished(TRACES, 100).groupby(quality.ONE)["best"].max()
    assert best.max() == 90
    assert best["halving"].to_dict() == {1: 89.85, 2: 89.9}
    times = quality.times_to(TRACES, 100, 89.8)
    assert times["random"].to_dict() == {0: 40, 1: 20, 2: math.inf}
    assert times["halving"].to_dict() == {0: math.inf, 1: 30, 2: 20}
    assert times["optuna_median"].to_dict() == {0: math.inf, 1: 80, 2: 60}


def test_the_table_has_medians_ranges_and_ratios():
    finds = quality.finds(TRACES, 100)
    assert finds["best found, %"].tolist()[0] == "89.90 (80.00–90.00)"
    assert finds["configurations"].tolist() == ["1", "1", "1"]
    assert finds["trained to the end"].tolist() == ["1", "1", "1"]
    near = quality.comparison(TRACES, 100, 90 - 0.2)
    assert near["core-seconds"].tolist() == ["40 (20–never)", "30 (20–never)", "80 (60–never)"]
    assert near["/ random"].tolist() == ["1.00", "0.75", "2.00"]
    assert near["/ Optuna"].tolist() == ["0.50", "0.38", "1.00"]
    wide = quality.comparison(TRACES, 100, 90 - 1)
    assert wide["core-seconds"].tolist() == ["40 (20–never)", "30 (10–never)", "60 (50–80)"]
    section = quality.section(TRACES, {"budget": 100, "machine": "M", "gflops": 1, "software": "S"})
    assert "The best that any search found is 90.00 %" in section
    assert section.count("| successive halving ") == 1 + len(quality.POINTS)


def test_a_ratio_with_a_time_that_is_not_known_is_a_bound():
    assert quality.ratio(30, math.inf, 100) == "< 0.30"
    assert quality.ratio(math.inf, 40, 100) == "> 2.50"
    assert quality.ratio(math.inf, math.inf, 100) == "–"


def test_core_seconds_are_those_of_a_command_and_its_children(tmp_path):
    burn = "import time\nwhile time.process_time() < 0.4: pass\n"
    twice = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {burn!r}], check=True)\n{burn}"
    spent = spend([sys.executable, "-c", twice], tmp_path)
    assert spent.seconds[-1] > 0.75
    assert spent.seconds == sorted(spent.seconds)
    assert spent.at(spent.clock[0]) == 0
    assert spent.at(spent.clock[-1] + 1) == spent.seconds[-1]


def test_a_command_that_has_spent_its_budget_is_stopped(tmp_path):
    endless = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'while True: pass'])"
    assert spend([sys.executable, "-c", endless], tmp_path, budget=0.5).seconds[-1] >= 0.5


def test_a_command_that_fails_ends_the_measurement(tmp_path):
    with pytest.raises(SystemExit, match="no such luck"):
        spend([sys.executable, "-c", "raise ValueError('no such luck')"], tmp_path)


@pytest.mark.parametrize("method", OURS)
def test_what_a_search_asks_for_fits_the_budget_or_has_more_to_do(method):
    costs = Costs(start=5, job=1, epoch=0.5)
    asked = experiment(method, seed=3, budget=300, costs=costs)
    assert asked["seeds"] == [asked["sample"]["seed"]] == [3]
    n = asked["sample"].get("n") or sum(asked["search"]["generations"])
    if method in ("halving", "hyperband"):
        in_full = n * (costs.job + EPOCHS * costs.epoch)
        assert 60 < n * (costs.job + costs.epoch) < 295 < in_full
    elif method == "tpe_halving":
        assert n * (costs.job + EPOCHS * costs.epoch) > 300
    else:
        assert 300 < n * (costs.job + EPOCHS * costs.epoch) < 600


def known(n: int = 9) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table and the curves of nine configurations, each better than the one before at every epoch."""
    table = pd.DataFrame({"a": np.arange(n) // 3, "b": np.arange(n) % 3, "diverged": 0})
    table["validation_accuracy"] = 50.0 + table.index
    curves = [
        {"row": row, "seed": 0, "epoch": epoch, "validation_accuracy": (50 + row - 9 + epoch) / 100}
        for row in range(n)
        for epoch in range(1, 10)
    ]
    return table, pd.DataFrame(curves)


def test_searches_of_what_is_known_pay_for_each_epoch_once():
    found = replay.replay(*known(), repetitions=5).groupby("strategy")["epochs"].agg(set)
    assert found["successive halving"] == {9 + 3 * 2 + 1 * 6}
    assert found["random"] <= {9 * k for k in range(1, 10)}
    assert found["TPE"] <= {9 * k for k in range(1, 10)}
    assert len(found["Hyperband"] | found["random"]) > 2
    assert max(found["Hyperband"]) <= 81
    words = replay.section(replay.replay(*known(), repetitions=1))
    assert "| successive halving | 21 " in words


def test_the_published_page_has_what_was_measured():
    text = (DOCS / "time_to_quality.md").read_text()
    conditions = json.loads((DOCS / "time_to_quality.json").read_text())
    traces, replayed = (pd.read_csv(DOCS / f"{name}.csv") for name in ("time_to_quality", "replay"))
    assert search.page(text, traces, conditions, replayed) == text
    said, measured = text.split("## What came out")[1].split(MEASURED)
    figures = set(re.findall(r"\d+\.\d\d|\b\d{2,}\b(?= [(]|, and| core)", said))
    assert len(figures) >= 8
    assert figures <= set(re.findall(r"\d+\.\d+|\d+", measured))


def test_pytorch_moves_and_mirrors_images_as_ours_does():
    torch = pytest.importorskip("torch")
    from benchmarks.optuna_torch import Images

    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (3, 30)).astype(np.uint8)
    part = Samples(pixels, np.arange(3), (5, 6), 3)
    images = Images(part, part, margin=2)
    scale = mlp.InputScale.measure("centred", pixels)
    background = scale.apply(np.zeros((1, 30), np.uint8)).reshape(5, 6)

    def ways(shift, flip):
        """All that can become of the first image, by PyTorch and by ours."""
        torch.manual_seed(0)
        theirs = images.batch(torch.zeros(2000, dtype=torch.long), flip, shift).numpy()
        X = np.repeat(scale.apply(pixels[:1]), 2000, axis=0)
        mlp.augmentation.Augmentation(background, flip, shift, rng)(X)
        return [{tuple(row.round(4)) for row in each + 0.0} for each in (theirs, X)]

    for shift, flip in ((0, True), (1, False), (2, True)):
        theirs, ours = ways(shift, flip)
        assert len(ours) == (2 * shift + 1) ** 2 * (1 + flip)
        assert theirs == ours


def test_pytorch_trains_as_ours_does_but_for_chance():
    pytest.importorskip("torch")
    from benchmarks import optuna_torch

    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 300)
    pixels = rng.integers(0, 120, (300, 64)) + 40 * np.repeat(np.eye(4, dtype=int)[labels], 16, axis=1)
    part = Samples(pixels.astype(np.uint8), labels, (8, 8), 3)
    settings = {name: value for name, value in SPACE.items() if not isinstance(value, dict | list)} | {
        "hidden_layers": 2, "hidden_size": 16, "learning_rate": 0.05, "momentum": 0.9, "weight_decay": 0.01,
        "dropout": 0.1, "label_smoothing": 0.1, "batch_norm": True, "flip": True, "shift": 1,
        "batch_size": 10,
    }  # fmt: skip
    theirs = list(optuna_torch.train(settings, optuna_torch.Images(part, part, margin=2), seed=0))
    scale = mlp.InputScale.measure("centred", part.pixels)
    samples = (scale.apply(part.pixels), part.labels)
    streams = mlp.streams(0)
    ours = mlp.fit(
        mlp.Network([64, 16, 16, 3], streams.initialisation),
        samples,
        samples,
        mlp.Settings(**settings),
        streams,
        scale.apply(np.zeros((1, 64), np.uint8)).reshape(8, 8),
    )
    assert len(theirs) == len(ours) == EPOCHS
    assert theirs[-1] == pytest.approx(ours[-1].validation_accuracy, abs=0.05)
    assert theirs[-1] > 0.9
