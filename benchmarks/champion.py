"""Time an epoch of the champion's training by this library and by PyTorch: docs/costs/speed.md.

As in benchmarks.speed, but each trainer draws for itself which units are dropped and how images move.
"""

import argparse
import os
from dataclasses import replace

import yaml

from benchmarks.speed import CHAMPION, in_words, record
from benchmarks.timing import Worker, measure, ratios
from workflow.configuration.experiments import configurations, experiments_of
from workflow.tables.frames import frame_to_markdown

NAMES = ("ours", "bound", "torch", "torch_compile")
# From one seed to another the loss of the epoch differs by up to 5 %, in ours as in PyTorch's.
AGREEMENT = 0.1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=5, help="epochs of each trainer")
    args = parser.parse_args()

    with open("config.yaml", encoding="utf-8") as file:
        champion = experiments_of(yaml.safe_load(file))["champion"]
    settings = replace(configurations(champion)[0].runs[0], epochs=1, schedule="constant")
    core = max(os.sched_getaffinity(0))
    workers = {name: Worker(name, core) for name in NAMES}
    summary = ratios(measure(settings, 54_784, workers, args.turns, AGREEMENT))
    print(frame_to_markdown(in_words(summary)))
    record(summary, CHAMPION)


if __name__ == "__main__":
    main()
