"""Draw the best accuracy that a search had found after each step, by epochs of training and by computation.

A step is a generation at a rung. Until something is trained to the end, the best is that at the rung reached.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from workflow.figures.language import say, words
from workflow.figures.live import enliven
from workflow.figures.program import TRIALS, program
from workflow.figures.style import CATEGORIES, QUIET
from workflow.search.trials import Step, read_trials

NUMBERED = 8  # of more generations, only some have their number


def draw(trials: Path) -> Figure:
    steps = list(read_trials(trials).steps())
    found = [step for step in steps if not np.isnan(step.best)]
    figure, axes = plt.subplots(2, 1, figsize=(4.8, 5.6), sharey=True)
    for axis, label in zip(axes, ("epochs_in_all", "computation"), strict=True):
        by_epochs = label == "epochs_in_all"
        spent = [step.epochs if by_epochs else step.share for step in found]
        best = [step.best for step in found]
        (line,) = axis.plot(
            spent, best, color=CATEGORIES[0], drawstyle="steps-post", marker="o", markersize=3
        )
        # What answers has its vertices where the steps are, and no others.
        (places,) = axis.plot(spent, best, alpha=0)
        points = [
            (f"{at}" if by_epochs else f"{at:.1f} %", said_of(step))
            for at, step in zip(spent, found, strict=True)
        ]
        enliven(figure, [places, line], points, name=words("best_of_all"), axis=words(label))
        axis.set(xlabel=say(label), ylabel=say("best_so_far"))
        axis.set_xlim(left=0)
        mark_generations(axis, steps, [step.epochs if by_epochs else step.share for step in steps])
    if not found:
        axes[0].text(0.5, 0.5, say("all_diverged"), transform=axes[0].transAxes, ha="center", color=QUIET)
    return figure


def said_of(step: Step) -> dict[str, str]:
    """What a point says."""
    return words("step", best=f"{step.best:.2f}", generation=str(step.generation), rung=step.rung)


def mark_generations(axis: Axes, steps: Sequence[Step], spent: Sequence[float]) -> None:
    """Number the generations above an axis, if there are several, and shade every other one."""
    ends = {step.generation: at for step, at in zip(steps, spent, strict=True)}
    if len(ends) < 2:
        return
    middles, start = {}, 0.0
    for number, (generation, end) in enumerate(ends.items()):
        middles[generation] = (start + end) / 2
        if number % 2:
            axis.axvspan(start, end, color=QUIET, alpha=0.12, linewidth=0, zorder=0)
        start = end
    shown = [*middles][:: -(-len(middles) // NUMBERED)]
    above = axis.secondary_xaxis("top")
    above.set_xticks([middles[generation] for generation in shown], [str(generation) for generation in shown])
    above.xaxis.set_minor_locator(NullLocator())
    above.tick_params(length=0)
    above.spines[:].set_visible(False)
    above.set_xlabel(say("generation"))


main = program(draw, trials=TRIALS)

if __name__ == "__main__":
    main()
