"""Draw the reliability of the best model: accuracy by confidence on the test set."""

from pathlib import Path

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from workflow.base.readers import read_table
from workflow.figures.language import say
from workflow.figures.program import PREDICTIONS, program
from workflow.figures.style import BACKGROUND, CATEGORIES, QUIET
from workflow.tables.calibration import BINS, reliability


def draw(predictions: Path) -> Figure:
    images = read_table(predictions, ["true", "predicted", "confidence"])
    correct = images["predicted"] == images["true"]
    bins = reliability(images["confidence"], correct) * [1, 100, 100]
    figure, (above, below) = plt.subplots(
        2, 1, figsize=(4.8, 4.6), sharex=True, height_ratios=(3, 1), layout="constrained"
    )
    above.plot((0, 100), (0, 100), color=QUIET, linestyle="--", label=say("perfect_calibration"))
    above.bar(
        bins.index * 100, bins["accuracy"], 100 / BINS, align="edge", color=CATEGORIES[5], ec=BACKGROUND
    )
    above.plot(bins["confidence"], bins["accuracy"], "o", color=CATEGORIES[0], label=say("mean_of_bin"))
    above.set(ylabel=say("accuracy"), ylim=(0, 100))
    above.legend(loc="upper left")
    below.bar(bins.index * 100, bins["samples"], 100 / BINS, align="edge", color=CATEGORIES[5], ec=BACKGROUND)
    below.set(xlabel=say("confidence"), ylabel=say("images"), xlim=(0, 100), xticks=np.linspace(0, 100, 6))
    below.set_yscale("symlog", linthresh=1)
    below.yaxis.set_major_formatter("{x:,.0f}")  # powers of ten would need parse_math
    return figure


main = program(draw, predictions=PREDICTIONS)

if __name__ == "__main__":
    main()
