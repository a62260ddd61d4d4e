"""Write what the champion's experiments measured into docs/findings/champion.md.

`make champion` calls this when the experiments are made: in results/, and on MNIST in mnist/results/.
"""

import json
import math
from pathlib import Path

import pandas as pd
from safetensors import safe_open

from benchmarks.pages import write_measured
from benchmarks.timing import machine
from workflow.base.readers import read_table
from workflow.data.samples import read_samples
from workflow.runs.ensembles import load
from workflow.tables.frames import for_people, frame_to_markdown, in_words, varied_columns
from workflow.tables.score import scores

PAGE = Path("docs/findings/champion.md")
HERE, MNIST = Path("results"), Path("mnist/results")
ENSEMBLE = "ensembles/champion.safetensors"
DECISIVE = ["validation accuracy, %", "test accuracy, %", "below the best, points", "verdict"]


def scored(results: Path) -> str:
    """The accuracies of the champion on test and validation images."""
    tables = []
    for part in ("test", "validation"):
        samples = read_samples(results / "data" / f"{part}.parquet")
        table = scores(load(results / ENSEMBLE, samples), samples)
        tables.append(pd.concat([pd.Series(part, table.index, name="images"), table], axis=1))
    return frame_to_markdown(pd.concat(tables))


def time_of_members(results: Path) -> str:
    """How long the champion's networks were trained, one core each."""
    with safe_open(results / ENSEMBLE, "numpy") as file:
        runs = json.loads(file.metadata()["runs"])
    folder = results / "benchmarks" / "train"
    seconds = max(pd.read_csv(folder / f"{run}.tsv", sep="\t")["s"].iloc[0] for run in runs)
    return f"Each of the {len(runs)} was trained in at most {math.ceil(seconds / 60)} minutes of a core."


def compared(experiment: str) -> str:
    """The rows of an experiment: in what they differ, and what decides."""
    table = read_table(HERE / "tables" / f"{experiment}.csv", ["validation_accuracy", "verdict"])
    differ = [in_words(name) for name in varied_columns(table)]
    return frame_to_markdown(for_people(table)[[*differ, *DECISIVE]])


def left_out(experiment: str) -> str:
    """The same, with the hyper-parameters in which a row is not like the first in one cell."""
    table = read_table(HERE / "tables" / f"{experiment}.csv", ["validation_accuracy", "verdict"])
    changes = [
        ", ".join(
            f"{in_words(name)}: {in_words(row[name])}"
            for name in varied_columns(table)
            if in_words(row[name]) != in_words(table[name].iloc[0])
        )
        or "nothing"
        for row in table.to_dict("records")
    ]
    words = for_people(table)[DECISIVE]
    return frame_to_markdown(pd.concat([pd.Series(changes, words.index, name="changed"), words], axis=1))


def main() -> None:
    here = machine(["numpy"])
    sections = {
        "Accuracies": f"{scored(HERE)}\n{time_of_members(HERE)}\n",
        "Candidates": compared("candidates"),
        "Finalists": compared("finalists"),
        "Ingredients": left_out("ingredients"),
        "MNIST": f"{scored(MNIST)}\n{time_of_members(MNIST)}\n",
    }
    measured = "\n".join(f"## {title}\n\n{section}" for title, section in sections.items())
    write_measured(PAGE, f"Measured on one core of an {here['machine']}; {here['software']}.\n\n{measured}")


if __name__ == "__main__":
    main()
