"""Score an ensemble on labelled images: each of its networks by itself, and all together.

Each accuracy has two 95 % intervals: over seeds, on these images, and over images, of which others could
have been drawn.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import stdtrit
from threadpoolctl import threadpool_limits

from workflow.base.errors import user_errors_as_one_line
from workflow.data.samples import Samples, read_samples
from workflow.runs.ensembles import Ensemble, load
from workflow.tables.chance import crossed
from workflow.tables.frames import frame_to_markdown
from workflow.tables.statistics import CONFIDENCE


def scores(ensemble: Ensemble, samples: Samples) -> pd.DataFrame:
    """One row per way to classify, in words: its accuracy, and half the widths of the intervals."""
    rows = []
    for shift in sorted({0, ensemble.shift}):
        each = np.stack(
            [
                ensemble._replace(members=[member], shift=shift).predict_proba(samples.pixels)
                for member in ensemble.members
            ]
        )
        for name, probabilities in (("one network", each), ("all together", each.mean(axis=0)[None])):
            correct = probabilities.argmax(axis=2) == samples.labels
            chance = crossed(correct)
            seeds = chance.runs * stdtrit(max(chance.n - 1, 1), (1 + CONFIDENCE) / 2)
            images = chance.images * stdtrit(len(samples.labels) - 1, (1 + CONFIDENCE) / 2)
            rows.append(
                {
                    "networks": name,
                    "copies": (2 * shift + 1) ** 2,
                    "accuracy, %": f"{100 * correct.mean():.2f}",
                    "± seeds": "" if np.isnan(seeds) else f"{100 * seeds:.2f}",
                    "± images": f"{100 * images:.2f}",
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
