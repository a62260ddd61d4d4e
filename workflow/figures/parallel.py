"""Draw every run of a search as a line through its hyper-parameters to its accuracies.

Lines are coloured by validation accuracy, the best on top, and fanned out by it where they share a value.
Configurations with a run that diverged are left out.
"""

from pathlib import Path

from matplotlib import colormaps
from matplotlib import pyplot as plt
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from workflow.base.readers import read_table
from workflow.figures.language import name, say, spoken, words
from workflow.figures.live import Words, enliven
from workflow.figures.parallel_axes import chosen, draw_scales, measured
from workflow.figures.program import CURVES, TABLE, program
from workflow.figures.style import ORDERED
from workflow.runs.columns import ACCURACIES
from workflow.tables.effects import finals
from workflow.tables.frames import varied_columns
from workflow.tables.words import label, name_of


def draw(table: Path, curves: Path) -> Figure:
    rows = read_table(table, ACCURACIES)
    runs = finals(rows, read_table(curves, ["row", "seed", "epoch", *ACCURACIES])).sort_values(
        "validation_accuracy", kind="stable"
    )
    norm = Normalize(runs["validation_accuracy"].min(), runs["validation_accuracy"].max())
    colours = ScalarMappable(norm, colormaps[ORDERED])
    varied = varied_columns(rows)
    titles = [name_of("hyper_parameters", column) for column in varied]
    scales = [
        *(chosen(runs[column]) for column in varied),
        *(measured(runs[column]) for column in ACCURACIES),
    ]
    figure, axis = plt.subplots(figsize=(7.2, 3.8))
    lines = draw_scales(axis, scales, [*map(spoken, titles), *map(say, ACCURACIES)])
    titles += [name_of("columns", column) for column in ACCURACIES]
    for path, (_, run) in zip(lines, runs.iterrows(), strict=True):
        (line,) = axis.plot(path, color=colours.to_rgba(run["validation_accuracy"]), linewidth=1)
        figures = {part: f"{run[f'{part}_accuracy']:.2f}" for part in ("validation", "test")}
        values: list[Words] = [*(name_of("values", run[column]) for column in varied), *figures.values()]
        seed = f"{run['seed']:.0f}"
        said = words("run", name=label(dict(run[varied])), seed=seed, **figures)
        points = list(zip(titles, values, strict=True))
        seeded = words("seed", seed=seed)
        enliven(figure, [line], points, name=seeded, said=said, row=int(run["row"]), axes=True)
    figure.colorbar(colours, ax=axis, shrink=0.8, label=name("columns", "validation_accuracy"))
    return figure


main = program(draw, table=TABLE, curves=CURVES)

if __name__ == "__main__":
    main()
