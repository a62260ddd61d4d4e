"""Build the report: one HTML page that needs nothing else, every number of it read from the tables."""

import argparse
import base64
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
from latex2mathml.converter import convert
from markupsafe import Markup

from workflow.lib.arguments import SECTIONS, json_of
from workflow.lib.experiments import FIGURES_OF
from workflow.lib.files import whole_files
from workflow.lib.findings import against_source, outcome
from workflow.lib.program import mistakes_in_one_line
from workflow.lib.runs import SUMMARY, read_json
from workflow.lib.tables import ACCURACIES, for_people, read_confusion, read_table

PARTS = ("train", "validation", "test")
TEMPLATES = Path(__file__).parents[1] / "report"


def figure(path: Path, alt: str) -> Markup:
    """An SVG as an image of its own, so that the ids of two figures cannot meet in one page."""
    data = base64.b64encode(path.read_bytes()).decode("ascii")
    return Markup('<img src="data:image/svg+xml;base64,{}" alt="{}">').format(data, alt)


def math(latex: str, display: str = "block") -> Markup:
    return Markup(convert(latex, display=display))


def html_table(frame: pd.DataFrame, highlight: str = "") -> Markup:
    """A table of texts; rows whose last cell is ``highlight`` stand out."""
    head = Markup("").join(Markup("<th scope=col>{}</th>").format(name) for name in frame.columns)
    body = Markup("\n").join(
        Markup("<tr{}>{}</tr>").format(
            Markup(" class=best") if highlight and cells[-1] == highlight else "",
            Markup("").join(Markup("<td>{}</td>").format(cell) for cell in cells),
        )
        for cells in frame.itertuples(index=False)
    )
    return Markup("<table><thead><tr>{}</tr></thead><tbody>\n{}\n</tbody></table>").format(head, body)


def experiment_context(name: str, title: str, form: str, results: Path) -> dict[str, Any]:
    table = read_table(results / "tables" / f"{name}.csv", ACCURACIES)
    context = {
        "name": name,
        "title": title,
        "form": form,
        "figures": [results / "figures" / f"{name}-{figure}.svg" for figure in FIGURES_OF[form]],
        "table": html_table(for_people(table), highlight="best"),
        "sentences": outcome(table),
        "seeds": int(table["seeds"].max()),
    }
    if "source_test_accuracy" in table:
        sentences, effects = against_source(table)
        context |= {
            "source_sentences": sentences,
            "source_effects": html_table(pd.DataFrame(effects)) if effects else None,
        }
    return context


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", type=Path, help="folder with data, tables, figures and best")
    parser.add_argument("experiments", type=json_of(SECTIONS), help="JSON object: name → title, figure")
    parser.add_argument("output", type=Path, help="the page, to write")
    args = parser.parse_args()

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"figure": figure, "math": math}
    page = environment.get_template("report.html.j2").render(
        figures=args.results / "figures",
        best=read_json(args.results / "best" / "run.json", SUMMARY),
        manifest=read_json(args.results / "data" / "manifest.json", PARTS),
        runs=read_table(args.results / "tables" / "runs.parquet", ["run"]),
        confusion=read_confusion(args.results / "tables" / "confusion.csv"),
        experiments=[
            experiment_context(name, settings["title"], settings["figure"], args.results)
            for name, settings in args.experiments.items()
        ],
    )
    with whole_files(args.output) as (output,):
        output.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    with mistakes_in_one_line():
        main()
