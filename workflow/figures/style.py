"""How every figure looks: the one place for fonts, lines and colours."""

from typing import Any

import matplotlib
import numpy as np

matplotlib.use("Agg")
from cycler import Cycler, cycler
from matplotlib import pyplot as plt
from matplotlib.image import AxesImage

# Wong 2011, doi:10.1038/nmeth.1618: safe for colour-blind readers. Yellow, too pale on paper, is left out.
CATEGORIES = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#000000")
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)), (0, (8, 2)))
ORDERED = "viridis"  # for ordered quantities: perceptually uniform, and still ordered in grey
HEAT = "cividis"
COUNTS = "Blues"
SIGNED = "RdBu_r"
GREY = "gray_r"
QUIET = "#767676"  # for what is only there for orientation
BACKGROUND = "white"
FONT = "DejaVu Sans"  # comes with Matplotlib

plt.rcParams.update(
    {
        "figure.constrained_layout.use": True,
        "figure.dpi": 100,
        "savefig.dpi": 200,
        "text.parse_math": False,  # the name of a class may contain two dollar signs
        "font.family": [FONT, "sans-serif"],
        "font.sans-serif": [FONT],
        "font.size": 9,
        "axes.titlesize": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.alpha": 0.25,
        "lines.linewidth": 1.5,
        "legend.frameon": False,
        "svg.fonttype": "none",  # text, which one can search and translate
        "svg.hashsalt": "mlp",  # makes the ids in an SVG the same in every run
        "path.simplify": False,  # every vertex of a line is a point with a value
        "pdf.fonttype": 42,
    }
)


def lines(n: int, in_order: bool) -> Cycler[str, Any]:
    """Colours of n lines along a colour map if they are in order, otherwise distinct colours and dashes."""
    if in_order:
        colours = plt.get_cmap(ORDERED)([0.9 * i / max(n - 1, 1) for i in range(n)])
        return cycler(color=list(colours))
    rounds = [divmod(i, len(CATEGORIES)) for i in range(n)]  # each with other dashes for a colour
    return cycler(
        color=[CATEGORIES[i] for _, i in rounds], linestyle=[DASHES[(k + i) % len(DASHES)] for k, i in rounds]
    )


def on(image: AxesImage, value: float) -> str:
    """Black or white, whichever is legible on the colour that the image gives to ``value``."""
    red, green, blue, _ = image.to_rgba(np.array(value))
    return "black" if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else "white"
