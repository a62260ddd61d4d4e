"""Only what a change touches is made again."""

import os

import pandas as pd
import pytest

from workflow.configuration.sampling import sampled

AFTER_MODEL = {"plot_confusion", "plot_errors", "plot_calibration", "plot_weights"}
AFTER_SEARCH = {
    f"plot_{name}" for name in ("heat_map", "effects", "parallel", "selection", "cost", "variance")
}
TOGETHER = {"evaluate", "agreement", "plot_never_right"}
AFTER_RUNS = (
    {"aggregate", "collect", "select", "plot_summary", "report", "manifest"}
    | TOGETHER
    | AFTER_MODEL
    | AFTER_SEARCH
)


def runs(project, rule="train") -> set[str]:
    return {name.removeprefix("run=") for name in project.plan()[rule]}


def all_runs(project) -> set[str]:
    return {path.name for path in (project.folder / "results" / "runs").iterdir()}


def test_a_finished_study_has_nothing_to_do(project):
    assert project.plan() == {}


def test_touching_every_file_does_nothing(project):
    for path in project.folder.rglob("*"):
        if path.is_file() and ".snakemake" not in path.parts:
            os.utime(path)
    assert project.plan() == {}


def test_a_new_value_trains_its_runs_and_renews_what_depends_on_them(project):
    config = project.config
    config["experiments"]["tuning"]["grid"]["learning_rate"].append(0.25)
    project.config = config
    plan = project.plan()
    base = "batch_size=20~epochs=3~hidden_layers=1"
    assert plan["train"] == {
        f"run={base}~hidden_size={size}~learning_rate=0.25{seed}"
        for size in (4, 6)
        for seed in ("", "~seed=1")
    }
    assert plan["aggregate"] == {"experiment=tuning"}  # not depth
    assert set(plan) == AFTER_RUNS | {"train"}
    times = {path: path.stat().st_mtime_ns for path in project.folder.glob("results/runs/*/run.json")}
    project.snakemake("results/tables/tuning.csv")
    assert {path: path.stat().st_mtime_ns for path in times} == times

    config["experiments"]["tuning"]["grid"]["learning_rate"].remove(0.25)
    project.config = config
    back = project.plan()
    assert back["aggregate"] == {"experiment=tuning"}
    assert set(back) == {"aggregate", "plot_summary", "report", "manifest"} | AFTER_SEARCH | TOGETHER


def test_an_experiment_on_request_is_made_by_its_name_alone(project):
    config = project.config
    config["experiments"]["late"] = {
        "title": "Late",
        "on_request": True,
        "seeds": [7],
        "grid": {"l2": [0, 0.1]},
    }
    project.config = config
    assert project.plan() == {}
    assert set(project.plan("late")) == {
        "late",
        "train",
        "evaluate",
        "aggregate",
        "plot_curves",
        "report_experiment",
    }
    project.snakemake("late")
    base = "batch_size=20~epochs=3~hidden_layers=1~hidden_size=6"
    assert (project.folder / f"results/runs/{base}~l2=0.1~seed=7/run.json").exists()
    assert (project.folder / "results/figures/late-validation_loss.pdf").exists()
    assert 'id="experiment-late"' in (project.folder / "results/reports/late.html").read_text()
    assert "reports/" not in (project.folder / "results/MANIFEST.sha256").read_text()
    assert project.plan("late") == {}
    # That changes nothing about the study.
    assert project.plan() == {}
    del config["experiments"]["late"]["on_request"]
    project.config = config
    adopted = project.plan()
    assert "train" not in adopted
    assert {"collect", "plot_summary", "report", "manifest"} <= set(adopted)


def test_more_draws_from_a_space_train_only_the_new_ones(project):
    config = project.config
    sample = {"n": 3, "space": {"l2": {"log_uniform": [1.0e-7, 1.0e-6]}, "hidden_size": [4, 6]}}
    config["experiments"] = {"drawn": {"title": "Drawn", "figure": "search", "sample": sample}}
    config["seeds"] = [0]
    project.config = config
    project.snakemake("results/tables/drawn.csv", "results/figures/drawn-parallel.svg")
    # A setting is not rounded in the table, as an accuracy is.
    table = pd.read_csv(project.folder / "results/tables/drawn.csv")
    assert list(table["l2"]) == [draw["l2"] for draw in sampled(sample)]
    before = set(all_runs(project))
    sample["n"] = 5
    project.config = config
    assert len(project.plan("drawn")["train"]) == 2
    project.snakemake("results/tables/drawn.csv")
    assert len(set(all_runs(project)) - before) == 2


def test_two_experiments_with_the_same_setting_share_its_run(finished):
    # depth: 2 configurations; tuning: 4, of which one is also depth's first; two seeds each.
    assert len(all_runs(finished)) == 2 * (2 + 4 - 1)


def test_swapping_two_values_does_not_go_unnoticed(project):
    # Snakemake compares parameters as a set without names.
    config = project.config
    config["data"]["validation_size"], config["data"]["validation_seed"] = 61, 60
    project.config = config
    assert "parse" in project.plan()


def test_a_deleted_file_of_a_run_is_made_again(project):
    names = ["history.parquet", "weights.safetensors", "run.json"]
    chosen = dict(zip(sorted(all_runs(project)), names, strict=False))
    paths = [project.folder / "results/runs" / run / name for run, name in chosen.items()]
    before = [path.read_bytes() for path in paths]
    for path in paths:
        path.unlink()
    assert runs(project) == set(chosen)
    project.snakemake(*(str(path.relative_to(project.folder)) for path in paths))
    assert [path.read_bytes() for path in paths] == before


def test_a_new_source_of_the_same_data_does_nothing(project):
    config = project.config
    config["data"]["sources"].insert(0, {"folder": "elsewhere"})
    project.config = config
    assert project.plan() == {}


def test_a_new_split_trains_every_run_in_the_same_command(project):
    config = project.config
    config["data"]["validation_size"] += 3
    project.config = config
    assert runs(project) == all_runs(project)


def test_the_corrected_name_of_a_class_trains_nothing_and_is_shown_everywhere(project):
    config = project.config
    config["data"]["classes"][0] = "circle"
    project.config = config
    plan = project.plan()
    assert not {"fetch", "parse", "train", "aggregate", "collect", "plot_summary"} & set(plan)
    assert {"plot_dataset", "plot_confusion", "plot_errors", "agreement", "report", "manifest"} <= set(plan)
    assert "evaluate" not in plan
    project.snakemake()
    for name in ("report.html", "figures/dataset.svg", "figures/confusion.svg"):
        text = (project.folder / "results" / name).read_text()
        assert "circle" in text
        assert "disc" not in text
    assert project.plan() == {}


def test_two_changes_at_a_time_are_both_seen(project):
    # Where a job runs again, Snakemake does not look at what depends on it through ancient files alone.
    project.edit("mlp/layers.py", "np.matmul(self._X.T, dZ", "np.matmul(self._X.T, -dZ")
    (project.folder / "results/data/idx/t10k-labels-idx1-ubyte.gz").unlink()
    assert {"fetch", "parse"} <= set(project.plan())
    assert runs(project) == all_runs(project)


@pytest.mark.parametrize("change", ["report.css", "MANIFEST.sha256"])
def test_the_manifest_follows_the_report(project, change):
    if change == "report.css":
        (project.folder / "workflow/report/templates/report.css").write_text("body { color: black }")
    else:
        (project.folder / "results/report.html").unlink()
        (project.folder / "results/MANIFEST.sha256").unlink()
    assert project.plan() == {"report": {""}, "manifest": {""}}
