"""Say what a study would do before it does it: what it trains, why, for how long, and what follows."""

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from workflow.base.errors import InputError, user_errors_as_one_line
from workflow.runs.duration import duration
from workflow.runs.reasons import changed_code, changes_beside, other_versions, why

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


def listed(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - 2 * LISTED
    return ", ".join(names[: 2 * LISTED]) + (f" and {more} more" if more > 0 else "")


def said(jobs: list[Job], results: Path, cores: int, profile: Path | None = None) -> Iterator[str]:
    """The plan, line by line: ten at most."""
    runs = [job for job in jobs if job.rule in TRAINING]
    if not jobs:
        yield "nothing to do: everything is there and up to date"
    if runs:
        asked = [(job.wildcards["run"], int(job.wildcards.get("epochs", 0)) or None) for job in runs]
        networks = "1 network" if len(runs) == 1 else f"{len(runs)} networks"
        yield f"{networks} to train, {duration(asked, results, cores, profile)}"
        change = changes_beside(path.name for path in (results / "runs").glob("*"))
        reasons = Counter(why(job.wildcards["run"], job.reason, results, change) for job in runs)
        for reason, number in reasons.most_common(LISTED):
            yield f"  {number}: {reason}"
        if rest := sum(reasons.values()) - sum(number for _, number in reasons.most_common(LISTED)):
            yield f"  {rest}: {len(reasons) - LISTED} other reasons"
    elif jobs:
        yield "no network to train"
    if code := changed_code(results):
        yield f"code changed: {listed(code)}"
    if versions := other_versions(results):
        yield f"trained so far with {', '.join(versions)}; nothing is trained again for that"
    names = dict.fromkeys(job.wildcards["experiment"] for job in jobs if job.rule == "aggregate")
    if names:
        yield f"tables: {listed(list(names))}"
    rules = Counter(job.rule for job in jobs)
    if figures := sum(number for rule, number in rules.items() if rule.startswith("plot_")):
        yield f"figures: {figures}"
    told = {*TRAINING, "aggregate", "all", *(rule for rule in rules if rule.startswith("plot_"))}
    if also := [rule for rule in rules if rule not in told]:
        yield f"also: {', '.join(also)}"
    if rules.keys() & {"decide", "promote", "propose"}:
        yield "what these networks show decides whether more are trained"


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("options", nargs="*", help="of snakemake, such as the name of an experiment")
    parser.add_argument("--profile", type=Path, help="of a cluster: plan for it, not for this machine")
    args, options = parser.parse_known_args(argv)

    cores = len(os.sched_getaffinity(0))
    jobs = planned([*args.options, *options])
    print(*said(jobs, Path("results"), cores, args.profile), sep="\n")


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
