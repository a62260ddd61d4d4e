"""Tables hold the statistics that they say, and sentences follow the tables."""

import re

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from workflow.base.readers import read_table
from workflow.tables.confusion import read_confusion
from workflow.tables.frames import to_markdown
from workflow.tables.reference import FOLDER, beside, comparison, reference
from workflow.tables.statistics import interval
from workflow.tables.words import label

EXPERIMENT = {
    "defaults": {"hidden_layers": 3, "learning_rate": 0.3},
    "seeds": [0, 1, 2],
    "grid": {"hidden_size": [64, 128], "l2": [0, 0.01]},
}


@pytest.fixture
def rows():
    """The table of the experiment above, by a program that knows nothing of the reference report."""
    return pd.DataFrame(
        {
            "hidden_size": [64, 64, 128, 128],
            "l2": [0, 0.01, 0, 0.01],
            "validation_accuracy": [81.0, 91.0, 90.0, 95.5],
            "validation_interval": [2.48, 2.48, 2.48, np.nan],
            "test_accuracy": [99.0, 72.0, 70.0, 70.0],
            "test_interval": [0.0, 2.48, 0.0, np.nan],
            "seeds": 3,
            "diverged": [0, 0, 0, 1],
            "multiply_adds": 10**9,
            "below_best": [10.0, -1.0, 1.0, np.nan],
            "below_best_low": [6.0, -4.0, -2.0, np.nan],
            "below_best_high": [14.0, 2.0, 4.0, np.nan],
            "verdict": ["worse", "best", "open", ""],
        }
    )


def fashion_mnist() -> list[str]:
    """The SHA-256 of the files that the configuration names."""
    return re.findall(r"\b[0-9a-f]{64}\b", (ROOT / "config.yaml").read_text())


def test_the_reference_report_s_figure_is_beside_the_row_with_its_hyper_parameters(rows):
    figures = reference("tuning", fashion_mnist())
    assert figures is not None
    result = beside(rows, EXPERIMENT, figures)
    assert result["reference_test_accuracy"].tolist() == [80.1, 83.1, 82.5, 84.3]
    assert result["difference"].tolist() == pytest.approx([18.9, -11.1, -12.5, -14.3])
    # A row with a diverged run is not compared.
    compared = comparison(result)
    assert compared is not None
    assert compared.best["hidden_size"] == 64


def test_other_hyper_parameters_have_no_figure_in_the_reference_report(rows):
    figures = reference("tuning", fashion_mnist())
    assert figures is not None
    result = beside(rows, EXPERIMENT | {"defaults": {"learning_rate": 0.1}}, figures)
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


def test_one_seed_has_no_interval():
    assert np.isnan(interval(pd.Series([1.0])))
    assert np.isnan(interval(pd.Series([1.0, np.nan])))


def test_a_switch_is_yes_or_no_also_from_a_file(tmp_path):
    table = pd.DataFrame({"flip": [True, False], "batch_norm": [None, True], "dropout": [0.5, 0.0]})
    table.to_csv(tmp_path / "table.csv", index=False)
    for each in (table, pd.read_csv(tmp_path / "table.csv")):
        assert [label(dict(row))["en"] for _, row in each.iterrows()] == [
            "horizontal flip yes, dropout 0.5",
            "horizontal flip no, batch normalisation yes, dropout 0",
        ]


def test_markdown_leaves_empty_what_was_not_measured(rows):
    lines = to_markdown(rows).splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells[0] == [
        "hidden size",
        "l2",
        "validation accuracy, %",
        "test accuracy, %",
        "seeds",
        "diverged",
        "multiply-adds, 10⁹",
        "below the best, points",
        "verdict",
    ]
    assert cells[4] == [
        "128",
        "0",
        "90.00 ± 2.48",
        "70.00 ± 0.00",
        "3",
        "0",
        "1",
        "1.00 (-2.00 to 4.00)",
        "open",
    ]
    assert cells[5][2:4] == ["95.50", "70.00"]
    assert cells[5][7:] == ["", ""]


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

    monkeypatch.setattr("workflow.base.readers.checked", lambda path: path)  # hashes, and is done
    monkeypatch.setattr("io.open", opened)
    monkeypatch.setattr("builtins.open", opened)
    pd.testing.assert_frame_equal(read_table(path, ["x"]), frame)
