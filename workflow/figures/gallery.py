"""Images in a grid, each with a few words above it."""

from collections.abc import Mapping

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from workflow.data.samples import Samples
from workflow.figures.language import say
from workflow.figures.style import GREY, QUIET
from workflow.tables.words import name_of

ROWS, COLUMNS = 4, 6


def gallery(samples: Samples, titles: Mapping[int, str], nothing: str) -> Figure:
    """Draw the first images for which there is a title, by their numbers; ``nothing`` is said if none has."""
    figure, axes = plt.subplots(ROWS, COLUMNS, figsize=(1.25 * COLUMNS, 1.55 * ROWS))
    for axis in axes.flat:
        axis.axis("off")
    for axis, (sample, title) in zip(axes.flat, titles.items(), strict=False):
        pixels = samples.pixels[sample].reshape(samples.shape)
        axis.imshow(pixels, cmap=GREY, vmin=0, vmax=255, interpolation="none")
        axis.set_title(title, fontsize=7)
    if not titles:
        figure.text(0.5, 0.5, nothing, ha="center", color=QUIET)
    return figure


def title(label: str, predicted: str, confidence: float) -> str:
    """What stands above an image that was misclassified; confidence in per cent."""
    names = {"label": name_of("classes", label), "predicted": name_of("classes", predicted)}
    return say("mistake", **names, confidence=f"{confidence:.2f}")
