"""List every configuration that a search tried: when it was proposed, what it reached, when it was dropped.

The table has one row per configuration, with the multiply-adds of one epoch of one of its runs.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from workflow.base.errors import user_errors_as_one_line
from workflow.base.readers import read_json
from workflow.configuration.arguments import TRIED, json_of
from workflow.data.samples import PARTS
from workflow.runs.names import name_of
from workflow.search.outcomes import tabulated, trials_of, write_table
from workflow.search.trials import GENERATION, MULTIPLY_ADDS, SEEDS
from workflow.tables.cost import cost


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rungs", type=Path, help="folder of what the runs had at each rung")
    parser.add_argument("runs", type=Path, help="folder of the runs that are finished")
    parser.add_argument("tried", type=json_of(TRIED), help="JSON object: experiment, halving, parts")
    parser.add_argument("manifest", type=Path, help="manifest.json of the data")
    parser.add_argument("classes", type=int, help="number of classes")
    parser.add_argument("output", type=Path, help="the table, in CSV, to write")
    args = parser.parse_args(argv)

    trials = trials_of(args.tried, args.rungs, args.runs)
    manifest = read_json(args.manifest, PARTS)
    samples = {part: manifest[part]["samples"] for part in PARTS}
    last = next(trial.configuration.runs[0] for trial in trials if trial.dropped_after is None)
    inputs = read_json(args.runs / name_of(last) / "run.json", ["inputs"])["inputs"]
    table = tabulated(trials)
    generations = {row: part["generation"] for part in args.tried["parts"] for row in part["rows"]}
    table.insert(0, GENERATION, [generations[row] for row in table.index])
    table[SEEDS] = [len(trial.configuration.runs) for trial in trials]
    sizes = [trial.configuration.runs[0].layer_sizes(inputs, args.classes) for trial in trials]
    evaluated = samples["validation"] + samples["test"]
    table[MULTIPLY_ADDS] = [cost(widths, samples["train"], evaluated, 1).total for widths in sizes]
    write_table(table, args.output)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
