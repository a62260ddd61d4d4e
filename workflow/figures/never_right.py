"""Draw the test images that no network of the study gets right, the most confident mistakes first."""

from pathlib import Path

from matplotlib.figure import Figure

from workflow.base.readers import read_table
from workflow.data.samples import read_samples
from workflow.figures.gallery import gallery, title
from workflow.figures.language import say
from workflow.figures.program import TEST, program

COLUMNS = ["image", "label", "predicted", "confidence"]


def draw(never_right: Path, test: Path) -> Figure:
    # No name of a class is a number or a missing value, whatever it looks like.
    texts = {"label": str, "predicted": str}
    table = read_table(never_right, COLUMNS, dtype=texts, keep_default_na=False)
    titles = {row.image: title(row.label, row.predicted, row.confidence) for row in table.itertuples()}
    return gallery(read_samples(test), titles, say("all_right"))


main = program(
    draw, never_right={"type": Path, "help": "the images that no run gets right, in CSV"}, test=TEST
)

if __name__ == "__main__":
    main()
