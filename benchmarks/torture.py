"""Count what became of the faults in docs/findings/torture.csv, for the page beside it.

A fault that was repeated counts once, with its last outcome.
"""

from pathlib import Path

import pandas as pd

from benchmarks.pages import write_measured
from workflow.tables.frames import frame_to_markdown

FINDINGS = Path(__file__).parents[1] / "docs" / "findings"
SAME, SAID = "same manifest", "one clear line, then the same manifest"  # the outcomes that are allowed


def outcomes(path: Path) -> pd.DataFrame:
    """One row per fault, in the order of seeds."""
    table: pd.DataFrame = pd.read_csv(path, keep_default_na=False)
    return table.drop_duplicates("seed", keep="last").sort_values("seed")


def counted(faults: pd.DataFrame) -> str:
    """The table for people: how many faults of each kind ended in which way."""
    rows = []
    for kind, group in [*faults.groupby("kind", sort=False), ("all", faults)]:
        counts = {outcome: int((group["outcome"] == outcome).sum()) for outcome in (SAME, SAID)}
        others = len(group) - sum(counts.values())
        rows.append({"kind": kind, "faults": len(group)} | counts | {"anything else": others})
    return frame_to_markdown(pd.DataFrame(rows))


def main() -> None:
    faults = outcomes(FINDINGS / "torture.csv")
    faults.to_csv(FINDINGS / "torture.csv", index=False, lineterminator="\n")
    write_measured(FINDINGS / "torture.md", counted(faults))


if __name__ == "__main__":
    main()
