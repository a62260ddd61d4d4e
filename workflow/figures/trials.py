"""Draw every configuration that a search tried as a line through its values to its accuracy.

The accuracy is that at the last rung that it reached, and colours the line. What was dropped is faint, what
diverged is left out. Lines that share a value are fanned out, those trained to the end on top.
"""

from pathlib import Path

from matplotlib import colormaps
from matplotlib import pyplot as plt
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from workflow.figures.language import name, say, spoken, words
from workflow.figures.live import Words, enliven
from workflow.figures.parallel_axes import chosen, draw_scales, measured
from workflow.figures.program import TRIALS, program
from workflow.figures.style import ORDERED
from workflow.search.trials import GENERATION, read_trials
from workflow.tables.words import label, name_of

FAINT = 0.3


def draw(trials: Path) -> Figure:
    tried = read_trials(trials)
    rows = tried.table.assign(reached=tried.reached, accuracy=tried.last, finished=tried.finished)
    rows = rows.dropna(subset="accuracy").sort_values(["finished", "accuracy"], kind="stable")
    norm = Normalize(rows["accuracy"].min(), rows["accuracy"].max())
    colours = ScalarMappable(norm, colormaps[ORDERED])
    titles = {column: name_of("hyper_parameters", column) for column in tried.varied}
    if len(tried.generations) > 1:
        titles = {GENERATION: words("generation")} | titles
    if len(tried.rungs) > 1:
        titles["reached"] = name_of("hyper_parameters", "epochs")
    figure, axis = plt.subplots(figsize=(7.2, 3.8))
    scales = [*(chosen(rows[column]) for column in titles), measured(rows["accuracy"])]
    lines = draw_scales(axis, scales, [*map(spoken, titles.values()), say("validation_accuracy")])
    for path, (number, row) in zip(lines, rows.iterrows(), strict=True):
        alpha = None if row["finished"] else FAINT
        (line,) = axis.plot(path, color=colours.to_rgba(row["accuracy"]), alpha=alpha, linewidth=1)
        accuracy = f"{row['accuracy']:.2f}"
        values: list[Words] = [*(name_of("values", row[column]) for column in titles), accuracy]
        said = words(
            "trial" if row["finished"] else "trial_dropped",
            name=label(dict(row[tried.varied])),
            generation=str(row[GENERATION]),
            validation=accuracy,
            epochs=int(row["reached"]),
        )
        points = list(zip([*titles.values(), name_of("columns", "validation_accuracy")], values, strict=True))
        about = {"row": tried.row_of(number)} if row["finished"] else {}
        named = words("configuration", n=str(number + 1))
        enliven(figure, [line], points, name=named, said=said, axes=True, **about)
    figure.colorbar(colours, ax=axis, shrink=0.8, label=name("columns", "validation_accuracy"))
    return figure


main = program(draw, trials=TRIALS)

if __name__ == "__main__":
    main()
