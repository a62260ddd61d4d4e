"""Collect every run of the study into one tidy table: one row per run."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from workflow.base.errors import user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.configuration.arguments import EXPERIMENTS, json_of
from workflow.configuration.experiments import configurations
from workflow.runs.names import name_of
from workflow.runs.records import read_summaries


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", type=Path, help="folder of the runs")
    parser.add_argument(
        "experiments", type=json_of(EXPERIMENTS), help="JSON object: name → defaults, seeds, grid"
    )
    parser.add_argument("--parquet", type=Path, required=True, help="the table, to write")
    parser.add_argument("--csv", type=Path, required=True, help="the same, to write")
    args = parser.parse_args(argv)

    members: dict[str, list[tuple[str, int]]] = {}
    for name, experiment in args.experiments.items():
        for row, configuration in enumerate(configurations(experiment)):
            for settings in configuration.runs:
                members.setdefault(name_of(settings), []).append((name, row))
    records = []
    summaries = read_summaries(args.runs, members)
    for run, places in members.items():
        summary = summaries[run]
        records.append(
            {
                "run": run,
                "experiments": " ".join(name for name, _ in places),
                "rows": " ".join(str(row) for _, row in places),  # of the tables of these experiments
            }
            | summary["settings"]
            | {key: summary[key] for key in ("parameters", "outcome", "epochs_completed")}
            | {
                key: value
                for key, value in (summary["final"] or {}).items()
                if key not in summary["settings"]
            }
        )
    result = pd.DataFrame(records).drop(columns="epoch", errors="ignore")
    with atomic_writes(args.parquet, args.csv) as (parquet, csv):
        result.to_parquet(parquet, index=False)
        result.to_csv(csv, index=False, lineterminator="\n")


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
