from typing import Any, NamedTuple

if workflow.is_main_process and config["language"] != "en":
    from workflow.figures.fonts import fonts_of

    with user_errors_as_one_line():
        fonts_of(config["language"])  # before anything is trained for figures that cannot be drawn

FORMATS = ["svg", "pdf", "png"]
WORDS = ["workflow/tables/texts/figures.yaml", "workflow/tables/texts/names.yaml"]
# What the report and the figures say of an experiment.
SECTIONS = {
    name: {
        "title": settings["title"],
        "figure": FORMS[name],
        "margin": margin_of(name),
    }
    for name, settings in config["experiments"].items()
}
TABLE, CURVES = rules.aggregate.output.csv, rules.aggregate.output.curves
VARIANCE = rules.aggregate.output.variance
TRIALS = rules.list_trials.output
PREDICTIONS, MODEL = rules.select.output.predictions, rules.select.output.model
WEIGHTS, CONFUSION = ancient(rules.select.output.weights), rules.select.output.confusion
TRAINING, TEST = ancient(rules.parse.output.train), ancient(rules.parse.output.test)
MANIFEST, CLASSES = rules.parse.output.manifest, rules.name_classes.output
EXPERIMENT = "Experiment {experiment}"


class Figure(NamedTuple):
    """What workflow/figures/PROGRAM.py draws and workflow/report/captions/PROGRAM.rst explains."""

    program: str
    output: str  # without a format
    category: str  # of Snakemake's own report, as is the label
    label: str
    files: Any  # the program's first arguments
    arguments: Any = []  # the others; a function, as Snakemake would take braces in a title for wildcards
    depends: Any = []  # what it finds by itself, or what has the SHA-256 of its ancient files

# fmt: off
DRAWN = [
    Figure("summary", "summary", "Summary", "all configurations", [],
           lambda wildcards: ["results/tables", canonical({name: SECTIONS[name] for name in STUDY})],
           expand(TABLE, experiment=STUDY)),
    Figure("dataset", "dataset", "Data", "training images", [TRAINING, CLASSES], depends=MANIFEST),
    Figure("confusion", "confusion", "Best model", "confusion matrix", CONFUSION),
    Figure("errors", "errors", "Best model", "most confident mistakes", [PREDICTIONS, TEST, CLASSES],
           depends=MANIFEST),
    Figure("never_right", "never_right", "Summary", "what no network gets right",
           [rules.agreement.output.never_right, TEST], depends=MANIFEST),
    Figure("calibration", "calibration", "Best model", "calibration", PREDICTIONS),
    Figure("weights", "weights", "Best model", "first-layer weights", [WEIGHTS, TEST], depends=MODEL),
    Figure("curves", "{experiment}-{quantity}", EXPERIMENT, "{quantity}", [TABLE, CURVES],
           lambda wildcards: wildcards.quantity),
    Figure("heat_map", "{experiment}-heat_map", EXPERIMENT, "heat map", TABLE),
    Figure("variance", "{experiment}-variance", EXPERIMENT, "sources of the differences", VARIANCE),
    Figure("effects", "{experiment}-effects", EXPERIMENT, "effect of each hyper-parameter", [TABLE, CURVES]),
    Figure("parallel", "{experiment}-parallel", EXPERIMENT, "every run", [TABLE, CURVES]),
    Figure("selection", "{experiment}-selection", EXPERIMENT, "test against validation", TABLE),
    Figure("cost", "{experiment}-cost", EXPERIMENT, "cost of the search", [TABLE, CURVES]),
    Figure("progress", "{experiment}-progress", EXPERIMENT, "best so far", TRIALS),
    Figure("rungs", "{experiment}-rungs", EXPERIMENT, "successive halving", TRIALS),
    Figure("trials", "{experiment}-trials", EXPERIMENT, "every configuration", TRIALS),
    Figure("importance", "{experiment}-importance", EXPERIMENT, "importance of each hyper-parameter",
           rules.explain.output.importance),
    Figure("dependence", "{experiment}-dependence", EXPERIMENT, "dependence on the strongest",
           rules.explain.output.dependence),
]
# fmt: on
FIGURES = [figure.output for figure in DRAWN if figure.category != EXPERIMENT]
# Without a format: `snakemake results/figures/NAME.svg` draws one.
FIGURES += [figure for name in STUDY for figure in figures_of(name, FORMS[name])]


wildcard_constraints:
    quantity="|".join(FIGURES_OF["curves"]),


for figure in DRAWN:

    rule:
        name:
            f"plot_{figure.program}"
        input:
            files=figure.files,
            depends=figure.depends,
        output:
            report(
                f"results/figures/{figure.output}.svg",
                caption=f"../report/captions/{figure.program}.rst",
                category=figure.category,
                labels={"figure": figure.label},
            ),
            multiext(f"results/figures/{figure.output}", ".pdf", ".png"),
        log:
            f"results/logs/plot/{figure.output}.log",
        conda:
            "../../environment.yml"
        params:
            # Not in the command itself, which Snakemake makes after the loop has ended.
            program=f"workflow.figures.{figure.program}",
            arguments=figure.arguments,
            language=config["language"],
            code=fingerprint(f"workflow.figures.{figure.program}", *WORDS),
        shell:
            program(
                "{params.program:q}",
                "{input.files:q} {params.arguments:q} {output:q} --language {params.language:q}",
            )
