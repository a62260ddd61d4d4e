"""How often the conclusions of an experiment are right, by simulation: docs/findings/conclusions.md."""

import argparse
from collections.abc import Iterator, Sequence

import numpy as np
from scipy import stats

from workflow.tables.comparison import AS_GOOD, OPEN, WORSE, Array, distances, verdicts
from workflow.tables.rounds import levels, rounds_of

ALPHA, MARGIN, SCATTER = 0.05, 0.5, 0.26


def experiments(k: int) -> Iterator[tuple[str, Array, Array]]:
    """Artificial experiments of k rows: what they are, true means and scatter over seeds, in points."""
    even = np.full(k, SCATTER)
    uneven = np.where(np.arange(k) % 2, SCATTER, 2 * SCATTER)  # variances 4 : 1; the best one scatters
    leader = np.eye(k)[0]
    yield "equal means", np.zeros(k), even
    yield "one leader, by 1.0", leader, even
    yield "a gradient, 0.25 apart", -0.25 * np.arange(k, dtype=float), even
    yield "equal means, variances 4 : 1", np.zeros(k), uneven
    yield "one leader, variances 4 : 1", leader, uneven


def below_best(means: Array) -> Array:
    """The true distance of each row below the best of the others."""
    return np.array([np.delete(means, row).max() - mean for row, mean in enumerate(means)])


def old_procedure(samples: Array, truth: Array) -> tuple[float, float]:
    """Welch's test against the row with the highest mean, uncorrected, as it was until version 0.1.

    How often no row is wrongly said to differ from the best, and how often a truly lower row is found.
    """
    best = samples.mean(axis=2).argmax(axis=1)
    rows = np.arange(len(samples))
    p = stats.ttest_ind(samples, samples[rows, best][:, None, :], axis=2, equal_var=False).pvalue
    differs = p < ALPHA
    wrong = (differs & (truth <= 0)).any(axis=1)
    return 1 - wrong.mean(), differs[:, truth > MARGIN].mean() if (truth > MARGIN).any() else np.nan


def fixed(repetitions: int, rng: np.random.Generator) -> Iterator[list[str]]:
    """A row of the page's first table for each experiment and number of seeds."""
    for k in (5, 7, 18):
        for name, means, scatter in experiments(k):
            truth = below_best(means)
            for n in (3, 5, 10):
                samples = means[:, None] + scatter[:, None] * rng.standard_normal((repetitions, k, n))
                _, lower, upper = distances(
                    samples.mean(axis=2), samples.var(axis=2, ddof=1), np.full(k, n), ALPHA
                )
                said = verdicts(lower, upper, MARGIN)
                hold = ((lower <= truth) & (np.maximum(truth, 0) <= upper)).all(axis=1).mean()
                false_worse = ((said == WORSE) & (truth <= 0)).any(axis=1).mean()
                false_good = ((said == AS_GOOD) & (truth > MARGIN)).any(axis=1).mean()
                found = [
                    (said[:, rows] == verdict).mean() if rows.any() else np.nan
                    for verdict, rows in ((AS_GOOD, truth <= MARGIN), (WORSE, truth > MARGIN))
                ]
                old = old_procedure(samples, truth)
                yield [str(k), name, str(n)] + [
                    "" if np.isnan(share) else f"{100 * share:.1f}"
                    for share in (hold, false_worse, false_good, *found, *old)
                ]


def by_need(repetitions: int, first: int, last: int, rng: np.random.Generator) -> Iterator[list[str]]:
    """The same where open rows and the leader get more seeds, round by round."""
    rounds = rounds_of(first, last)
    allowed = levels(rounds, ALPHA)
    for k in (5, 7, 18):
        for name, means, scatter in experiments(k):
            truth = below_best(means)
            samples = means[:, None] + scatter[:, None] * rng.standard_normal((repetitions, k, last))
            sums, squares = samples.cumsum(axis=2), (samples**2).cumsum(axis=2)
            counts = np.full((repetitions, k), rounds[0])
            said = np.full((repetitions, k), OPEN, dtype="U7")
            hold = np.ones((repetitions, k), bool)
            for number, level in enumerate(allowed):
                here = counts[..., None] - 1
                total, square = (np.take_along_axis(each, here, 2)[..., 0] for each in (sums, squares))
                average = total / counts
                variance = (square - counts * average**2) / (counts - 1)
                _, lower, upper = distances(average, variance, counts, level)
                undecided = said == OPEN
                hold = np.where(undecided, (lower <= truth) & (np.maximum(truth, 0) <= upper), hold)
                said = np.where(undecided, verdicts(lower, upper, MARGIN), said)
                leads = np.arange(k) == average.argmax(axis=1)[:, None]
                going = ((said == OPEN) & ~leads).any(axis=1)[:, None]
                if number + 1 < len(rounds):
                    counts = np.where(((said == OPEN) | leads) & going, rounds[number + 1], counts)
            false_worse = ((said == WORSE) & (truth <= 0)).any(axis=1).mean()
            false_good = ((said == AS_GOOD) & (truth > MARGIN)).any(axis=1).mean()
            undecided = ((said == OPEN) & ~leads).sum(axis=1).mean()
            shares = [f"{100 * share:.1f}" for share in (hold.all(axis=1).mean(), false_worse, false_good)]
            yield [str(k), name, *shares, f"{undecided:.2f}", f"{counts.mean():.1f}"]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=10_000, help="experiments of each kind")
    args = parser.parse_args(argv)
    rng = np.random.default_rng(0)
    print("| rows | truth | seeds | all hold | false worse | false as good | as good found | worse found "
          "| old: no false one | old: worse found |\n|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|")  # fmt: skip
    for row in fixed(args.repetitions, rng):
        print("|", " | ".join(row), "|", flush=True)
    print("\n| rows | truth | all hold | false worse | false as good | open rows | seeds a row |\n"
          "|--:|---|--:|--:|--:|--:|--:|")  # fmt: skip
    for row in by_need(args.repetitions, 4, 20, rng):
        print("|", " | ".join(row), "|", flush=True)


if __name__ == "__main__":
    main()
