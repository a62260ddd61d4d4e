"""`make plan` says what a change of the study costs and why, and nothing once that is done."""

import re
import shutil

import numpy as np
import pytest


def plan(project, *options) -> list[str]:
    return project.run("python", "-m", "workflow.runs.plan", *options).stdout.splitlines()


def hidden_layers(project):
    config = project.config
    config["experiments"]["depth"]["grid"]["hidden_layers"] = [1, 3]
    project.config = config
    return 2, "  2: new in the configuration: hidden_layers 3, so far 1, 2"


def seeds(project):
    config = project.config
    config["seeds"].append(2)
    project.config = config
    return 5, "  5: new in the configuration: one more seed"


def validation_seed(project):
    config = project.config
    config["data"]["validation_seed"] = 1
    project.config = config
    return 10, "  10: the data changed"


def gradient(project):
    project.edit("mlp/loss.py", "Z *= (1 / N / total)", "Z *= (1 / (N * total))")
    return 10, "code changed: mlp/loss.py: softmax_cross_entropy"


def comment(project):
    project.edit("mlp/loss.py", "# This is the only place", "# This is the one place")
    return 0, "nothing to do: everything is there and up to date"


def title(project):
    config = project.config
    config["experiments"]["depth"]["title"] = "Layers"
    project.config = config
    return 0, "no network to train"


def class_name(project):
    config = project.config
    config["data"]["classes"][0] = "ring"
    project.config = config
    return 0, "no network to train"


def deleted(project):
    next((project.folder / "results/runs").glob("*")).joinpath("weights.safetensors").unlink()
    return 1, "  1: not finished, or a file was deleted or damaged"


def damaged(project):
    run = next((project.folder / "results/runs").glob("*/run.json"))
    run.write_text(run.read_text()[:-9])
    return 1, "  1: not finished, or a file was deleted or damaged"


def version(project):
    """Another NumPy, as far as it says so itself."""
    (project.folder / "sitecustomize.py").write_text("import numpy\nnumpy.__version__ = '9.0'\n")
    project.variables["PYTHONPATH"] = str(project.folder)
    return 0, f"trained so far with numpy {np.__version__} (9.0 now); nothing is trained again for that"


CHANGES = [
    hidden_layers,
    seeds,
    validation_seed,
    gradient,
    comment,
    title,
    class_name,
    deleted,
    damaged,
    version,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_is_planned_with_its_reason(project, change):
    trained, said = change(project)
    lines = plan(project)
    assert said in lines
    assert len(lines) <= 10
    assert trained == 0 or re.match(rf"{trained} networks? to train, ", lines[0])
    done = project.snakemake()
    assert sum(map(int, re.findall(r"^train +(\d+)$", done.stderr, re.MULTILINE))) == trained


def test_after_the_planned_run_nothing_is_left(project):
    _, said = hidden_layers(project)
    assert said in plan(project, "depth")
    assert len(project.plan("depth")["train"]) == 2  # what Snakemake itself says
    shutil.rmtree(project.folder / "results/benchmarks")
    assert "by an estimate" in plan(project)[0]
    project.snakemake("depth")
    assert plan(project, "depth") == ["nothing to do: everything is there and up to date"]


def test_a_mistake_in_the_configuration_is_said_and_not_planned(project):
    config = project.config
    config["seeds"] = "many"
    project.config = config
    done = project.run("python", "-m", "workflow.runs.plan", expect=1)
    assert "seeds" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == "\n" or done.stdout == ""
