"""What successive halving finds of spaces that were trained in full, by what it compares at a rung.

Replayed from the curves of their runs, so `snakemake --cores 8 search search_l2 search_dropout` comes first.
Writes the measured part of docs/findings/search.md.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from workflow.search.halving import halve
from workflow.search.strategies import FACTOR, Search, searches
from workflow.tables.frames import frame_to_markdown

TABLES, DOCS = Path("results/tables"), Path("docs/findings")
LATE = {"search": None, "search_l2": "l2", "search_dropout": "dropout"}  # what pays off late in each space
RUNGS = [(2, 6), (2, 5), (1, 4), (1, 3)]
MEASURED = "<!-- measured -->"


def halved(search: Search, stages: list[int], kinds: pd.Series) -> tuple[float, float]:
    """What halving finds, in points below the best of all, and its share of the epochs of training all.

    Args:
        search: the runs.
        stages: the rungs, and the last epoch.
        kinds: of each configuration, which is compared with those of the same kind.
    """

    def score(row: int, epochs: int) -> float:
        return float(search.accuracies.at[row, epochs])

    spent, before = 0.0, 0
    for epochs, scores, _ in halve(len(kinds), stages, FACTOR, score, lambda row: kinds[row]):
        trained = search.epochs.loc[list(scores)]
        spent += (trained.clip(upper=epochs) - trained.clip(upper=before)).sum()
        found, before = max(scores.values()), epochs
    best: float = search.accuracies[stages[-1]].max()
    return best - found, 100 * spent / search.epochs.sum()


def together(several: list[Search]) -> Search:
    """All seeds of a configuration as one run, whose accuracies are their means."""
    accuracies: Any = sum(each.accuracies for each in several)
    epochs: Any = sum(each.epochs for each in several)
    return Search(accuracies / len(several), epochs / len(several))


def measured(space: str, late: str | None) -> Iterator[dict[str, Any]]:
    """A row for each choice of rungs, each way to compare, and each seed and the means over seeds."""
    table = pd.read_csv(TABLES / f"{space}.csv")
    found = searches(table, pd.read_parquet(TABLES / f"{space}-curves.parquet"))
    ways = {"all": pd.Series(0, table.index)}
    if late:
        ways[f"within {late}"] = table[late]
    for rungs in RUNGS:
        for way, kinds in ways.items():
            for seed, search in [*found.items(), ("means", together(list(found.values())))]:
                stages = [*rungs, search.accuracies.columns[-1]]
                below, share = halved(search, stages, kinds)
                shown = ", ".join(map(str, stages))
                yield {
                    "space": space,
                    "rungs": shown,
                    "compared": way,
                    "seed": seed,
                    "below": below,
                    "share": share,
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
    page = DOCS / "search.md"
    text = page.read_text(encoding="utf-8").split(MEASURED)[0]
    page.write_text(f"{text}{MEASURED}\n\n{section(rows)}", encoding="utf-8")


if __name__ == "__main__":
    main()
