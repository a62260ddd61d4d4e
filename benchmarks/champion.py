"""Time an epoch of the champion's training by this library and by PyTorch, and write it in docs/costs/speed.md.

As in benchmarks.speed; but what is dropped and how images move is drawn by each trainer for itself.
"""

import argparse
import os
import re
from dataclasses import replace

import yaml

from benchmarks.speed import DOCS, Worker, in_words, machine, measure, ratios
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
    times = measure(settings, 54_784, workers, args.turns, AGREEMENT)
    table = frame_to_markdown(in_words(ratios(times), list(NAMES[1:])))
    print(table)
    page = (DOCS / "speed.md").read_text(encoding="utf-8")
    text = f"\n{machine()}.\n\n{table}"
    page = re.sub(r"(?s)(?<=<!-- champion -->\n).*?(?=\n## )", lambda _: text, page)
    (DOCS / "speed.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
