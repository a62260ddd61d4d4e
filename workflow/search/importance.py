"""How much each hyper-parameter of a search matters, by a model of accuracy fitted to all that was tried.

The model is a random forest. Of the variance of what it predicts for the end of training, where every
hyper-parameter varies over its range, the importance of one is the share that it explains by itself: the
main effect of a functional analysis of variance (Hutter, Hoos and Leyton-Brown 2014, ICML). What it
explains together with others counts for none. The mean prediction at each value is its partial dependence.
"""

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestRegressor

from workflow.search.explained import FEWEST, logarithmic
from workflow.search.trials import Trials

POINTS = 10  # values at which the effect of a number is looked at, if it takes more
SAMPLE = 120  # combinations of the other hyper-parameters over which it is averaged
TREES, REFITS = 32, 40
STRONGEST = 2  # hyper-parameters whose partial dependence is kept
CONFIDENCE = 95  # per cent, of the intervals
Array = NDArray[np.float64]


class Feature(NamedTuple):
    """A hyper-parameter as the model sees it."""

    codes: Array  # of each row
    values: list[Any]  # at which its effect is looked at; None for rows that leave it out
    places: Array  # their codes


class Effect(NamedTuple):
    """What a hyper-parameter does: its importance in per cent, and the accuracy expected at each value."""

    importance: float
    accuracies: Array


class Effects(NamedTuple):
    """The effect of a hyper-parameter, with the lower and the upper ends of its intervals."""

    name: str
    values: list[Any]
    estimate: Effect
    low: Effect
    high: Effect


def feature(column: pd.Series) -> Feature:
    """A hyper-parameter in numbers: itself or its logarithm; of names and switches their place in order."""
    present = sorted(column.dropna().unique().tolist())
    if not present or isinstance(present[0], bool | str):
        codes, values = column.map({value: place for place, value in enumerate(present)}), present
        places = np.arange(len(present), dtype=float)
    else:
        codes = column.astype(float)
        places, values = np.array(present, float), present
        if logged := logarithmic(present):
            codes, places = np.log(codes), np.log(places)
        if len(present) > POINTS:
            places = np.linspace(places[0], places[-1], POINTS)
            values = [float(f"{value:.4g}") for value in (np.exp(places) if logged else places)]
    if column.isna().any():
        left_out = places[0] - 1 if len(places) else 0.0
        codes, places, values = codes.fillna(left_out), np.append(places, left_out), [*values, None]
    return Feature(codes.to_numpy(float), values, places)


def expected(trials: Trials) -> pd.Series:
    """The accuracy to expect of each configuration at the end, from the highest rung at which it has one.

    What it lacks is what others gained on average from that rung to the next, and so on. A model that has
    the epochs as one more input fares worse: it sees only good configurations trained for long, and no
    longer what decides on good and bad.
    """
    accuracies = trials.accuracies
    ends, gain = accuracies.iloc[:, -1].copy(), 0.0
    for rung, following in [*pairwise(trials.rungs)][::-1]:
        gained = (accuracies[following] - accuracies[rung]).mean()
        gain += 0.0 if np.isnan(gained) else float(gained)
        ends = ends.fillna(accuracies[rung] + gain)
    return ends.dropna()


def effects(trials: Trials) -> list[Effects]:
    """The effect of each hyper-parameter, the strongest first; none if there is too little to learn from.

    Intervals are percentiles of fits to configurations drawn anew, and hold the estimate.
    """
    accuracies = expected(trials)
    columns = trials.table.loc[accuracies.index, trials.varied]
    # In the order of their names, so that the order of the table's columns does not matter.
    names = sorted(name for name in columns if columns[name].nunique(dropna=False) > 1)
    if len(columns) < FEWEST or not names:
        return []
    features = [feature(columns[name]) for name in names]
    X = np.column_stack([each.codes for each in features])
    random = np.random.default_rng(0)
    # Every value as often as any other, each hyper-parameter in an order of its own.
    sample = np.column_stack([random.permutation(np.resize(each.places, SAMPLE)) for each in features])

    def fitted(weights: Array) -> list[Effect]:
        # Without a choice at each split the strongest would hide the others even more, where trials are few.
        forest = RandomForestRegressor(TREES, max_features=0.6, random_state=0)
        forest.fit(X, accuracies, sample_weight=weights)
        return [effect(forest, sample, number, each.places) for number, each in enumerate(features)]

    n = len(columns)
    estimate = fitted(np.ones(n))
    again = [
        fitted(np.bincount(random.integers(n, size=n), minlength=n).astype(float)) for _ in range(REFITS)
    ]
    found = [
        Effects(name, each.values, at, *interval(at, list(fits)))
        for name, each, at, fits in zip(names, features, estimate, zip(*again, strict=True), strict=True)
    ]
    found += [
        Effects(name, [], *[Effect(0.0, np.empty(0))] * 3) for name in trials.varied if name not in names
    ]
    order = {name: place for place, name in enumerate(trials.varied)}
    return sorted(found, key=lambda each: (-round(each.estimate.importance, 2), order[each.name]))


def effect(forest: RandomForestRegressor, sample: Array, number: int, places: Array) -> Effect:
    """The effect of a feature: of all predictions, those of each of its values are compared.

    All at once, as one prediction for each value, which is how scikit-learn's partial dependence goes about
    it, would take several times as long.
    """
    asked = np.tile(sample, (len(places), 1))
    asked[:, number] = np.repeat(places, len(sample))
    predicted = forest.predict(asked).reshape(len(places), -1)
    means, whole = predicted.mean(axis=1), predicted.var()
    return Effect(100 * means.var() / whole if whole > 0 else 0.0, means)


def interval(estimate: Effect, fits: list[Effect]) -> tuple[Effect, Effect]:
    """The ends of the intervals of an effect."""
    shares, accuracies = zip(*fits, strict=True)
    ends = []
    for end, beyond in ((50 - CONFIDENCE / 2, np.minimum), (50 + CONFIDENCE / 2, np.maximum)):
        share = beyond(np.percentile(shares, end), estimate.importance)
        ends.append(Effect(float(share), beyond(np.percentile(accuracies, end, axis=0), estimate.accuracies)))
    low, high = ends
    return low, high
