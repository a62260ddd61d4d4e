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
from workflow.tables.frames import for_people, frame_to_markdown, in_words, varied_columns
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


def decided(experiment: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """An experiment's table: the hyper-parameters that vary, and what decides, both in words."""
    table = read_table(HERE / "tables" / f"{experiment}.csv", ["validation_accuracy", "verdict"])
    words = for_people(table)
    return words[[in_words(name) for name in varied_columns(table)]], words[DECISIVE]


def compared(experiment: str) -> str:
    """Each row with all hyper-parameters that vary."""
    return frame_to_markdown(pd.concat(decided(experiment), axis=1))


def changed(experiment: str) -> str:
    """Each row with the hyper-parameters in which it differs from the first row."""
    varied, decisive = decided(experiment)
    changes = [
        ", ".join(f"{name}: {value}" for name, value in row.items() if value != varied[name].iloc[0])
        or "nothing"
        for row in varied.to_dict("records")
    ]
    return frame_to_markdown(decisive.assign(changed=changes)[["changed", *DECISIVE]])


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
