"""Build a page of the report: self-contained HTML, with every number read from the tables."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workflow.base.errors import user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.base.readers import read_json, read_table
from workflow.configuration.arguments import DATA, SECTIONS, json_of
from workflow.data.samples import PARTS
from workflow.report.embedded import BOUND, MOST_PARAMETERS, embedded
from workflow.report.excerpts import PLACES, excerpts
from workflow.report.markup import environment
from workflow.report.sections import section
from workflow.report.sentences import model
from workflow.report.sentences.data import images, title
from workflow.report.sentences.summary import Found, summary
from workflow.report.worked import worked
from workflow.runs.columns import SUMMARY
from workflow.tables.confusion import by_class, read_confusion
from workflow.tables.cost import study_cost
from workflow.tables.headline import headline
from workflow.tables.words import LANGUAGES


def study(results: Path, sections: list[dict[str, Any]]) -> dict[str, Any]:
    """What the page of the study shows beyond its experiments."""
    tables = results / "tables"
    best = read_json(results / "best" / "run.json", SUMMARY)
    manifest = read_json(results / "data" / "manifest.json", PARTS)
    runs = read_table(tables / "runs.parquet", ["run"])
    confusion = read_confusion(tables / "confusion.csv")
    predictions = read_table(tables / "predictions.parquet", ["true", "predicted", "confidence"])
    samples = {part: entry["samples"] for part, entry in manifest.items()}
    texts = {"keep_default_na": False}  # no name of a class is a missing value, whatever it looks like
    never = read_table(tables / "never_right.csv", ["label", "predicted"], **texts)
    agreement = read_table(tables / "agreement.csv", ["class", "images"], **texts)
    found = {
        each["name"]: Found(*(each[key] for key in ("title", "table", "margin", "variance")))
        for each in sections
    }
    return {
        "figures": results / "figures",
        "best": best,
        "manifest": manifest,
        "runs": runs,
        "classes": by_class(confusion),
        "mistakes": model.confusions(confusion) + model.confidence(predictions),
        "trained": embedded(results, predictions, list(confusion.index)),
        "most_parameters": MOST_PARAMETERS,
        "bound": BOUND,
        "together": model.together(never, agreement),
        "agreement": agreement,
        "summary": summary(headline(best, runs, {name: each.table for name, each in found.items()}), found),
        "beats": [each["beats"] for each in sections if "beats" in each],
        "cost": study_cost(runs, samples, best["inputs"], len(confusion)),
        "worked": worked(any("reference" in each for each in sections)),
        "excerpts": excerpts(),
        "places": PLACES,
    }


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", choices=("study", "experiment"), help="the whole study, or experiments alone")
    parser.add_argument("results", type=Path, help="folder with data, tables, figures and best")
    parser.add_argument("experiments", type=json_of(SECTIONS), help="JSON object: by name, what is shown")
    parser.add_argument("data", type=json_of(DATA), help="JSON object: name and noun of the data, if any")
    parser.add_argument("output", type=Path, help="the page, to write")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="in which the page opens")
    args = parser.parse_args(argv)

    sections = [section(name, settings, args.results) for name, settings in args.experiments.items()]
    page = (
        environment()
        .get_template(f"{args.page}.html.j2")
        .render(
            language=LANGUAGES[args.language],
            title=title(args.data),
            images=images(args.data),
            sections=sections,
            **(study(args.results, sections) if args.page == "study" else {}),
        )
    )
    with atomic_writes(args.output) as (output,):
        output.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
