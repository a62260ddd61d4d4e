"""The section of an experiment: what its template shows."""

from pathlib import Path
from typing import Any

import pandas as pd

from workflow.base.readers import read_table
from workflow.configuration.experiments import FIGURES_OF
from workflow.report.catalogue import Text, name_of, say
from workflow.report.sentences import search
from workflow.report.sentences.experiment import outcome, over_epochs
from workflow.report.sentences.phrases import named
from workflow.report.sentences.reference import against_reference
from workflow.runs.columns import ACCURACIES
from workflow.tables.effects import finals
from workflow.tables.frames import INTERVALS, MEASURED, for_people, varied_columns
from workflow.tables.reference import FIGURE, comparison


def section(name: str, title: str, figure: str, results: Path) -> dict[str, Any]:
    """The section of an experiment.

    Args:
        name: the experiment's.
        title: its heading.
        figure: the kind of its figures, a key of ``FIGURES_OF``.
        results: the folder with its tables and figures.
    """
    table = read_table(results / "tables" / f"{name}.csv", ACCURACIES)
    curves = read_table(results / "tables" / f"{name}-curves.parquet", ["row", "seed", "epoch"])
    runs = finals(table, curves)
    sentences = outcome(table)
    if figure == "curves":
        sentences += over_epochs(table, curves)
    else:
        # A value that was drawn is in one row, whose other values were drawn too: it has no mean of its own.
        sentences += search.effects(table, runs) if figure == "heat_map" else []
        sentences += search.selection(table)
        sentences += search.replayed(table, curves) if "cost" in FIGURES_OF[figure] else []
    context = {
        "name": name,
        "title": name_of("titles", title),
        "sentences": sentences,
        "figure": figure,
        "figures": {kind: results / "figures" / f"{name}-{kind}.svg" for kind in FIGURES_OF[figure]},
        "seeds": int(table["seeds"].max()),
        "table": table,
        "varied": varied_columns(table),
        "headings": [heading(column) for column in table.columns if column not in INTERVALS.values()],
        "rows": cells(table),
        "run_titles": {
            f"run-{run['row']:.0f}-{run['seed']:.0f}": say(
                "page.run_title",
                name=named(table, run),
                seed=f"{run['seed']:.0f}",
                validation=f"{run['validation_accuracy']:.2f}",
                test=f"{run['test_accuracy']:.2f}",
            )
            for _, run in runs.iterrows()
        },
    }
    if FIGURE in table:
        found = comparison(table)
        context["reference"] = against_reference(table)
        context["reference_means"] = [
            (name_of("hyper_parameters", varied), name_of("values", value), there, here)
            for varied, means in (found.means.items() if found else ())
            for value, (there, here) in means.iterrows()
        ]
    return context


def heading(name: str) -> Text:
    """A column's name for people."""
    return name_of("columns" if name in MEASURED else "hyper_parameters", name)


def cells(table: pd.DataFrame) -> list[list[tuple[Any, Text | str]]]:
    """Each row of an experiment's table: the values to sort by, with their texts."""
    texts = for_people(table)
    columns = []
    for shown, name in zip(texts, (name for name in table if name not in INTERVALS.values()), strict=True):
        kind = "choices" if name == "choice" else None if name in MEASURED else "values"
        columns.append(
            [
                ("", "") if pd.isna(value) else (value, name_of(kind, value) if kind else text)
                for value, text in zip(table[name], texts[shown], strict=True)
            ]
        )
    return [list(row) for row in zip(*columns, strict=True)]
