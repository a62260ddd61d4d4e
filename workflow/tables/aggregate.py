"""Aggregate the runs of one experiment into its table and its curves.

The table has one row per configuration, with means over seeds. The best row has the highest mean
validation accuracy; test figures are reported beside it and never used to choose.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from workflow.base.errors import user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.base.readers import read_json
from workflow.configuration.arguments import EXPERIMENT, json_of
from workflow.configuration.experiments import Experiment, configurations
from workflow.data.samples import PARTS
from workflow.runs.names import name_of
from workflow.runs.records import read_finals, read_history
from workflow.tables.frames import MEASURED, TIED, to_markdown
from workflow.tables.reference import beside, reference
from workflow.tables.statistics import distinguishable, interval


def table(folder: Path, experiment: Experiment, figures: pd.DataFrame | None = None) -> pd.DataFrame:
    """The experiment's table; accuracies and intervals in per cent.

    Args:
        folder: the runs.
        experiment: defaults, seeds and grid.
        figures: those of the reference report, to put beside ours.
    """
    finals = read_finals(folder, experiment)
    accuracies = dict(list(finals.groupby("row")))
    rows = []
    for row, configuration in enumerate(configurations(experiment)):
        validation, test = (accuracies[row][name] * 100 for name in ("validation_accuracy", "test_accuracy"))
        rows.append(
            configuration.varied
            | {
                "validation_accuracy": validation.mean(),
                "validation_interval": interval(validation),
                "test_accuracy": test.mean(),
                "test_interval": interval(test),
                "seeds": len(validation),
                "diverged": int((accuracies[row]["outcome"] == "diverged").sum()),
            }
        )
    result = pd.DataFrame(rows)
    if figures is not None:
        result = beside(result, experiment, figures)
    # A configuration that does not always train is not a candidate.
    candidates = result["validation_accuracy"].where(result["diverged"] == 0)
    result["choice"] = ""
    if candidates.notna().any():
        best = int(candidates.idxmax())
        for row, runs in accuracies.items():
            if not distinguishable(runs["validation_accuracy"], accuracies[best]["validation_accuracy"]):
                result.loc[row, "choice"] = TIED
        result.loc[best, "choice"] = "best"
        result.loc[result["diverged"] > 0, "choice"] = ""
    return result.round(dict.fromkeys(MEASURED, 4)).convert_dtypes()


def curves(folder: Path, experiment: Experiment) -> pd.DataFrame:
    """The history of every run: one row per epoch, with the row of its configuration in the table."""
    return pd.concat(
        [
            read_history(folder, name_of(settings)).assign(row=row, seed=settings.seed)
            for row, configuration in enumerate(configurations(experiment))
            for settings in configuration.runs
        ],
        ignore_index=True,
    )


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", type=Path, help="folder of the runs")
    parser.add_argument(
        "name", help="the experiment; workflow/reference/NAME.csv may hold the reference report's figures"
    )
    parser.add_argument("experiment", type=json_of(EXPERIMENT), help="JSON object: defaults, seeds, grid")
    parser.add_argument("manifest", type=Path, help="the data's manifest, which has the files they come from")
    parser.add_argument("--csv", type=Path, required=True, help="the table, to write")
    parser.add_argument("--markdown", type=Path, required=True, help="the same for people, to write")
    parser.add_argument("--curves", type=Path, required=True, help="the history of every run, to write")
    args = parser.parse_args(argv)

    parts = read_json(args.manifest, PARTS).values()
    data = [digest for part in parts for digest in part["sources"].values()]
    result = table(args.runs, args.experiment, reference(args.name, data))
    with atomic_writes(args.csv, args.markdown, args.curves) as (csv, markdown, history):
        result.to_csv(csv, index=False, lineterminator="\n")
        markdown.write_text(to_markdown(result), encoding="utf-8")
        curves(args.runs, args.experiment).to_parquet(history, index=False)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
