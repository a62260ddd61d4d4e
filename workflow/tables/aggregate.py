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
from workflow.base.readers import read_json, read_table
from workflow.configuration.arguments import EXPERIMENT, json_of
from workflow.configuration.experiments import Experiment, configurations, values_of
from workflow.data.samples import PARTS
from workflow.runs.columns import ACCURACIES
from workflow.runs.names import name_of
from workflow.runs.records import read_finals, read_history, read_summary
from workflow.tables.cost import cost
from workflow.tables.frames import BOUNDS, COPIES, HEADINGS, INTERVALS, to_markdown
from workflow.tables.judgement import COLUMNS, once
from workflow.tables.reference import beside, reference
from workflow.tables.variance import SOURCES, decomposition

ENSEMBLES = [f"{part}_{kind}" for kind in ("interval", "ensemble") for part in ("validation", "test")]
DECIDED = [*COLUMNS, "decided_after"]
ROUNDED = dict.fromkeys([*HEADINGS, *INTERVALS.values(), *BOUNDS, "validation_ensemble", "difference"], 4)


def table(
    experiment: Experiment,
    finals: pd.DataFrame,
    ensembles: pd.DataFrame,
    margin: float,
    decided: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The experiment's table, but for what it costs; accuracies, intervals and distances in per cent.

    Args:
        experiment: defaults, seeds and grid.
        finals: one row per run.
        ensembles: intervals of each configuration, and the accuracies of its runs together.
        margin: the difference that matters, in points.
        decided: the verdicts, where there were several looks at the runs; otherwise there is this one.
    """
    runs = list(finals.groupby("row"))
    means = 100 * finals.groupby("row")[ACCURACIES].mean()
    result = pd.DataFrame([configuration.varied for configuration in configurations(experiment)])
    for part in ("validation", "test"):
        result[f"{part}_accuracy"] = means[f"{part}_accuracy"]
        result[f"{part}_interval"] = ensembles[f"{part}_interval"]
    for part in ("validation", "test"):
        result[f"{part}_ensemble"] = ensembles[f"{part}_ensemble"]
    result["seeds"] = [len(each) for _, each in runs]
    result["diverged"] = [int((each["outcome"] == "diverged").sum()) for _, each in runs]
    if decided is None:
        accuracies = [100 * each["validation_accuracy"].to_numpy() for _, each in runs]
        decided = once(accuracies, margin)
    return result.join(decided)


def multiply_adds(folder: Path, experiment: Experiment, samples: dict[str, int], classes: int) -> list[int]:
    """Of one run of each configuration, trained to its end."""
    evaluated = samples["validation"] + samples["test"]
    costs = []
    for configuration in configurations(experiment):
        run = configuration.runs[0]
        sizes = run.layer_sizes(read_summary(folder, name_of(run))["inputs"], classes)
        costs.append(cost(sizes, samples["train"], evaluated, run.epochs).total)
    return costs


def variance(experiment: Experiment, finals: pd.DataFrame) -> pd.DataFrame:
    """Where the differences in validation accuracy come from; empty where that cannot be said.

    It takes a full grid of at least two hyper-parameters that vary, of which every run completed, with the
    same number of seeds, at least two.
    """
    grid, *others = values_of(experiment["grid"])
    varied = {name: len(values) for name, values in grid.items() if len(values) > 1}
    seeds = finals.groupby("row").size()
    if (
        others
        or "rows" in experiment
        or len(varied) < 2
        or seeds.nunique() > 1
        or seeds.min() < 2
        or finals["validation_accuracy"].isna().any()
    ):
        return pd.DataFrame(columns=SOURCES)
    values = 100 * finals["validation_accuracy"].to_numpy().reshape(*varied.values(), -1)
    return decomposition(values, list(varied)).round(4)


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
    parser.add_argument("manifest", type=Path, help="the data's manifest: its files, and how many samples")
    parser.add_argument("--classes", type=int, required=True, help="number of classes")
    parser.add_argument("--margin", type=float, required=True, help="the difference that matters, in points")
    parser.add_argument("--ensembles", type=Path, required=True, help="the table that evaluate wrote")
    parser.add_argument("--images", type=Path, required=True, help="the other that evaluate wrote")
    parser.add_argument("--shift", type=int, default=0, help="by which its copies of images were moved")
    parser.add_argument("--decided", type=Path, help="the last that decide wrote, where seeds go by need")
    parser.add_argument("--csv", type=Path, required=True, help="the table, to write")
    parser.add_argument("--markdown", type=Path, required=True, help="the same for people, to write")
    parser.add_argument("--variance", type=Path, required=True, help="sources of the differences, to write")
    parser.add_argument("--curves", type=Path, required=True, help="the history of every run, to write")
    args = parser.parse_args(argv)

    manifest = read_json(args.manifest, PARTS)
    images = read_table(args.images, ["part", "label"]) if args.shift else None
    finals = read_finals(args.runs, args.experiment, images)
    ensembles = read_table(args.ensembles, ENSEMBLES)
    decided = read_table(args.decided, DECIDED)[DECIDED] if args.decided else None
    result = table(args.experiment, finals, ensembles, args.margin, decided)
    samples = {part: manifest[part]["samples"] for part in PARTS}
    costs = multiply_adds(args.runs, args.experiment, samples, args.classes)
    result.insert(result.columns.get_loc("diverged") + 1, "multiply_adds", costs)
    if args.shift:
        result.insert(result.columns.get_loc("seeds"), COPIES, (2 * args.shift + 1) ** 2)
    data = [digest for part in PARTS for digest in manifest[part]["sources"].values()]
    figures = reference(args.name, data)
    if figures is not None:
        result = beside(result, args.experiment, figures)
    result = result.round(ROUNDED).convert_dtypes()
    written = (args.csv, args.markdown, args.variance, args.curves)
    with atomic_writes(*written) as (csv, markdown, sources, history):
        result.to_csv(csv, index=False, lineterminator="\n")
        markdown.write_text(to_markdown(result), encoding="utf-8")
        variance(args.experiment, finals).to_csv(sources, index=False, lineterminator="\n")
        curves(args.runs, args.experiment).to_parquet(history, index=False)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
