"""Averages over copies of images are a matter of evaluation: nothing is trained again."""

import sys

import pandas as pd
import pytest

from workflow.data.samples import read_samples
from workflow.runs import ensembles


def test_accuracies_over_copies_stand_beside_those_of_single_images(project):
    config = project.config
    moved = config["experiments"]["depth"] | {"on_request": True, "evaluation": {"shift": 1}}
    config["experiments"]["moved"] = moved
    project.config = config
    before = project.state()
    planned = project.plan("moved")
    assert "train" not in planned
    assert planned["evaluate"] == {"experiment=moved"}
    project.snakemake("moved")
    assert all(project.state()[name] == state for name, state in before.items() if "/runs/" in name)
    plain, table = (pd.read_csv(project.folder / f"results/tables/{name}.csv") for name in ("depth", "moved"))
    assert table["copies"].tolist() == [9, 9]
    assert "copies" not in plain
    accuracies = ["validation_accuracy", "test_accuracy"]
    assert (table[accuracies] != plain[accuracies]).any(axis=None)
    page = (project.folder / "results/reports/moved.html").read_text()
    assert "9 copies of each image, moved by at most 1 pixel both ways" in page

    ensemble = "results/ensembles/moved.safetensors"
    assert project.plan(ensemble) == {"assemble": {"experiment=moved"}}
    (project.folder / "results/data/classes.json").unlink()  # as where nothing else was made
    project.snakemake(ensemble)
    words = ["workflow.runs.predict", "--ensemble", ensemble, "data/t10k-images-idx3-ubyte.gz"]
    predicted = project.run(sys.executable, "-m", *words).stdout.splitlines()
    samples = read_samples(project.folder / "results/data/test.parquet")
    together = ensembles.load(project.folder / ensemble, samples)
    best = table["verdict"].eq("best").idxmax()
    assert len(together.members) == len(config["seeds"])
    correct = (together.predict_proba(samples.pixels).argmax(axis=1) == samples.labels).mean()
    measured = pd.read_csv(project.folder / "results/tables/moved-ensembles.csv")
    assert len(predicted) == len(samples.labels)
    assert 100 * correct == pytest.approx(measured["test_ensemble"][best], abs=1e-4)

    moved["evaluation"]["shift"] = 2
    project.config = config
    again = project.plan("moved")
    assert {"evaluate", "aggregate"} <= again.keys()
    assert "train" not in again
