"""Aggregate the runs of one experiment into its table and its curves.

The table has a row a configuration, with means over seeds. The best row has the highest mean
validation accuracy; test figures are reported beside it and never used to choose.
"""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from workflow.base.errors import user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.configuration.arguments import EXPERIMENT, json_of
from workflow.configuration.experiments import Experiment, configurations
from workflow.runs.names import name_of
from workflow.runs.records import read_finals, read_history
from workflow.tables.frames import MEASURED, to_markdown
from workflow.tables.statistics import distinguishable, interval

REFERENCES = Path(__file__).parents[1] / "reference"


def table(folder: Path, experiment: Experiment, reference: Path) -> pd.DataFrame:
    """The experiment's table; accuracies and intervals in per cent."""
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
    if reference.exists():
        source = pd.read_csv(reference, comment="#")
        settings = pd.DataFrame(asdict(row.runs[0]) for row in configurations(experiment))
        keys = [name for name in source.columns if name in settings.columns]
        found = settings[keys].merge(source, on=keys, how="left", validate="many_to_one")
        result["source_test_accuracy"] = found["source_test_accuracy"]
        result["difference"] = result["test_accuracy"] - result["source_test_accuracy"]
    # A configuration that does not always train is not a candidate.
    candidates = result["validation_accuracy"].where(result["diverged"] == 0)
    result["choice"] = ""
    if candidates.notna().any():
        best = int(candidates.idxmax())
        for row, runs in accuracies.items():
            if not distinguishable(runs["validation_accuracy"], accuracies[best]["validation_accuracy"]):
                result.loc[row, "choice"] = "not distinguishable"
        result.loc[best, "choice"] = "best"
        result.loc[result["diverged"] > 0, "choice"] = ""
    return result.round(dict.fromkeys(MEASURED, 4)).convert_dtypes()


def curves(folder: Path, experiment: Experiment) -> pd.DataFrame:
    """The history of every run: a row an epoch, with the row of its configuration in the table."""
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
        "name", help="the experiment; workflow/reference/NAME.csv, if any, has the source's figures"
    )
    parser.add_argument("experiment", type=json_of(EXPERIMENT), help="JSON object: defaults, seeds, grid")
    parser.add_argument("--csv", type=Path, required=True, help="the table, to write")
    parser.add_argument("--markdown", type=Path, required=True, help="the same for people, to write")
    parser.add_argument("--curves", type=Path, required=True, help="the history of every run, to write")
    args = parser.parse_args(argv)

    reference = REFERENCES / f"{args.name}.csv"
    result = table(args.runs, args.experiment, reference)
    with atomic_writes(args.csv, args.markdown, args.curves) as (csv, markdown, history):
        result.to_csv(csv, index=False, lineterminator="\n")
        markdown.write_text(to_markdown(result), encoding="utf-8")
        curves(args.runs, args.experiment).to_parquet(history, index=False)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
