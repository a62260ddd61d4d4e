"""Why a network would be trained: what differs between the study and what is there."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import mlp
from workflow.base.errors import InputError
from workflow.base.fingerprint import fingerprint, statements
from workflow.base.readers import read_json
from workflow.runs.columns import RUN_FILES
from workflow.runs.training import versions

LISTED = 3  # values of a hyper-parameter


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


def why(run: str, said: str, results: Path, change: Callable[[str], str | None]) -> str:
    """Why a network is trained, in words of the study; ``said`` is why in Snakemake's."""
    folder = results / "runs" / run
    if not folder.is_dir():
        return "new in the configuration" + (f": {found}" if (found := change(run)) else "")
    code = summary(folder, "code")
    if code is None or not all((folder / name).exists() for name in RUN_FILES):
        return "not finished, or a file was deleted or damaged"
    if "results/data/" in said:
        return "the data changed"
    if code != fingerprint("workflow.runs.train"):
        return "the code changed"
    return "a file is damaged, or was made from other data"


def summary(folder: Path, key: str) -> Any:
    """What a run says of itself under a key; None where it is not finished, or damaged."""
    try:
        return read_json(folder / "run.json", [key])[key]
    except (FileNotFoundError, InputError):
        return None


def other_versions(results: Path) -> list[str]:
    """What trained a network that is there and is not what is installed, as "numpy 2.3.0 (2.4.6 now)"."""
    trained = (summary(folder, "versions") for folder in sorted((results / "runs").glob("*")))
    before: dict[str, str] = next(filter(None, trained), {})
    now = versions()
    return [f"{name} {before[name]} ({now[name]} now)" for name in before if before[name] != now[name]]
