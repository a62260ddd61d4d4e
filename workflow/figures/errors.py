"""Draw the most confident mistakes of the best model on the test set."""

from pathlib import Path

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from workflow.base.readers import read_table
from workflow.data.samples import read_samples
from workflow.figures.program import PREDICTIONS, TEST, program
from workflow.figures.style import GREY

ROWS, COLUMNS = 4, 6


def draw(predictions: Path, test: Path) -> Figure:
    samples = read_samples(test)
    images = read_table(predictions, ["true", "predicted", "confidence"])
    wrong = images[images["predicted"] != images["true"]]
    shown = wrong.sort_values("confidence", ascending=False, kind="stable").head(ROWS * COLUMNS)
    figure, axes = plt.subplots(ROWS, COLUMNS, figsize=(1.25 * COLUMNS, 1.55 * ROWS))
    for axis in axes.flat:
        axis.axis("off")
    for axis, (sample, image) in zip(axes.flat, shown.iterrows(), strict=False):
        pixels = samples.pixels[sample].reshape(samples.shape)
        axis.imshow(pixels, cmap=GREY, vmin=0, vmax=255, interpolation="none")
        true, predicted = (samples.classes[int(image[name])] for name in ("true", "predicted"))
        axis.set_title(f"{true}\n→ {predicted}\n{100 * image['confidence']:.2f} %", fontsize=7)
    return figure


main = program(draw, predictions=PREDICTIONS, test=TEST)

if __name__ == "__main__":
    main()
