"""The page of a search, made by the programs from tables that are made up."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
from programs import program
from sentences import curves
from sentences import table as artificial
from tried import trials, written

SPACE = {
    "hidden_size": [64, 128, 256],
    "learning_rate": np.geomspace(0.01, 1, 30).round(3).tolist(),
    "schedule": ["constant", "cosine"],
}
FIGURES = {"progress": "trials", "rungs": "trials", "trials": "trials", "importance": "importance",
           "dependence": "dependence", "selection": ""}  # fmt: skip
SECTIONS = {"x": {"title": "A search", "figure": "halving", "margin": 0.5}}


def response(row) -> float:
    return 85 - 2 * (np.log10(row["learning_rate"]) + 1) ** 2 + (row["schedule"] == "cosine")


def page_of_search(folder: Path) -> Path:
    """The page of a search by halving in two generations; beside it the folder with its tables."""
    tables, figures = folder / "tables", folder / "figures"
    tables.mkdir(parents=True)
    table = trials(40, SPACE, response, (2, 6, 20), generations=2)
    left = table[table["dropped_after"].isna()]
    finals = artificial(left[list(SPACE)].reset_index(drop=True), left["after_20"].to_numpy(), seeds=2)
    finals.to_csv(tables / "x.csv", index=False)
    curves(finals).to_parquet(tables / "x-curves.parquet")
    pd.DataFrame(columns=["source", "share"]).to_csv(tables / "x-variance.csv", index=False)
    path = written(table, tables)
    explained = [f"--{name}={tables}/x-{name}.csv" for name in ("importance", "dependence")]
    calls: list[tuple] = [("search.explain", path, *explained)]
    for name, of in FIGURES.items():
        calls.append((f"figures.{name}", tables / f"x{of and '-'}{of}.csv", figures / f"x-{name}.svg"))
    calls.append(("report.build", "experiment", folder, json.dumps(SECTIONS), "{}", folder / "report.html"))
    for words in calls:
        done = program(*words)
        assert done.returncode == 0, done.stderr
    return folder / "report.html"
