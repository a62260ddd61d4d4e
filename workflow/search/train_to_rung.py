"""Train one run up to a rung of successive halving, leave it there, and write its validation accuracy.

What is trained stays as the run's checkpoint, from which the next rung or the training goes on. A run
that is further, or finished, is asked for what it had at the rung.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from threadpoolctl import threadpool_limits

from workflow.base.errors import InputError, user_errors_as_one_line
from workflow.base.files import atomic_writes, sha256
from workflow.base.integrity import damage
from workflow.runs.names import settings_of
from workflow.runs.training import checkpoint_of, provenance, train


def accuracies_of_finished(folder: Path, origin: dict[str, Any]) -> list[float] | None:
    """A finished run's validation accuracy after each epoch; none of a damaged one or other code."""
    try:
        # Not checked(): whether the run is finished already must leave no trace in the record.
        for path in (folder / "run.json", folder / "history.parquet"):
            if damage(path, sha256(path)):
                return None
        summary = json.loads((folder / "run.json").read_text())
        history = pq.ParquetFile(folder / "history.parquet").read()
        accuracies: list[float] = history["validation_accuracy"].to_pylist()
    except (FileNotFoundError, ValueError):
        return None
    return accuracies if origin.items() <= summary.items() else None


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", help="the hyper-parameters that are not the defaults, as in l2=0.01~seed=1")
    parser.add_argument("epochs", type=int, help="where the rung is")
    parser.add_argument("data", type=Path, help="folder that the parse step wrote")
    parser.add_argument("runs", type=Path, help="folder of the runs that are finished")
    parser.add_argument("checkpoints", type=Path, help="folder of the runs in progress")
    parser.add_argument("output", type=Path, help="JSON, to write; the accuracy is null if the run diverged")
    args = parser.parse_args(argv)

    settings = settings_of(args.run)
    if not 1 <= args.epochs < settings.epochs:
        raise InputError(f"expected a rung from 1 to {settings.epochs - 1} epochs, found {args.epochs}")
    origin = provenance(args.data)
    accuracies = accuracies_of_finished(args.runs / args.run, origin)
    if accuracies is None:
        checkpoint = checkpoint_of(args.run, args.checkpoints, origin)
        history = train(settings, args.data, checkpoint, args.epochs).history
        accuracies = [record["validation_accuracy"] for record in history]
    reached = accuracies[args.epochs - 1] if len(accuracies) >= args.epochs else None
    with atomic_writes(args.output) as (output,):
        rung = {"run": args.run, "epochs": args.epochs, "validation_accuracy": reached}
        output.write_text(json.dumps(rung, indent=2) + "\n")


if __name__ == "__main__":
    with user_errors_as_one_line(), threadpool_limits(1):
        main()
