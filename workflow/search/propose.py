"""Propose the next generation of a search: what a model of all results so far expects to do best.

The tree-structured Parzen estimator (Bergstra et al. 2011, Advances in Neural Information Processing
Systems 24) compares the density of good configurations with that of the others. With successive halving,
those that went further count as better, as in BOHB (Falkner et al. 2018, arXiv:1807.01774). The proposals
of a generation are made in turn, each as if those before it would turn out badly, so that they spread.
"""

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import optuna
from optuna.distributions import (
    BaseDistribution,
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)
from optuna.trial import TrialState
from threadpoolctl import threadpool_limits

from workflow.base.errors import user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.configuration.arguments import PROPOSED, TRIED, json_of
from workflow.configuration.experiments import combinations
from workflow.configuration.sampling import DEFAULTS, rounded, sampled
from workflow.search.outcomes import Trial, trials_of

ASKED = 20  # at most so many times as many as wanted: a small space has little that is new

Row = dict[str, Any]


class HyperParameter(NamedTuple):
    """A hyper-parameter as the model knows it: of numbers in a list it has their places, in order."""

    distribution: BaseDistribution
    places: list[Any] | None = None  # the numbers
    bounds: list[float] | None = None  # of a range whose numbers are rounded

    def to_model(self, value: Any) -> Any:
        """What stands for a value."""
        return self.places.index(value) if self.places else value

    def from_model(self, value: Any) -> Any:
        """The value that is meant."""
        if self.places:
            return self.places[value]
        return rounded(value, *self.bounds) if self.bounds else value


def hyper_parameter(values: Any) -> HyperParameter:
    """The hyper-parameter that has these values in a space."""
    if isinstance(values, dict):
        ((kind, (low, high)),) = values.items()
        if kind == "integer":
            return HyperParameter(IntDistribution(low, high))
        return HyperParameter(FloatDistribution(low, high, log=kind == "log_uniform"), bounds=[low, high])
    known = list(dict.fromkeys(values)) if isinstance(values, list) else [values]
    if all(type(value) in (int, float) for value in known):
        return HyperParameter(IntDistribution(0, len(known) - 1), places=sorted(known))
    return HyperParameter(CategoricalDistribution(known))


def study_of(
    trials: list[Trial], grid: list[Row], parameters: dict[str, HyperParameter], sampler: Any
) -> optuna.Study:
    """What is known so far. One that diverged is worse than any that was dropped."""
    study = optuna.create_study(direction="maximize", sampler=sampler)
    for trial, row in zip(trials, grid, strict=True):
        reached, accuracy = max(trial.accuracies.items())
        finished = trial.dropped_after is None and math.isfinite(accuracy)
        study.add_trial(
            optuna.create_trial(
                params={name: each.to_model(row[name]) for name, each in parameters.items()},
                distributions={name: each.distribution for name, each in parameters.items()},
                state=TrialState.COMPLETE if finished else TrialState.PRUNED,
                value=accuracy if finished else None,
                intermediate_values={reached: accuracy} if math.isfinite(accuracy) else {},
            )
        )
    return study


def sampler_of(method: str, seed: int) -> Any:
    if method == "tpe":
        return optuna.samplers.TPESampler(seed=seed, n_startup_trials=0)
    import torch

    torch.set_num_threads(1)  # so that proposals are the same on any number of cores
    return optuna.samplers.GPSampler(seed=seed, n_startup_trials=0)


def candidates(trials: list[Trial], grid: list[Row], search: dict[str, Any]) -> Iterator[Row]:
    """What the model proposes, as it sees what it has proposed before; then what further draws give.

    Where nothing was learnt, as all diverged, the drawing goes on at once.
    """
    sample, n = DEFAULTS | search["sample"], search["n"]
    if any(math.isfinite(accuracy) for trial in trials for accuracy in trial.accuracies.values()):
        (seed,) = np.random.SeedSequence([sample["seed"], search["generation"]]).generate_state(1)
        parameters = {name: hyper_parameter(values) for name, values in sample["space"].items()}
        study = study_of(trials, grid, parameters, sampler_of(search["method"], int(seed)))
        distributions = {name: each.distribution for name, each in parameters.items()}
        for _ in range(ASKED * n):
            params = study.ask(distributions).params
            yield {name: each.from_model(params[name]) for name, each in parameters.items()}
    yield from sampled(sample | {"n": len(grid) + ASKED * n})


def propose(trials: list[Trial], grid: list[Row], search: dict[str, Any]) -> list[Row]:
    """The configurations of a generation: new ones, and fewer than asked for where the space has no more."""
    before = {str(row) for row in grid}
    found: dict[str, Row] = {}
    for row in candidates(trials, grid, search):
        if str(row) not in before:
            found.setdefault(str(row), row)
        if len(found) == search["n"]:
            break
    return list(found.values())


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rungs", type=Path, help="folder of what the runs had at each rung")
    parser.add_argument("runs", type=Path, help="folder of the runs that are finished")
    parser.add_argument("tried", type=json_of(TRIED), help="JSON object: experiment, halving, parts")
    parser.add_argument("search", type=json_of(PROPOSED), help="JSON object: sample, method, generation, n")
    parser.add_argument("output", type=Path, help="JSON, to write")
    args = parser.parse_args(argv)

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    trials = trials_of(args.tried, args.rungs, args.runs)
    proposed = {
        "generation": args.search["generation"],
        "method": args.search["method"],
        "optuna": optuna.__version__,
        "configurations": propose(trials, combinations(args.tried["experiment"]["grid"]), args.search),
    }
    with atomic_writes(args.output) as (output,):
        output.write_text(json.dumps(proposed, indent=2) + "\n")


if __name__ == "__main__":
    with user_errors_as_one_line(), threadpool_limits(1):
        main()
