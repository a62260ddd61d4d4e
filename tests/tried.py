"""Tables of trials: one made by hand, and others of any size whose accuracies follow a known response."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

# Two generations with rungs at 2, 6 and 18 epochs. In the second the last two rows are a later bracket, and
# a switch is varied that rows of the first leave out. The fourth row diverged at once, the last at the end.
BY_HAND = """\
generation,hidden_size,learning_rate,flip,schedule,after_2,after_6,after_18,dropped_after,seeds,multiply_adds
1,64,0.1,,cosine,80.5,,,2,2,50816
1,128,0.1,,cosine,82.25,85.5,,6,2,101632
1,64,0.3,,constant,83.0,86.125,88.0,,2,50816
1,128,3.0,,cosine,,,,2,2,101632
2,64,0.2,True,cosine,83.5,,,2,2,50816
2,128,0.2,False,constant,84.0,86.5,89.5,,2,101632
2,256,0.2,True,cosine,,87.0,,6,2,203264
2,256,0.25,False,constant,,87.5,,,2,203264
"""
Response = Callable[[Mapping[str, Any]], float]


def by_hand(folder: Path, name: str = "x") -> Path:
    path = folder / f"{name}-trials.csv"
    path.write_text(BY_HAND)
    return path


def trials(
    n: int,
    space: Mapping[str, Sequence[Any]],
    response: Response,
    rungs: Sequence[int] = (20,),
    generations: int = 1,
    noise: float = 0.1,
    seed: int = 0,
) -> pd.DataFrame:
    """Configurations drawn from a space, of which at each rung but the last the best third go on.

    Args:
        n: configurations, in all generations together.
        space: the values of each hyper-parameter, each as likely as any other.
        response: accuracy at the end of training, to which training longer adds up.
        rungs: in epochs; the last is the end.
        generations: among which they are shared out in order.
        noise: the standard deviation of what is added to each accuracy.
        seed: of all that is random.
    """
    random = np.random.default_rng(seed)
    rows = []
    for number in range(n):
        values = {name: of[int(random.integers(len(of)))] for name, of in space.items()}
        rows.append({"generation": 1 + number * generations // n} | values)
    table = pd.DataFrame(rows)
    ends = np.array([response(row) for row in rows])
    left = np.arange(n)
    table["dropped_after"] = pd.array([pd.NA] * n, "Int64")
    for rung in rungs:
        seen = ends[left] - 4 * np.log(rungs[-1] / rung) + noise * random.standard_normal(len(left))
        table.loc[left, f"after_{rung}"] = seen.round(4)
        if rung != rungs[-1]:
            best = left[np.argsort(-seen, kind="stable")[: -(-len(left) // 3)]]
            table.loc[np.setdiff1d(left, best), "dropped_after"] = rung
            left = np.sort(best)
    dropped = table.pop("dropped_after")
    return table.assign(dropped_after=dropped, seeds=1, multiply_adds=100_000)


def written(table: pd.DataFrame, folder: Path, name: str = "x") -> Path:
    path = folder / f"{name}-trials.csv"
    table.to_csv(path, index=False)
    return path
