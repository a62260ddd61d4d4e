"""Say what a study would do before it does it: what it trains, why, for how long, and what follows."""

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import mlp
from workflow.base.errors import InputError, user_errors_as_one_line
from workflow.base.fingerprint import fingerprint, statements
from workflow.base.readers import read_json
from workflow.runs import resources
from workflow.runs.columns import RUN_FILES

LOGGER = Path(__file__).parents[1] / "progress"
TRAINING = ("train", "train_to_rung")
LISTED = 3  # of a kind, before the rest is only counted


class Job(NamedTuple):
    """A job of the dry run."""

    rule: str
    wildcards: dict[str, str]
    reason: str  # as Snakemake says it


def planned(options: Sequence[str]) -> list[Job]:
    """The jobs of a dry run with further options of Snakemake.

    Raises:
        InputError: Snakemake stopped; it has said why.
    """
    path = os.pathsep.join(filter(None, (str(LOGGER), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, "-m", "snakemake", "--dry-run", "--logger", "jobs", "--cores", "all", *options],
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise InputError("there is no plan: see above")
    return [Job(**json.loads(line)) for line in done.stdout.splitlines() if line.startswith('{"rule"')]


def changes_beside(old: Iterable[str]) -> Callable[[str], str | None]:
    """A function that says in which single hyper-parameter a new run differs from one of the old ones."""
    names = set(old)
    without: dict[str, list[str]] = {}  # an old run less one of its parts → these parts
    for run in names:
        for part, rest in less_one(run):
            without.setdefault(rest, []).append(part)

    def change(run: str) -> str | None:
        here = [(part.split("="), rest) for part, rest in less_one(run)]
        here += [([key, default(key)], run) for key in {part.split("=")[0] for part in without.get(run, [])}]
        for (key, value), rest in here:
            known = {part.split("=")[1] for part in without.get(rest, []) if part.split("=")[0] == key}
            known |= {default(key)} if rest in names else set()
            if known := known - {value}:
                return (
                    "one more seed"
                    if key == "seed"
                    else f"{key} {value}, so far {', '.join(sorted(known)[:LISTED])}"
                )
        return None

    return change


def less_one(run: str) -> Iterator[tuple[str, str]]:
    """Each part of a run's name, and the name without it."""
    parts = run.split("~") if run != "default" else []
    for number, part in enumerate(parts):
        yield part, "~".join(parts[:number] + parts[number + 1 :]) or "default"


def default(key: str) -> str:
    return str(getattr(mlp.Settings(), key)).lower()


def changed_code(results: Path) -> list[str]:
    """The statements that training reaches, now or when the results were made, and that are not the same."""
    if not (results / "code.json").exists():
        return []
    before, now = read_json(results / "code.json", []), statements("workflow.runs.train")
    return [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]


def why(job: Job, results: Path, change: Callable[[str], str | None]) -> str:
    """Why a network is trained, in words of the study."""
    run = job.wildcards["run"]
    folder = results / "runs" / run
    if not folder.is_dir():
        return "new in the configuration" + (f": {found}" if (found := change(run)) else "")
    try:
        code = read_json(folder / "run.json", ["code"])["code"]
    except (FileNotFoundError, InputError):
        code = None
    if code is None or not all((folder / name).exists() for name in RUN_FILES):
        return "not finished, or a file was deleted or damaged"
    if "results/data/" in job.reason:
        return "the data changed"
    if code != fingerprint("workflow.runs.train"):
        return "the code changed"
    return "a file is damaged, or was made from other data"


def hours(runs: list[Job], results: Path, cores: int) -> str:
    """How long training takes, as runs of this study took on this machine; else by an estimate of another."""
    measured = [
        float(path.read_text().splitlines()[1].split()[0]) / resources.seconds(path.stem)
        for path in (results / "benchmarks/train").glob("*.tsv")
    ]
    pace = median(measured) if measured else 1.0
    epochs = [int(job.wildcards["epochs"]) if "epochs" in job.wildcards else None for job in runs]
    seconds = [pace * resources.seconds(job.wildcards["run"], n) for job, n in zip(runs, epochs, strict=True)]
    most = max(sum(seconds) / cores, max(seconds))
    time = (
        f"{most / 3600:.1f} hours"
        if most >= 5400
        else f"{most / 60:.0f} minutes"
        if most >= 90
        else f"{most:.0f} s"
    )
    return f"about {time} on {cores} cores" + (
        f", by {len(measured)} runs so far" if measured else ", by an estimate"
    )


def listed(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - 2 * LISTED
    return ", ".join(names[: 2 * LISTED]) + (f" and {more} more" if more > 0 else "")


def said(jobs: list[Job], results: Path, cores: int) -> Iterator[str]:
    """The plan, line by line: ten at most."""
    runs = [job for job in jobs if job.rule in TRAINING]
    if not jobs:
        yield "nothing to do: everything is there and up to date"
        return
    if runs:
        yield f"{len(runs)} networks to train, {hours(runs, results, cores)}"
        change = changes_beside(path.name for path in (results / "runs").glob("*"))
        reasons = Counter(why(job, results, change) for job in runs)
        for reason, number in reasons.most_common(LISTED):
            yield f"  {number}: {reason}"
        if rest := sum(reasons.values()) - sum(number for _, number in reasons.most_common(LISTED)):
            yield f"  {rest}: {len(reasons) - LISTED} other reasons"
    else:
        yield "no network to train"
    if code := changed_code(results):
        yield f"code changed: {listed(code)}"
    names = dict.fromkeys(job.wildcards["experiment"] for job in jobs if job.rule == "aggregate")
    if names:
        yield f"tables: {listed(list(names))}"
    rules = Counter(job.rule for job in jobs)
    if figures := sum(number for rule, number in rules.items() if rule.startswith("plot_")):
        yield f"figures: {figures}"
    told = {*TRAINING, "aggregate", "all", *(rule for rule in rules if rule.startswith("plot_"))}
    if also := [rule for rule in rules if rule not in told]:
        yield f"also: {', '.join(also)}"
    if rules.keys() & {"decide", "promote"}:
        yield "what these networks show decides whether more are trained"


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("options", nargs="*", help="of snakemake, such as the name of an experiment")
    args, options = parser.parse_known_args(argv)

    cores = len(os.sched_getaffinity(0))
    print(*said(planned([*args.options, *options]), Path("results"), cores), sep="\n")


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
