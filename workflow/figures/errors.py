"""Draw the most confident mistakes of the best model on the test set."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from matplotlib import pyplot as plt

from workflow.base.errors import user_errors_as_one_line
from workflow.base.readers import read_table
from workflow.data.samples import read_class_names, read_samples
from workflow.figures.style import GREY, save

ROWS, COLUMNS = 4, 6


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("predictions", type=Path, help="a row a test sample, in Parquet")
    parser.add_argument("test", type=Path, help="the test part, in Parquet")
    parser.add_argument("classes", type=Path, help="the names of the classes, in JSON")
    parser.add_argument("figures", type=Path, nargs="+", help="files to write: .svg, .pdf, .png")
    args = parser.parse_args(argv)

    test, predictions = (
        read_samples(args.test),
        read_table(args.predictions, ["true", "predicted", "confidence"]),
    )
    classes = read_class_names(args.classes, test.classes)
    wrong = predictions[predictions["predicted"] != predictions["true"]]
    shown = wrong.sort_values("confidence", ascending=False, kind="stable").head(ROWS * COLUMNS)
    figure, axes = plt.subplots(ROWS, COLUMNS, figsize=(1.25 * COLUMNS, 1.55 * ROWS))
    for axis in axes.flat:
        axis.axis("off")
    for axis, (sample, prediction) in zip(axes.flat, shown.iterrows(), strict=False):
        pixels = test.pixels[sample].reshape(test.shape)
        axis.imshow(pixels, cmap=GREY, vmin=0, vmax=255, interpolation="none")
        true, taken_for = (classes[int(prediction[name])] for name in ("true", "predicted"))
        axis.set_title(f"{true}\n→ {taken_for}\n{100 * prediction['confidence']:.2f} %", fontsize=7)
    save(figure, args.figures)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
