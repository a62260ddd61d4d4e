"""How long training would take: on the cores of this machine, or through the profile of a cluster."""

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from workflow.base.errors import InputError
from workflow.runs.resources import seconds, size

Run = tuple[str, int | None]
"""A run's name, and the epochs at which it pauses, if it does."""


def duration(runs: Sequence[Run], results: Path, cores: int, profile: Path | None = None) -> str:
    """How long training takes, as runs of this study took on this machine; else by an estimate of another.

    On a cluster as many jobs run at once as the profile allows, and each is a pack of runs.
    """
    measured = [
        float(path.read_text().splitlines()[1].split()[0]) / seconds(path.stem)
        for path in (results / "benchmarks/train").glob("*.tsv")
    ]
    pace = median(measured) if measured else 1.0
    if profile:
        where = read_profile(profile)
        packs = packed(runs, where["group-components"])
        cores, place = where["jobs"], f"in {len(packs)} jobs of the cluster, without the queue"
    else:
        packs, place = [[run] for run in runs], f"on {cores} cores"
    each = [pace * sum(seconds(*run) for run in pack) for pack in packs]
    most = max(sum(each) / cores, max(each))
    time = (
        f"{most / 3600:.1f} hours"
        if most >= 5400
        else f"{most / 60:.0f} minutes"
        if most >= 90
        else f"{most:.0f} s"
    )
    return f"about {time} {place}" + (f", by {len(measured)} runs so far" if measured else ", by an estimate")


def packed(runs: Sequence[Run], components: Sequence[str]) -> list[list[Run]]:
    """The runs as a cluster's jobs: so many of similar time share one, as in ``seconds_16=19``."""
    most = dict(component.split("=") for component in components)
    alike: dict[str, list[Run]] = {}
    for run in runs:
        alike.setdefault(size(*run), []).append(run)
    return [
        same[first : first + number]
        for group, same in alike.items()
        for number in [int(most.get(group, 1))]
        for first in range(0, len(same), number)
    ]


def read_profile(folder: Path) -> dict[str, Any]:
    """The profile of a cluster.

    Raises:
        InputError: there is none, or it is not one of a cluster.
    """
    path = folder / "config.yaml"
    try:
        profile: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{path}: not found; the profiles are in profiles/") from None
    if missing := [key for key in ("jobs", "group-components") if key not in profile]:
        raise InputError(f"{path}: expected the profile of a cluster, with {' and '.join(missing)}")
    return profile
