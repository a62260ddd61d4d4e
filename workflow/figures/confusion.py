"""Draw the confusion matrix of the best model on the test set."""

from pathlib import Path

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from workflow.figures.language import name, say
from workflow.figures.program import program
from workflow.figures.style import COUNTS, on
from workflow.tables.confusion import read_confusion


def draw(confusion: Path) -> Figure:
    counts = read_confusion(confusion)
    shares = counts.div(counts.sum(axis=1).clip(lower=1), axis=0) * 100
    classes = len(counts)
    figure, axis = plt.subplots(figsize=(0.46 * classes + 1.4, 0.42 * classes + 1.2))
    image = axis.imshow(shares, cmap=COUNTS, vmin=0, vmax=100)
    for (i, j), share in np.ndenumerate(shares):
        if share > 0:
            axis.text(j, i, f"{share:.1f}", ha="center", va="center", fontsize=7, color=on(image, share))
    names = [name("classes", each) for each in counts]
    axis.set_xticks(range(classes), names, rotation=45, ha="right", rotation_mode="anchor")
    axis.set_yticks(range(classes), names)
    axis.set(xlabel=say("predicted_class"), ylabel=say("true_class"))
    axis.grid(False)
    axis.spines[:].set_visible(False)
    figure.colorbar(image, shrink=0.8, label=say("share_of_class"))
    return figure


main = program(draw, confusion={"type": Path, "help": "counts, in CSV: true classes down, predicted across"})

if __name__ == "__main__":
    main()
