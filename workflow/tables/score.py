"""Score an ensemble on labelled images: each of its networks by itself, and all together.

Each accuracy has two 95 % intervals: over seeds, on these images, and over images, of which others could
have been drawn.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from workflow.base.errors import user_errors_as_one_line
from workflow.data.samples import Samples, read_samples
from workflow.runs.ensembles import Ensemble, load
from workflow.tables.frames import frame_to_markdown
from workflow.tables.statistics import interval


def scores(ensemble: Ensemble, samples: Samples) -> pd.DataFrame:
    """One row per way to classify, in words: its accuracy, and half the widths of the intervals."""
    rows = []
    for shift in sorted({0, ensemble.shift}):
        alone = [
            ensemble._replace(members={name: member}, shift=shift).predict_proba(samples.pixels)
            for name, member in ensemble.members.items()
        ]
        for name, each in (("one network", alone), ("all together", [np.mean(alone, axis=0)])):
            correct = 100.0 * (np.argmax(each, axis=2) == samples.labels)  # (networks, images)
            seeds, images = (interval(pd.Series(correct.mean(axis=axis))) for axis in (1, 0))
            rows.append(
                {
                    "networks": name,
                    "copies": (2 * shift + 1) ** 2,
                    "accuracy, %": f"{correct.mean():.2f}",
                    "± seeds": "" if np.isnan(seeds) else f"{seeds:.2f}",
                    "± images": f"{images:.2f}",
                }
            )
    return pd.DataFrame(rows)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ensemble", type=Path, help="a file of results/ensembles/")
    parser.add_argument("samples", type=Path, help="labelled images, such as results/data/test.parquet")
    args = parser.parse_args(argv)

    samples = read_samples(args.samples)
    ensemble = load(args.ensemble, samples)
    print(f"{len(ensemble.members)} networks, {len(samples.labels):,} images\n")
    print(frame_to_markdown(scores(ensemble, samples)))


if __name__ == "__main__":
    # One thread, as in training: the same products give the same bytes on any number of cores.
    with user_errors_as_one_line(), threadpool_limits(1):
        main()
