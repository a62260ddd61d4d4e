"""Write what the champion's experiments measured into docs/findings/champion.md.

`make champion` calls this when the experiments are made: in results/; with 59,500 training images in
refit/results/; on MNIST in mnist/results/.
"""

import math
from pathlib import Path

import pandas as pd

from benchmarks.pages import write_measured
from benchmarks.timing import machine
from workflow.base.readers import read_table
from workflow.data.samples import read_samples
from workflow.runs.ensembles import load
from workflow.tables.frames import for_people, frame_to_markdown, in_words, telling, varied_columns
from workflow.tables.score import scores

PAGE = Path("docs/findings/champion.md")
HERE, REFIT, MNIST = Path("results"), Path("refit/results"), Path("mnist/results")
DECISIVE = ["validation accuracy, %", "test accuracy, %", "below the best, points", "verdict"]


def champion(results: Path) -> str:
    """The accuracies of the champion, and how long its networks were trained."""
    parts = {part: read_samples(results / "data" / f"{part}.parquet") for part in ("test", "validation")}
    ensemble = load(results / "ensembles" / "champion.safetensors", parts["test"])
    table = pd.concat({part: scores(ensemble, samples) for part, samples in parts.items()}, names=["images"])
    times = [
        pd.read_csv(results / "benchmarks" / "train" / f"{run}.tsv", sep="\t")["s"].iloc[0]
        for run in ensemble.members
    ]
    return (
        f"{frame_to_markdown(table.reset_index('images'))}\n"
        f"Each of the {len(times)} was trained in at most {math.ceil(max(times) / 60)} minutes of a core.\n"
    )


def table_of(experiment: str) -> pd.DataFrame:
    return read_table(HERE / "tables" / f"{experiment}.csv", ["validation_accuracy", "verdict"])


def compared(experiment: str) -> str:
    """Each row with all hyper-parameters that vary, and what decides."""
    table = table_of(experiment)
    varied = [in_words(name) for name in varied_columns(table)]
    return frame_to_markdown(for_people(table)[[*varied, *DECISIVE]])


def changed(experiment: str) -> str:
    """Each row with what it changes in the baseline, and what decides."""
    table = table_of(experiment)
    changes = [
        ", ".join(f"{in_words(name)}: {in_words(value)}" for name, value in telling(table, row).items())
        for _, row in table.iterrows()
    ]
    words = for_people(table).assign(changed=[each or "nothing" for each in changes])
    return frame_to_markdown(words[["changed", *DECISIVE]])


def main() -> None:
    here = machine(["numpy"])
    sections = {
        "Accuracies": champion(REFIT),
        "With 55,000 training images": champion(HERE),
        "Candidates": compared("candidates"),
        "Finalists": compared("finalists"),
        "Ingredients": changed("ingredients"),
        "MNIST": champion(MNIST),
    }
    measured = "\n".join(f"## {title}\n\n{section}" for title, section in sections.items())
    write_measured(PAGE, f"Measured on one core of an {here['machine']}; {here['software']}.\n\n{measured}")


if __name__ == "__main__":
    main()
