"""Propose the next generation of a search: what a model of all results so far expects to do best.

The tree-structured Parzen estimator (Bergstra et al. 2011, Advances in Neural Information Processing
Systems 24) compares the density of good configurations with that of the others. With successive halving,
those that went further count as better, as in BOHB (Falkner et al. 2018, arXiv:1807.01774). The proposals
of a generation are made in turn, each as if those before it would turn out badly, so that they spread.
"""

import argparse
import itertools
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

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

Space = dict[str, Any]


def distribution(values: Any) -> BaseDistribution:
    """What the model knows of a hyper-parameter; of numbers in a list, their places in order."""
    if isinstance(values, dict):
        ((kind, (low, high)),) = values.items()
        if kind == "integer":
            return IntDistribution(low, high)
        return FloatDistribution(low, high, log=kind == "log_uniform")
    known = choices(values)
    return IntDistribution(0, len(known) - 1) if numbers(known) else CategoricalDistribution(known)


def choices(values: Any) -> list[Any]:
    """The values of a list, each once and numbers in order, or a constant."""
    found = list(dict.fromkeys(values)) if isinstance(values, list) else [values]
    return sorted(found) if numbers(found) else found


def numbers(values: list[Any]) -> bool:
    return all(type(value) in (int, float) for value in values)


def to_model(values: Any, value: Any) -> Any:
    """A value as the model has it."""
    in_order = not isinstance(values, dict) and numbers(choices(values))
    return choices(values).index(value) if in_order else value


def from_model(values: Any, value: Any) -> Any:
    """The value that the model means."""
    if isinstance(values, dict):
        ((kind, bounds),) = values.items()
        return value if kind == "integer" else rounded(value, *bounds)
    return choices(values)[value] if numbers(choices(values)) else value


def study_of(trials: list[Trial], grid: list[Space], space: Space, sampler: Any) -> optuna.Study:
    """What is known so far. One that diverged is worse than any that was dropped."""
    study = optuna.create_study(direction="maximize", sampler=sampler)
    known = {name: distribution(values) for name, values in space.items()}
    for trial, combination in zip(trials, grid, strict=True):
        reached, accuracy = max(trial.accuracies.items())
        finished = trial.dropped_after is None and math.isfinite(accuracy)
        study.add_trial(
            optuna.create_trial(
                params={name: to_model(space[name], combination[name]) for name in known},
                distributions=known,
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


def asked(study: optuna.Study, space: Space, n: int) -> Iterator[Space]:
    """What the model proposes, again and again, as it sees what it has proposed before."""
    known = {name: distribution(values) for name, values in space.items()}
    for _ in range(ASKED * n):
        yield {name: from_model(space[name], value) for name, value in study.ask(known).params.items()}


def propose(trials: list[Trial], grid: list[Space], search: dict[str, Any]) -> list[Space]:
    """The configurations of a generation: new ones, and fewer than asked for where the space has no more.

    Where nothing was learnt, as all diverged, or the model has nothing new, the drawing goes on.
    """
    sample, n = DEFAULTS | search["sample"], search["n"]
    space = sample["space"]
    proposals: Iterator[Space] = iter(())
    if any(math.isfinite(accuracy) for trial in trials for accuracy in trial.accuracies.values()):
        (seed,) = np.random.SeedSequence([sample["seed"], search["generation"]]).generate_state(1)
        proposals = asked(study_of(trials, grid, space, sampler_of(search["method"], int(seed))), space, n)
    drawn = iter(sampled(sample | {"n": len(grid) + ASKED * n}))
    seen = {str(combination) for combination in grid}
    found: list[Space] = []
    for combination in itertools.chain(proposals, drawn):
        if len(found) == n:
            break
        if str(combination) not in seen:
            seen.add(str(combination))
            found.append(combination)
    return found


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rungs", type=Path, help="folder of what the runs had at each rung")
    parser.add_argument("runs", type=Path, help="folder of the runs that are finished")
    parser.add_argument("tried", type=json_of(TRIED), help="JSON object: experiment, factor, parts")
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
