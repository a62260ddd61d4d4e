"""Build the report: one HTML page that needs nothing else, every number of it read from the tables."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

import mlp
from workflow.base.errors import user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.base.readers import read_json, read_table
from workflow.configuration.arguments import SECTIONS, json_of
from workflow.configuration.experiments import FIGURES_OF
from workflow.data.samples import PARTS
from workflow.report import markup
from workflow.report.catalogue import joined, name_of, say
from workflow.report.cost import Cost, cost
from workflow.report.excerpts import EXCERPTS, excerpts
from workflow.report.sentences import model, search
from workflow.report.sentences.experiment import named, outcome, over_epochs
from workflow.report.sentences.reference import against_source
from workflow.report.sentences.summary import summary
from workflow.runs.columns import ACCURACIES, SUMMARY
from workflow.tables.confusion import by_class, read_confusion
from workflow.tables.effects import finals
from workflow.tables.frames import INTERVALS, MEASURED, for_people, varied_columns

TEMPLATES = Path(__file__).parent / "templates"


def experiment_context(name: str, title: str, form: str, results: Path) -> dict[str, Any]:
    table = read_table(results / "tables" / f"{name}.csv", ACCURACIES)
    curves = read_table(results / "tables" / f"{name}-curves.parquet", ["row", "seed", "epoch"])
    runs = finals(table, curves)
    seeds = int(table["seeds"].max())
    sentences = outcome(table)
    if form == "curves":
        sentences += over_epochs(table, curves)
    else:
        # A value that was drawn stands in one row, whose other values were drawn too.
        sentences += search.effects(table, runs) if form == "heat_map" else []
        sentences += search.selection(table)
        sentences += search.replayed(table, curves) if "cost" in FIGURES_OF[form] else []
    context = {
        "name": name,
        "title": name_of("titles", title),
        "form": form,
        "figures": {kind: results / "figures" / f"{name}-{kind}.svg" for kind in FIGURES_OF[form]},
        "table": table,
        "varied": varied_columns(table),
        "columns": [name for name in table.columns if name not in INTERVALS.values()],
        "cells": for_people(table),
        "sentences": sentences,
        "seeds": say("page.seeds_one") if seeds == 1 else say("page.seeds_many", n=seeds),
        "run_titles": {
            f"run-{run['row']:.0f}-{run['seed']:.0f}": say(
                "page.run_title",
                settings=named(table, run),
                seed=f"{run['seed']:.0f}",
                validation=f"{run['validation_accuracy']:.2f}",
                test=f"{run['test_accuracy']:.2f}",
            )
            for _, run in runs.iterrows()
        },
    }
    if "source_test_accuracy" in table:
        context["source_sentences"], context["source_effects"] = against_source(table)
    return context


def heading(name: str) -> Any:
    """A column's name for people."""
    return name_of("columns" if name in MEASURED else "settings", name)


def cell(name: str, text: str, value: Any) -> Any:
    """A cell of an experiment's table: words in each language, numbers as they are."""
    if not isinstance(value, str):
        return text
    return name_of("choices" if name == "choice" else "values", value)


def cost_context(runs: pd.DataFrame, manifest: dict[str, Any], inputs: int, classes: int) -> dict[str, Any]:
    """Multiply-adds by architecture, and their shares over the whole study."""
    samples = {part: entry["samples"] for part, entry in manifest.items()}
    evaluated = samples["validation"] + samples["test"]
    total, steps, rows = Cost(0, 0, 0, 0), 0, []
    for (layers, size), group in runs.groupby(["hidden_layers", "hidden_size"]):
        sizes = mlp.Settings(hidden_layers=int(layers), hidden_size=int(size)).layer_sizes(inputs, classes)
        epochs = int(group["epochs_completed"].sum())
        one, all_runs = cost(sizes, 1, 0, 1), cost(sizes, samples["train"], evaluated, epochs)
        total = Cost(*(a + b for a, b in zip(total, all_runs, strict=True)))
        rows.append((layers, size, len(group), group["parameters"].iloc[0], one.total, all_runs.total))
        batches = -(-samples["train"] // group["batch_size"])
        steps += int((group["epochs_completed"] * batches).sum())
    shares = {kind: f"{100 * part / max(total.total, 1):.1f}" for kind, part in total._asdict().items()}
    return {"rows": rows, "steps": f"{steps:,}", "total": f"{total.total:.2e}", "shares": shares}


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", type=Path, help="folder with data, tables, figures and best")
    parser.add_argument("experiments", type=json_of(SECTIONS), help="JSON object: name → title, figure")
    parser.add_argument("output", type=Path, help="the page, to write")
    args = parser.parse_args(argv)

    tables = args.results / "tables"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        name: getattr(markup, name)
        for name in ("math", "in_all_languages", "t", "picture", "interactive_svg", "in_attributes")
    }
    environment.globals |= {
        "say": say,
        "heading": heading,
        "cell": cell,
        "name_of": name_of,
        "joined": joined,
    }
    best = read_json(args.results / "best" / "run.json", SUMMARY)
    manifest = read_json(args.results / "data" / "manifest.json", PARTS)
    runs = read_table(tables / "runs.parquet", ["run"])
    confusion = read_confusion(tables / "confusion.csv")
    predictions = read_table(tables / "predictions.parquet", ["true", "predicted", "confidence"])
    experiments = [
        experiment_context(name, settings["title"], settings["figure"], args.results)
        for name, settings in args.experiments.items()
    ]
    # From its parameters back to the pixels of an image: D₀ D₁ of them are the first layer's weights.
    sizes = mlp.Settings(**best["settings"]).layer_sizes(0, len(confusion))
    inputs = (best["parameters"] - cost(sizes, 1, 0, 1).forward - sum(sizes[1:])) // sizes[1]
    page = environment.get_template("report.html.j2").render(
        figures=args.results / "figures",
        best=best,
        manifest=manifest,
        runs=runs,
        confusion=confusion,
        classes=by_class(confusion),
        mistakes=model.confusions(confusion) + model.confidence(predictions),
        experiments=experiments,
        summary=summary(best, runs, experiments),
        cost=cost_context(runs, manifest, inputs, len(confusion)),
        excerpts=excerpts(),
        places={name: f"{file}: {function}" for name, (file, function, _) in EXCERPTS.items()},
    )
    with atomic_writes(args.output) as (output,):
        output.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
