"""The section of an experiment: what its template shows."""

from pathlib import Path
from typing import Any

import pandas as pd

from workflow.base.readers import read_json, read_table
from workflow.configuration.experiments import FIGURES_OF
from workflow.data.samples import PARTS
from workflow.report.catalogue import say
from workflow.report.sentences import search
from workflow.report.sentences.experiment import copied, course, ensemble, outcome, over_epochs
from workflow.report.sentences.reference import against_reference
from workflow.runs.columns import ACCURACIES
from workflow.search.explained import read_importance
from workflow.search.trials import read_trials
from workflow.tables.effects import finals
from workflow.tables.frames import BOUNDS, COPIES, MEASURED, cell, points, shown, varied_columns
from workflow.tables.reference import FIGURE, comparison, half_widths
from workflow.tables.verdicts import best_of
from workflow.tables.words import Text, name_of

MOST = 5  # sentences of an experiment


def section(name: str, settings: dict[str, Any], results: Path) -> dict[str, Any]:
    """The section of an experiment.

    Args:
        name: the experiment's.
        settings: its ``title``; its ``figure``, a key of ``FIGURES_OF``; and the ``margin`` that matters.
        results: the folder with its tables and figures.
    """
    tables, figure = results / "tables", settings["figure"]
    table = read_table(tables / f"{name}.csv", [*ACCURACIES, "verdict"])
    curves = read_table(tables / f"{name}-curves.parquet", ["row", "seed", "epoch"])
    variance = read_table(tables / f"{name}-variance.csv", ["source", "share"])
    context = {
        "name": name,
        "title": name_of("titles", settings["title"]),
        "sentences": sentences(
            figure, settings["margin"], table, curves, variance, explanation(name, figure, tables)
        )[:MOST],
        "margin": settings["margin"],
        "variance": variance,
        "best": best_of(table),
        "figure": figure,
        "figures": {kind: results / "figures" / f"{name}-{kind}.svg" for kind in FIGURES_OF[figure]},
        "table": table,
        "varied": varied_columns(table),
        "headings": [heading(column) for column in shown(table)],
        "rows": cells(table),
    }
    if FIGURE in table:
        context["reference"], context["reference_means"] = [say("findings.reference.none")], []
    if FIGURE in table and (found := comparison(table)):
        images = read_json(results / "data" / "manifest.json", PARTS)["test"]["samples"]
        ensembles = read_table(tables / f"{name}-ensembles.csv", ["test_error_runs"])
        beats, *said = against_reference(table, found, half_widths(found.rows, ensembles, images))
        context["beats"], context["reference"] = beats, [beats, *said]
        context["reference_means"] = [
            (name_of("hyper_parameters", varied), name_of("values", value), there, here)
            for varied, means in found.means.items()
            for value, (there, here) in means.iterrows()
        ]
    return context


def explanation(name: str, figure: str, tables: Path) -> list[Text]:
    """What a search tried, and what mattered, of an experiment that has a table of trials."""
    if "progress" not in FIGURES_OF[figure]:
        return []
    trials, importance = tables / f"{name}-trials.csv", tables / f"{name}-importance.csv"
    return [*search.tried(read_trials(trials)), *search.importance(read_importance(importance))]


def sentences(
    figure: str,
    margin: float,
    table: pd.DataFrame,
    curves: pd.DataFrame,
    variance: pd.DataFrame,
    explained: list[Text],
) -> list[Text]:
    """What is to be said of an experiment, the most important first."""
    best, *others = outcome(table, margin)
    if COPIES in table:
        return [best, copied(table), *others, *ensemble(table, margin)]
    said, runs = [best, *explained, *others], finals(table, curves)
    if figure == "curves":
        return [*said, *course(table, runs), *ensemble(table, margin), *over_epochs(table, curves)]
    if figure == "heat_map" and variance.empty:
        said += search.effects(table, runs)
    if figure == "heat_map" or len(variance):
        said += search.sources(variance)
    said += search.selection(table)
    said += search.replayed(table, curves) if "cost" in FIGURES_OF[figure] else []
    return [*said, *ensemble(table, margin)]


def heading(name: str) -> Text:
    """A column's name for people."""
    return name_of("columns" if name in MEASURED else "hyper_parameters", name)


def cells(table: pd.DataFrame) -> list[list[tuple[Any, Text | str]]]:
    """Each row of an experiment's table: the values to sort by, with their texts."""

    def text(name: str, row: dict[str, Any]) -> Text | str:
        if name == "verdict":
            return name_of("verdicts", row[name])
        if name == "below_best" and pd.notna(row[BOUNDS[0]]):
            ends = {end: points(row[bound]) for end, bound in zip(("low", "high"), BOUNDS, strict=True)}
            return say("page.interval", at=points(row[name]), **ends)
        return cell(name, row) if name in MEASURED else name_of("values", row[name])

    return [
        [("", "") if pd.isna(row[name]) else (row[name], text(name, row)) for name in shown(table)]
        for row in table.to_dict("records")
    ]
