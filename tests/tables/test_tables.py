"""Tables hold the statistics that they say, and sentences follow the tables."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

import mlp
from workflow.base.readers import read_table
from workflow.runs.columns import SUMMARY
from workflow.runs.names import name_of
from workflow.tables.aggregate import table
from workflow.tables.confusion import read_confusion
from workflow.tables.frames import label, to_markdown
from workflow.tables.reference import FOLDER, comparison, reference
from workflow.tables.statistics import distinguishable, interval

EXPERIMENT = {
    "defaults": {"hidden_layers": 3},
    "seeds": [0, 1, 2],
    "grid": {"hidden_size": [64, 128], "l2": [0, 0.01]},
}
# Validation and test accuracy of three seeds, by row: the second is best by validation, the first by test.
FIGURES: list[tuple[list[float | None], list[float | None]]] = [
    ([0.80, 0.81, 0.82], [0.99, 0.99, 0.99]),
    ([0.90, 0.91, 0.92], [0.71, 0.72, 0.73]),
    ([0.89, 0.91, 0.90], [0.70, 0.70, 0.70]),
    ([0.95, 0.96, None], [0.70, 0.70, None]),
]

EMPTY = dict.fromkeys(SUMMARY)


@pytest.fixture
def runs(tmp_path):
    """Runs with the figures above, in files as training writes them."""
    rows = [(size, l2) for size in (64, 128) for l2 in (0, 0.01)]
    for (size, l2), (validation, test) in zip(rows, FIGURES, strict=True):
        for seed in range(3):
            settings = mlp.Settings(hidden_size=size, l2=l2, seed=seed)
            final = {"validation_accuracy": validation[seed], "test_accuracy": test[seed]}
            done = validation[seed] is not None
            summary = EMPTY | {
                "run": name_of(settings),
                "outcome": "completed" if done else "diverged",
                "final": final if done else None,
            }
            (tmp_path / name_of(settings)).mkdir()
            (tmp_path / name_of(settings) / "run.json").write_text(json.dumps(summary))
    return tmp_path


def test_a_table_has_means_intervals_and_the_choice_by_validation(runs):
    result = table(runs, EXPERIMENT)
    assert result["hidden_size"].tolist() == [64, 64, 128, 128]
    assert result["validation_accuracy"].tolist() == pytest.approx([81, 91, 90, 95.5])
    assert result["test_accuracy"].tolist() == pytest.approx([99, 72, 70, 70])
    # Three values 1 apart: s = 1, and Student's t for 2 degrees at 97.5 % is 4.3027: 4.3027/√3 = 2.4842.
    assert result["validation_interval"].iloc[1] == pytest.approx(2.4842, abs=1e-4)
    assert result["diverged"].tolist() == [0, 0, 0, 1]
    # Welch: 91 against 90, s = 1, n = 3: t = 1.22, 4 degrees, p = 0.29; 91 against 81: t = 12.2, p = 0.0003.
    assert result["choice"].tolist() == ["", "best", "not distinguishable", ""]


def fashion_mnist() -> list[str]:
    """The SHA-256 of the files that the configuration names."""
    return re.findall(r"\b[0-9a-f]{64}\b", (ROOT / "config.yaml").read_text())


def test_the_reference_report_s_figure_is_beside_the_row_with_its_hyper_parameters(runs):
    figures = reference("tuning", fashion_mnist())
    result = table(runs, EXPERIMENT | {"defaults": {"learning_rate": 0.3}}, figures)
    assert result["reference_test_accuracy"].tolist() == [80.1, 83.1, 82.5, 84.3]
    assert result["difference"].tolist() == pytest.approx([18.9, -11.1, -12.5, -14.3])
    # A row with a diverged run is not compared.
    compared = comparison(result)
    assert compared is not None
    assert compared.best["hidden_size"] == 64


def test_other_hyper_parameters_have_no_figure_in_the_reference_report(tmp_path):
    experiment = {"defaults": {"learning_rate": 0.1}, "seeds": [0], "grid": {"l2": [0]}}
    settings = mlp.Settings(learning_rate=0.1)
    (tmp_path / name_of(settings)).mkdir()
    final = {"validation_accuracy": 0.9, "test_accuracy": 0.9}
    summary = EMPTY | {"run": name_of(settings), "outcome": "completed", "final": final}
    (tmp_path / name_of(settings) / "run.json").write_text(json.dumps(summary))
    result = table(tmp_path, experiment, reference("tuning", fashion_mnist()))
    assert result["reference_test_accuracy"].isna().all()
    assert comparison(result) is None


def test_the_reference_report_is_compared_on_its_own_data_alone():
    files = fashion_mnist()
    figures = reference("tuning", [*files, *files])  # the parts of the data share their files
    assert figures is not None
    assert len(figures) == 18
    assert reference("depth", files) is None
    assert reference("tuning", [*files[:3], "0" * 64]) is None
    assert reference("tuning", files[:3]) is None
    for path in FOLDER.glob("*.csv"):  # each says what it is about
        assert reference(path.stem, files) is not None


def test_one_seed_has_no_interval_and_tells_nothing_apart():
    assert np.isnan(interval(pd.Series([1.0])))
    assert np.isnan(interval(pd.Series([1.0, np.nan])))
    assert not distinguishable(pd.Series([1.0]), pd.Series([99.0]))
    assert distinguishable(pd.Series([1.0, 1.0]), pd.Series([2.0, 2.0]))
    assert not distinguishable(pd.Series([1.0, 1.0]), pd.Series([1.0, 1.0]))


def test_a_switch_is_yes_or_no_also_from_a_file(tmp_path):
    table = pd.DataFrame({"flip": [True, False], "batch_norm": [None, True], "dropout": [0.5, 0.0]})
    table.to_csv(tmp_path / "table.csv", index=False)
    for each in (table, pd.read_csv(tmp_path / "table.csv")):
        assert [label(dict(row)) for _, row in each.iterrows()] == [
            "flip yes, dropout 0.5",
            "flip no, batch norm yes, dropout 0",
        ]


def test_markdown_leaves_empty_what_was_not_measured(runs):
    lines = to_markdown(table(runs, EXPERIMENT)).splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells[0] == [
        "hidden size",
        "l2",
        "validation accuracy, %",
        "test accuracy, %",
        "seeds",
        "diverged",
        "choice",
    ]
    assert cells[3] == ["64", "0.01", "91.00 ± 2.48", "72.00 ± 2.48", "3", "0", "best"]


@pytest.mark.parametrize("classes", [["NA", "01", "true"], ["", "1", "1.0"], ["a,b", 'a"b', "a\nb"]])
def test_the_names_of_classes_are_no_numbers_and_no_missing_values(tmp_path, classes):
    path = tmp_path / "confusion.csv"
    counts = pd.DataFrame(np.arange(9).reshape(3, 3), pd.Index(classes, name="true"), classes)
    counts.to_csv(path)
    read = read_confusion(path)
    assert (list(read.index), list(read.columns)) == (classes, classes)
    assert (read.to_numpy() == counts.to_numpy()).all()


def test_arrow_reads_parquet_with_no_file_of_pythons(tmp_path, monkeypatch):
    """A program that gave it one read the table, did its work, and then aborted at exit now and then."""
    path = tmp_path / "a.parquet"
    frame = pd.DataFrame({"x": [1, 2]})
    frame.to_parquet(path)

    def opened(*args, **kwargs):
        raise AssertionError("opened by Python")

    monkeypatch.setattr("io.open", opened)
    monkeypatch.setattr("builtins.open", opened)
    pd.testing.assert_frame_equal(read_table(path, ["x"]), frame)
