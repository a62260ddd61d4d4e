"""Every number in the tables of a tiny study, computed again in plain NumPy from the files of its runs."""

from itertools import chain

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from plain import summary
from plain_study import EPOCHS, MARGIN, PARTS, SEEDS, Study, to_four_decimals
from scipy import stats

import mlp
from workflow.runs.columns import TEST_COLUMNS
from workflow.tables.comparison import critical_value
from workflow.tables.losses import losses


@pytest.fixture(scope="module")
def study(good, tmp_path_factory) -> Study:
    return Study(good / "data", tmp_path_factory.mktemp("first_principles"))


def two_sources(right: np.ndarray) -> tuple[float, float, float]:
    """Standard errors by runs and by images, and half the width of the interval: by mean squares."""
    n, N = right.shape
    by_run, by_image = right.mean(axis=1), right.mean(axis=0)
    runs = N * by_run.var(ddof=1) / (n * N)
    images = n * by_image.var(ddof=1) / (n * N)
    rest = sum(
        (right[r, i] - by_run[r] - by_image[i] + right.mean()) ** 2 for r in range(n) for i in range(N)
    )
    both = max(runs + images - rest / ((n - 1) * (N - 1)) / (n * N), runs, images)
    degrees = both**2 / (runs**2 / (n - 1) + images**2 / (N - 1))
    return runs**0.5, images**0.5, stats.t.ppf(0.975, degrees) * both**0.5


def test_the_table_of_the_experiment(study, tmp_path):
    table, ensembles = study.aggregate(tmp_path), pd.read_csv(tmp_path / "ensembles.csv")
    assert list(table) == [
        "hidden_layers", "learning_rate", "validation_accuracy", "validation_interval", "test_accuracy",
        "test_interval", "validation_ensemble", "test_ensemble", "seeds", "diverged", "multiply_adds",
        "below_best", "below_best_low", "below_best_high", "verdict",
    ]  # fmt: skip
    assert to_four_decimals(tmp_path / "table.csv")
    assert to_four_decimals(tmp_path / "ensembles.csv")
    assert table[["hidden_layers", "learning_rate"]].to_numpy().tolist() == [
        [0, 0.002],
        [0, 0.05],
        [1, 0.002],
        [1, 0.05],
    ]
    for part in PARTS:
        assert table[f"{part}_accuracy"].to_numpy() == pytest.approx(
            100 * study.right[part].mean(axis=(1, 2)), abs=5e-5
        )
        together = study.P[part].mean(axis=1).argmax(axis=-1) == study.parts[part].labels
        assert table[f"{part}_ensemble"].to_numpy() == pytest.approx(100 * together.mean(axis=1), abs=5e-5)
        errors = 100 * np.array([two_sources(right) for right in study.right[part]])
        found = ensembles[[f"{part}_error_runs", f"{part}_error_images", f"{part}_interval"]]
        assert found.to_numpy() == pytest.approx(errors, abs=1e-4)
        assert table[f"{part}_interval"].to_numpy() == pytest.approx(errors[:, 2], abs=1e-4)
    # Of a network of 64 inputs, 3 classes and perhaps 16 hidden units: forward, dW, dX but of images.
    weights, inner = {0: 64 * 3, 1: 64 * 16 + 16 * 3}, {0: 0, 1: 16 * 3}
    cost = [EPOCHS * (180 * (2 * weights[n] + inner[n]) + 150 * weights[n]) for n in (0, 0, 1, 1)]
    assert table["multiply_adds"].tolist() == cost
    assert table[["seeds", "diverged"]].to_numpy().tolist() == [[SEEDS, 0]] * 4


def test_with_copies_every_accuracy_is_that_of_their_mean_probabilities(study, tmp_path):
    plain, table = study.aggregate(tmp_path), study.aggregate(tmp_path, shift=2)
    assert table["copies"].tolist() == [25] * 4
    for part in PARTS:
        P, labels = study.moved(part, 2), study.parts[part].labels
        right = P.argmax(axis=-1) == labels
        accuracies = 100 * right.mean(axis=2)
        assert table[f"{part}_accuracy"].to_numpy() == pytest.approx(accuracies.mean(axis=1), abs=5e-5)
        assert (table[f"{part}_accuracy"] != plain[f"{part}_accuracy"]).any()
        together = P.mean(axis=1).argmax(axis=-1) == labels
        assert table[f"{part}_ensemble"].to_numpy() == pytest.approx(100 * together.mean(axis=1), abs=5e-5)
        intervals = [100 * two_sources(each)[2] for each in right]
        assert table[f"{part}_interval"].to_numpy() == pytest.approx(np.array(intervals), abs=1e-4)
    assert table.loc[table["validation_accuracy"].idxmax(), "verdict"] == "best"


def test_the_comparison_with_the_best(study, tmp_path):
    table = study.aggregate(tmp_path)
    accuracies = 100 * study.right["validation"].mean(axis=2)
    means, squares = accuracies.mean(axis=1), accuracies.var(axis=1, ddof=1) / SEEDS
    best = int(means.argmax())
    for i, row in table.iterrows():
        gaps, uppers, lowers = [], [], []
        for j in set(range(4)) - {i}:
            error = np.sqrt(squares[i] + squares[j])
            degrees = np.floor(error**4 / (squares[i] ** 2 + squares[j] ** 2) * (SEEDS - 1))
            gaps.append(means[j] - means[i])
            uppers.append(gaps[-1] + critical_value(3, degrees, 0.05) * error)
            lowers.append(gaps[-1] - critical_value(6, degrees, 0.025) * error)
        low, high = max(lowers), max(*uppers, 0)
        found = row[["below_best", "below_best_low", "below_best_high"]].tolist()
        assert found == pytest.approx([max(gaps), low, high], abs=1e-4)
        verdict = "as good" if high <= MARGIN else "worse" if low > 0 else "open"
        assert row["verdict"] == ("best" if i == best else verdict)
    assert set(table["verdict"]) == {"best", "as good", "worse", "open"}


def test_the_table_for_people_says_the_same(study, tmp_path):
    table = study.aggregate(tmp_path)
    heading, _, *lines = (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (tmp_path / "table.md").read_text().splitlines()
    )
    for (_, row), line in zip(table.iterrows(), lines, strict=True):
        cells = dict(zip(heading, line, strict=True))
        for part in PARTS:
            accuracy, half = row[f"{part}_accuracy"], row[f"{part}_interval"]
            assert cells[f"{part} accuracy, %"] == f"{accuracy:.2f} ± {half:.2f}"
        assert cells["verdict"] == row["verdict"]


def test_the_sources_of_the_differences(study, tmp_path):
    study.aggregate(tmp_path)
    values = 100 * study.right["validation"].mean(axis=2).reshape(2, 2, SEEDS)
    cells, rows, columns, whole = (
        values.mean(axis=2),
        values.mean(axis=(1, 2)),
        values.mean(axis=(0, 2)),
        values.mean(),
    )
    squares = [
        2 * SEEDS * ((rows - whole) ** 2).sum(),
        2 * SEEDS * ((columns - whole) ** 2).sum(),
        SEEDS * ((cells - rows[:, None] - columns + whole) ** 2).sum(),
        ((values - cells[..., None]) ** 2).sum(),
    ]
    table = pd.read_csv(tmp_path / "variance.csv")
    assert list(table) == ["source", "degrees", "sum_of_squares", "share"]
    assert to_four_decimals(tmp_path / "variance.csv")
    assert table["degrees"].dtype == int
    assert table["source"].tolist() == [
        "hidden_layers",
        "learning_rate",
        "hidden_layers × learning_rate",
        "seeds",
    ]
    assert table["degrees"].tolist() == [1, 1, 1, 4 * (SEEDS - 1)]
    assert table["sum_of_squares"].tolist() == pytest.approx(squares, abs=1e-3)
    assert table["share"].tolist() == pytest.approx(100 * np.array(squares) / sum(squares), abs=1e-3)


def test_the_table_of_all_runs_and_the_curves(study, tmp_path):
    study.collect(tmp_path)
    for table in (pd.read_parquet(tmp_path / "runs.parquet"), pd.read_csv(tmp_path / "runs.csv")):
        assert table["run"].tolist() == list(chain(*study.names))
        assert table["rows"].astype(int).tolist() == np.repeat(range(4), SEEDS).tolist()
        for row in table.to_dict("records"):
            said = summary(study.runs / row["run"])
            expected = said["settings"] | {key: said[key] for key in ("outcome", "epochs_completed")}
            expected |= {
                name: said["final"][name] for name in said["final"].keys() - {"epoch", "learning_rate"}
            }
            assert {name: row[name] for name in expected} == expected
            assert row["experiments"] == "tiny"
    study.aggregate(tmp_path)
    curves = pd.read_parquet(tmp_path / "curves.parquet")
    assert pq.read_schema(tmp_path / "curves.parquet").names == [
        *mlp.EpochRecord._fields,
        *TEST_COLUMNS,
        "row",
        "seed",
    ]
    for number, names in enumerate(study.names):
        for seed, name in enumerate(names):
            history = pd.read_parquet(study.runs / name / "history.parquet")
            mine = curves[(curves["row"] == number) & (curves["seed"] == seed)]
            pd.testing.assert_frame_equal(mine[list(history)].reset_index(drop=True), history)
    assert len(curves) == 4 * SEEDS * EPOCHS


def test_the_ends_of_the_losses(study, tmp_path):
    found = losses(study.aggregate(tmp_path), pd.read_parquet(tmp_path / "curves.parquet"))
    assert found is not None
    for row, names in enumerate(study.names):
        histories = [pd.read_parquet(study.runs / name / "history.parquet") for name in names]
        for loss in ("training_loss", "validation_loss"):
            means = np.mean([history[loss] for history in histories], axis=0)
            assert found.final.loc[row, loss] == pytest.approx(means[-1])
        assert found.lowest[row] == 1 + means.argmin()
        assert found.epochs[row] == EPOCHS
