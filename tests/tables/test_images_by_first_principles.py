"""Every number about the test images of a tiny study, computed again in plain NumPy."""

import json
from itertools import chain, combinations

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from plain import summary
from plain_study import PARTS, SEEDS, Study, call, to_four_decimals
from tiny import CLASSES

from workflow.tables.calibration import calibration_error, reliability
from workflow.tables.confusion import by_class, read_confusion
from workflow.tables.evaluate import IMAGE


@pytest.fixture(scope="module")
def study(good, tmp_path_factory) -> Study:
    return Study(good / "data", tmp_path_factory.mktemp("first_principles"))


def test_the_best_model_and_what_it_says_of_the_test_images(study, tmp_path):
    study.collect(tmp_path)
    call(
        "tables.select", tmp_path / "runs.parquet", study.runs, study.data / "test.parquet",
        study.data / "classes.json", "--model", tmp_path / "run.json", "--weights",
        tmp_path / "weights.safetensors", "--confusion", tmp_path / "confusion.csv", "--predictions",
        tmp_path / "predictions.parquet",
    )  # fmt: skip
    accuracies = study.right["validation"].mean(axis=2)
    row = int(accuracies.mean(axis=1).argmax())
    seed = int(accuracies[row].argmax())
    name = study.names[row][seed]
    assert json.loads((tmp_path / "run.json").read_text())["run"] == name
    assert (tmp_path / "weights.safetensors").read_bytes() == (
        study.runs / name / "weights.safetensors"
    ).read_bytes()

    labels, P = study.parts["test"].labels, study.P["test"][row, seed]
    predictions = pd.read_parquet(tmp_path / "predictions.parquet")
    assert predictions["true"].tolist() == labels.tolist()
    assert predictions["predicted"].tolist() == P.argmax(axis=1).tolist()
    assert predictions["confidence"].to_numpy() == pytest.approx(P.max(axis=1), rel=1e-5)
    counts = np.array([[((labels == t) & (P.argmax(axis=1) == p)).sum() for p in range(3)] for t in range(3)])
    assert (counts != counts.T).any()  # or a transposed matrix would look the same
    confusion = read_confusion(tmp_path / "confusion.csv")
    assert (list(confusion.index), list(confusion.columns)) == (CLASSES, CLASSES)
    assert (tmp_path / "confusion.csv").read_text().startswith("true,disc,square,cross\n")
    assert pq.read_schema(tmp_path / "predictions.parquet").names == ["true", "predicted", "confidence"]
    assert confusion.to_numpy().tolist() == counts.tolist()
    said = summary(study.runs / name)["final"]
    assert np.trace(counts) / counts.sum() == said["test_accuracy"]

    frame = by_class(confusion)
    for k, each in enumerate(CLASSES):
        assert frame.loc[each, "samples"] == (labels == k).sum()
        assert frame.loc[each, "recall"] == pytest.approx(100 * (P.argmax(axis=1)[labels == k] == k).mean())
        assert frame.loc[each, "precision"] == pytest.approx(
            100 * (labels[P.argmax(axis=1) == k] == k).mean()
        )
        wrong = [counts[k, other] if other != k else 0 for other in range(3)]
        assert (frame.loc[each, "taken_for"], frame.loc[each, "times"]) == (
            CLASSES[np.argmax(wrong)],
            max(wrong),
        )

    bins = reliability(predictions["confidence"], predictions["predicted"] == predictions["true"])
    error = 0.0
    for low in np.arange(10) / 10:
        here = (P.max(axis=1) > low) & (P.max(axis=1) <= low + 0.1)
        if here.any():
            right = (P.argmax(axis=1) == labels)[here].mean()
            assert bins.loc[low].tolist() == pytest.approx(
                [here.sum(), P.max(axis=1)[here].mean(), right], rel=1e-5
            )
            error += here.mean() * abs(right - P.max(axis=1)[here].mean())
    assert bins["samples"].sum() == len(labels)
    assert calibration_error(bins) == pytest.approx(error, rel=1e-5)


def test_every_prediction_and_how_often_the_networks_agree(study, tmp_path):
    study.evaluate(tmp_path)
    call(
        "tables.agreement", study.data / "test.parquet", study.data / "classes.json",
        tmp_path, '["tiny"]', "--never-right", tmp_path / "never_right.csv",
        "--agreement", tmp_path / "agreement.csv",
    )  # fmt: skip
    images = pd.read_parquet(tmp_path / "tiny-images.parquet")
    confidence = np.concatenate([study.P[part].max(axis=-1).mean(axis=(0, 1)) for part in PARTS])
    assert images["confidence"].to_numpy() == pytest.approx(confidence, rel=1e-5)
    columns = [*IMAGE, *chain(*study.names)]
    assert pq.read_schema(tmp_path / "tiny-images.parquet").names == columns
    assert images["part"].tolist() == ["validation"] * 60 + ["test"] * 90
    for row, names in enumerate(study.names):
        for seed, name in enumerate(names):
            said = np.concatenate([study.P[part][row, seed].argmax(axis=-1) for part in PARTS])
            assert images[name].tolist() == said.tolist()

    labels, said = study.parts["test"].labels, study.P["test"].argmax(axis=-1).reshape(4 * SEEDS, -1)
    right = (said == labels).sum(axis=0)
    pairs = np.mean([one == other for one, other in combinations(said, 2)], axis=0)
    table = pd.read_csv(tmp_path / "agreement.csv", index_col="class")
    for name, here in [(each, labels == k) for k, each in enumerate(CLASSES)] + [("all", labels >= 0)]:
        expected = [
            here.sum(),
            (right[here] == 4 * SEEDS).sum(),
            ((right > 0) & (right < 4 * SEEDS))[here].sum(),
            (right[here] == 0).sum(),
        ]
        assert table.loc[name].tolist() == pytest.approx([*expected, 100 * pairs[here].mean()], abs=1e-4)
    assert table.loc["all", "right_by_some"] > 0
    assert to_four_decimals(tmp_path / "agreement.csv")
    never = pd.read_csv(tmp_path / "never_right.csv")
    assert list(never) == ["image", "label", "predicted", "share", "confidence"]
    assert set(never["image"]) == set(np.flatnonzero(right == 0))
