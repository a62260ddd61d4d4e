"""The rules that are made from the table of figures."""

import re

from conftest import Project

from workflow.configuration.experiments import canonical

EXPERIMENTS = {
    "depth": {"title": "Depth {not a wildcard}", "figure": "curves", "grid": {"hidden_layers": [1, 2]}},
    "tuning": {"title": "Tuning", "figure": "heat_map", "grid": {"l2": [0, 0.1], "flip": [False, True]}},
    "halved": {"title": "Halved", "halving": {"rungs": [1, 2, 3]}, "grid": {"l2": [0, 0.1, 0.2, 0.3]}},
}
KINDS = {"depth": "curves", "tuning": "heat_map", "halved": "halving"}
SECTIONS = canonical(
    {
        name: {"title": settings["title"], "figure": KINDS[name], "margin": 0.5}
        for name, settings in EXPERIMENTS.items()
    }
)
TABLES, DATA = "results/tables", "results/data"
# Output, program, arguments.
FIGURES = [
    ("summary", "summary", f"{TABLES} '{SECTIONS}'"),
    ("dataset", "dataset", f"{DATA}/train.parquet {DATA}/classes.json"),
    ("confusion", "confusion", f"{TABLES}/confusion.csv"),
    ("errors", "errors", f"{TABLES}/predictions.parquet {DATA}/test.parquet {DATA}/classes.json"),
    ("calibration", "calibration", f"{TABLES}/predictions.parquet"),
    ("weights", "weights", f"results/best/weights.safetensors {DATA}/test.parquet"),
    ("never_right", "never_right", f"{TABLES}/never_right.csv {DATA}/test.parquet"),
    *[
        (f"depth-{name}", "curves", f"{TABLES}/depth.csv {TABLES}/depth-curves.parquet {name}")
        for name in ("learning_rate", "test_accuracy", "training_loss", "validation_loss")
    ],
    ("tuning-heat_map", "heat_map", f"{TABLES}/tuning.csv"),
    ("tuning-variance", "variance", f"{TABLES}/tuning-variance.csv"),
    ("tuning-selection", "selection", f"{TABLES}/tuning.csv"),
    *[
        (f"tuning-{name}", name, f"{TABLES}/tuning.csv {TABLES}/tuning-curves.parquet")
        for name in ("effects", "parallel", "cost")
    ],
    *[(f"halved-{name}", name, f"{TABLES}/halved-trials.csv") for name in ("progress", "rungs", "trials")],
    *[(f"halved-{name}", name, f"{TABLES}/halved-{name}.csv") for name in ("importance", "dependence")],
    ("halved-selection", "selection", f"{TABLES}/halved.csv"),
]


def test_each_figure_is_drawn_by_its_own_program_with_its_own_arguments(tmp_path):
    project = Project.create(tmp_path / "project")
    project.config = project.config | {"experiments": EXPERIMENTS}
    text = project.snakemake("--dry-run", "--printshellcmds").stdout
    jobs = re.findall(r"^(?:local)?rule plot_(\w+):\n(?:.+\n)*?Shell command: (.*)$", text, re.MULTILINE)
    found = [(program, re.sub(r"^CODE=\w+ ", "", " ".join(command.split()))) for program, command in jobs]
    expected = [
        (program, f"python -m workflow.figures.{program} {arguments} "
         + " ".join(f"results/figures/{name}.{suffix}" for suffix in ("svg", "pdf", "png"))
         + f" --language en > results/logs/plot/{name}.log 2>&1")
        for name, program, arguments in FIGURES
    ]  # fmt: skip
    assert sorted(found) == sorted(expected)
