"""Draw the most confident mistakes of the best model on the test set."""

from pathlib import Path

from matplotlib.figure import Figure

from workflow.base.readers import read_table
from workflow.data.samples import read_class_names, read_samples
from workflow.figures.gallery import gallery, title
from workflow.figures.language import say
from workflow.figures.program import CLASSES, PREDICTIONS, TEST, program


def draw(predictions: Path, test: Path, classes: Path) -> Figure:
    samples = read_samples(test)
    names = read_class_names(classes, samples.classes)
    images = read_table(predictions, ["true", "predicted", "confidence"])
    wrong = images[images["predicted"] != images["true"]]
    shown = wrong.sort_values("confidence", ascending=False, kind="stable")
    titles = {
        image: title(names[row.true], names[row.predicted], 100 * row.confidence)
        for image, row in zip(shown.index, shown.itertuples(), strict=True)
    }
    return gallery(samples, titles, say("no_mistake"))


main = program(draw, predictions=PREDICTIONS, test=TEST, classes=CLASSES)

if __name__ == "__main__":
    main()
