"""Nothing that is learnt or chosen depends on the test set; a run that diverges is a result."""

import json

import pandas as pd
import pyarrow.parquet as pq
from conftest import Project
from tiny import by_role, write_idx


def test_permuted_test_labels_leave_weights_validation_and_selection_as_they_are(finished, tmp_path):
    project = Project.create(tmp_path / "permuted")
    config = project.config
    files = write_idx(project.folder / "data", test_labels=lambda labels: (labels + 1) % 3)
    config["data"]["files"] = by_role(files)
    project.config = config
    project.snakemake("--until", "aggregate", "select")
    differs = False
    for path in sorted((finished.folder / "results/runs").iterdir()):
        other = project.folder / "results/runs" / path.name
        assert (other / "weights.safetensors").read_bytes() == (path / "weights.safetensors").read_bytes()
        ours, theirs = (pq.read_table(folder / "history.parquet").to_pandas() for folder in (path, other))
        tested = ["test_loss", "test_accuracy"]
        pd.testing.assert_frame_equal(ours.drop(columns=tested), theirs.drop(columns=tested))
        differs = differs or not ours[tested].equals(theirs[tested])
    assert differs
    runs = [json.loads((p.folder / "results/best/run.json").read_text())["run"] for p in (finished, project)]
    assert runs[0] == runs[1]
    for name in ("depth", "tuning"):
        chosen = [
            pd.read_csv(p.folder / f"results/tables/{name}.csv")["verdict"] for p in (finished, project)
        ]
        pd.testing.assert_series_equal(*chosen)


def test_a_run_that_diverges_has_its_row_and_the_sweep_goes_on(finished):
    runs = pd.read_parquet(finished.folder / "results/tables/runs.parquet")
    diverged = runs[runs["learning_rate"] > 1]
    assert set(diverged["outcome"]) == {"diverged"}
    assert diverged["validation_accuracy"].isna().all()
    assert set(runs[runs["learning_rate"] < 1]["outcome"]) == {"completed"}
    table = pd.read_csv(finished.folder / "results/tables/tuning.csv", keep_default_na=False)
    assert table["diverged"].tolist() == [0, 2, 0, 2]
    assert table["validation_accuracy"].iloc[1] == ""
    assert table["verdict"].iloc[1] == ""
    report = (finished.folder / "results/report.html").read_text()
    assert "4 of 8 runs diverged." in report


def test_an_experiment_of_which_every_run_diverges_has_its_table_figures_and_page(project):
    config = project.config
    config["experiments"]["hopeless"] = {"title": "Hopeless", "grid": {"learning_rate": [1.0e29, 1.0e30]}}
    project.config = config
    project.snakemake("hopeless")
    table = pd.read_csv(project.folder / "results/tables/hopeless.csv")
    assert table["diverged"].tolist() == [2, 2]
    assert table["test_accuracy"].isna().all()
    assert (project.folder / "results/figures/hopeless-test_accuracy.svg").exists()
    report = (project.folder / "results/reports/hopeless.html").read_text()
    assert "Every configuration has a run that diverged" in report


def test_the_tiny_networks_learn(finished):
    # A study whose networks guess would show nothing; three classes make 1/3 by chance.
    runs = pd.read_parquet(finished.folder / "results/tables/runs.parquet")
    assert runs[runs["outcome"] == "completed"]["test_accuracy"].min() > 0.6
