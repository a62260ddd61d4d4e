"""The searches that are compared, on one space: those of this workflow, and Optuna's with PyTorch."""

import json
import math
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import yaml

from benchmarks.core_seconds import Spent, spend
from benchmarks.space import COLUMNS, EPOCHS, METHODS, OURS, RUNGS, SPACE
from workflow.configuration.sampling import sampled

ROOT = Path(__file__).parents[1]
DATA = Path("results/data")
# Jobs and epochs for one configuration, on average. A third goes on at each rung. Of Hyperband's 17 in its
# three brackets, 9 start at the first rung, 5 at the second, 3 are trained to the end.
IN_FULL = (1, EPOCHS)
HALVED = (13 / 9, 21 / 9)
BRACKETS = (23 / 17, 75 / 17)
# Of the budget. What can be stopped at any time has more to do than fits. What is halved has something to
# show at its end only, and what goes on is larger and slower than the average.
ENDLESS, TO_ITS_END = 1.5, 0.75
# The same configurations with few and with more epochs: the difference is training.
CALIBRATION_RUNS, CALIBRATION_EPOCHS = 6, (1, 3)


class Costs(NamedTuple):
    """Core-seconds that our searches take on this machine."""

    start: float  # of Snakemake, with the table in the end
    job: float  # beyond training: the start of a program, reading the data
    epoch: float  # of training, on average over the space


def plan(method: str, budget: float, costs: Costs) -> dict[str, Any]:
    """What an experiment asks for beside its space and seeds, as long as the budget or longer."""

    def affordable(share: float, jobs: float, epochs: float) -> int:
        each = jobs * costs.job + epochs * costs.epoch
        return max(math.floor(share * (budget - costs.start) / each), 3)

    def generations(first: int, then: int, n: int) -> list[int]:
        return [first, *[then] * max(math.ceil((n - first) / then), 1)]

    halving = {"rungs": RUNGS}
    if method == "random":
        return {"figure": "search", "sample": {"n": affordable(ENDLESS, *IN_FULL), "method": "random"}}
    if method == "halving":
        return {"halving": halving, "sample": {"n": affordable(TO_ITS_END, *HALVED)}}
    if method == "hyperband":
        n = affordable(TO_ITS_END, *BRACKETS)
        return {"halving": halving | {"hyperband": True}, "sample": {"n": n}}
    if method == "tpe":
        search = {"method": "tpe", "generations": generations(10, 5, affordable(ENDLESS, *IN_FULL))}
        return {"sample": {}, "search": search}
    search = {"method": "tpe", "generations": generations(27, 9, affordable(ENDLESS, *HALVED))}
    return {"halving": halving, "sample": {}, "search": search}


def experiment(method: str, seed: int, budget: float, costs: Costs) -> dict[str, Any]:
    """The experiment of a search, as in a config file."""
    asked = plan(method, budget, costs)
    sample = {"seed": seed, "space": SPACE, **asked["sample"]}
    return {"title": METHODS[method], "seeds": [seed], **asked, "sample": sample}


def run_ours(name: str, asked: dict[str, Any], folder: Path, budget: float) -> Spent:
    """Make an experiment's table by the workflow, in a folder with the data and a config file of its own."""
    data = yaml.safe_load(Path("config.yaml").read_text(encoding="utf-8"))["data"]
    text = yaml.safe_dump({"data": data, "experiments": {name: asked}}, sort_keys=False, allow_unicode=True)
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    shutil.copytree(DATA, folder / DATA)  # with their times
    snakemake = str(Path(sys.executable).with_name("snakemake"))
    here = ("--snakefile", str(ROOT / "Snakefile"), "--profile", str(ROOT / "profiles/default"))
    return spend([snakemake, *here, "--cores", "1", f"results/tables/{name}.csv"], folder, budget)


def calibrate() -> Costs:
    """Measure what runs cost, by a few that are spread over the space, each with few and with more epochs."""
    few, more = CALIBRATION_EPOCHS
    drawn = sampled({"n": CALIBRATION_RUNS, "space": SPACE})
    grid = [configuration | {"epochs": [few, more]} for configuration in drawn]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        asked = {"title": "Costs", "figure": "search", "seeds": [0], "grid": grid}
        spent = run_ours("costs", asked, folder, math.inf)
        ended = trace(folder, spent)
    took = ended["core_seconds"].diff().iloc[1:]  # the first has Snakemake's start in it
    long = ended["configuration"].iloc[1:].str.contains(f"~epochs={more}~")
    epoch = max((took[long].mean() - took[~long].mean()) / (more - few), 0)
    job = max(took[~long].mean() - few * epoch, 0)
    trained = CALIBRATION_RUNS * ((few + more) * epoch + 2 * job)
    return Costs(max(spent.seconds[-1] - trained, 0), job, epoch)


def trace(folder: Path, spent: Spent) -> pd.DataFrame:
    """What our search had found and when: a row for each run at each rung, and at its end."""
    results = folder / "results"
    rows = []
    for path in (*results.glob("rungs/*/*.json"), *results.glob("runs/*/run.json")):
        found = json.loads(path.read_text())
        epochs = found.get("epochs", EPOCHS)
        final = found if "epochs" in found else found["final"]
        accuracy = final["validation_accuracy"] if final else None  # of one that diverged
        rows.append((round(spent.at(path.stat().st_mtime), 2), found["run"], epochs, accuracy))
    table = pd.DataFrame(rows, columns=COLUMNS).sort_values("core_seconds", kind="stable")
    table["validation_accuracy"] = 100 * table["validation_accuracy"].astype(float)
    return table.reset_index(drop=True)


def search(method: str, repetition: int, budget: float, costs: Costs) -> pd.DataFrame:
    """Run one search, and return its trace."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if method in OURS:
            asked = experiment(method, repetition, budget, costs)
            found = trace(folder, run_ours(method, asked, folder, budget))
            return found.assign(configuration=pd.factorize(found["configuration"])[0])  # names are long
        words = (method.removeprefix("optuna_"), str(DATA.resolve()), str(repetition))
        os.environ["PYTHONPATH"] = str(ROOT)
        program = [sys.executable, "-m", "benchmarks.optuna_torch", *words, str(budget), "trace.csv"]
        spend(program, folder)
        return pd.read_csv(folder / "trace.csv")
