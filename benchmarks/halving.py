"""What successive halving finds of spaces that were trained in full, by what it compares at a rung.

Replayed from the curves of their runs, so `snakemake --cores 8 search search_l2 search_dropout` comes first.
Writes the measured part of docs/findings/search.md.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.pages import write_measured
from workflow.search.strategies import Search, halving, searches
from workflow.tables.frames import frame_to_markdown

TABLES, DOCS = Path("results/tables"), Path("docs/findings")
LATE = {"search": None, "search_l2": "l2", "search_dropout": "dropout"}  # what pays off late in each space
RUNGS = [(2, 6), (2, 5), (1, 4), (1, 3)]


def together(several: list[Search]) -> Search:
    """All seeds of a configuration as one run, with the means of their accuracies and epochs."""
    accuracies: Any = sum(each.accuracies for each in several)
    epochs: Any = sum(each.epochs for each in several)
    return Search(accuracies / len(several), epochs / len(several))


def measured(space: str, late: str | None) -> Iterator[dict[str, Any]]:
    """A row for each choice of rungs, each way to compare, and each seed and the means over seeds."""
    table = pd.read_csv(TABLES / f"{space}.csv")
    seeds = searches(table, pd.read_parquet(TABLES / f"{space}-curves.parquet"))
    ways = {"all": pd.Series(0, table.index)}
    if late:
        ways[f"within {late}"] = table[late]
    for rungs in RUNGS:
        for way, kinds in ways.items():
            for seed, search in [*seeds.items(), ("means", together(list(seeds.values())))]:
                stages = [*rungs, search.accuracies.columns[-1]]
                *_, (spent, found) = halving(search, stages, kinds.__getitem__)
                yield {
                    "space": space,
                    "rungs": ", ".join(map(str, stages)),
                    "compared": way,
                    "seed": seed,
                    "below": search.accuracies[stages[-1]].max() - found,
                    "share": 100 * spent / search.epochs.sum(),
                }


def section(rows: pd.DataFrame) -> str:
    """The page's table."""
    keys = ["space", "rungs", "compared"]
    below = rows.pivot_table("below", keys, "seed", sort=False).map("{:.2f}".format)
    share = rows.groupby(keys, sort=False)["share"].max().map("{:.1f}".format)
    below.columns = [f"seed {seed}" if seed != "means" else "means" for seed in below]
    return frame_to_markdown(below.assign(**{"epochs, %": share}).reset_index())


def main() -> None:
    rows = pd.DataFrame([row for space, late in LATE.items() for row in measured(space, late)])
    rows.to_csv(DOCS / "promotions.csv", index=False, float_format="%.4f")
    write_measured(DOCS / "search.md", section(rows))


if __name__ == "__main__":
    main()
