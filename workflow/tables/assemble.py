"""Put the networks of an experiment's best configuration together, to classify as one.

The best configuration has the highest mean validation accuracy in the experiment's table; its networks are
those of all seeds.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from workflow.base.errors import InputError, user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.base.readers import read_table
from workflow.configuration.arguments import EXPERIMENT, json_of
from workflow.configuration.experiments import configurations
from workflow.runs.ensembles import to_bytes
from workflow.runs.names import name_of
from workflow.runs.records import file_of
from workflow.tables.verdicts import best_of


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", type=Path, help="the experiment's table, in CSV")
    parser.add_argument("runs", type=Path, help="folder of the runs")
    parser.add_argument("experiment", type=json_of(EXPERIMENT), help="JSON object: defaults, seeds, grid")
    parser.add_argument("output", type=Path, help="the ensemble, in safetensors, to write")
    parser.add_argument("--shift", type=int, default=0, help="pixels by which averaged copies are moved")
    args = parser.parse_args(argv)

    best = best_of(read_table(args.table, ["validation_accuracy", "verdict"]))
    if best is None:
        raise InputError(f"{args.table}: expected a configuration that trained with every seed, found none")
    runs = [name_of(settings) for settings in configurations(args.experiment)[best].runs]
    files = {run: file_of(args.runs, run, "weights.safetensors") for run in runs}
    with atomic_writes(args.output) as (output,):
        output.write_bytes(to_bytes(files, args.shift))


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
