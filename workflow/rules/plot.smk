FORMATS = ["svg", "pdf", "png"]
TITLES = {experiment: settings["title"] for experiment, settings in STUDY.items()}
# Names of all figures, without a format: `snakemake results/figures/NAME.svg` draws one.
FIGURES = ["summary", "dataset", "confusion", "errors", "calibration", "weights"] + [
    figure for name in STUDY for figure in figures_of(name, FORMS[name])
]


rule plot_summary:
    input:
        expand(rules.aggregate.output.csv, experiment=STUDY),
    output:
        report(
            "results/figures/summary.svg",
            caption="../report/captions/summary.rst",
            category="Summary",
            labels={"figure": "all configurations"},
        ),
        multiext("results/figures/summary", ".pdf", ".png"),
    log:
        "results/logs/plot/summary.log",
    conda:
        "../../environment.yml"
    params:
        # A function, as Snakemake would take braces in a title for wildcards.
        titles=lambda wildcards: canonical(TITLES),
        code=fingerprint("workflow.figures.summary"),
        folder=subpath(input[0], parent=True),
    shell:
        "python -m workflow.figures.summary {params.folder:q} {params.titles:q} {output:q}" " > {log:q} 2>&1"


rule plot_dataset:
    input:
        manifest=rules.parse.output.manifest,
        training=ancient(rules.parse.output.train),
    output:
        report(
            "results/figures/dataset.svg",
            caption="../report/captions/dataset.rst",
            category="Data",
            labels={"figure": "training images"},
        ),
        multiext("results/figures/dataset", ".pdf", ".png"),
    log:
        "results/logs/plot/dataset.log",
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.figures.dataset"),
    shell:
        "python -m workflow.figures.dataset {input.training:q} {output:q} > {log:q} 2>&1"


rule plot_confusion:
    input:
        rules.select.output.confusion,
    output:
        report(
            "results/figures/confusion.svg",
            caption="../report/captions/confusion.rst",
            category="Best model",
            labels={"figure": "confusion matrix"},
        ),
        multiext("results/figures/confusion", ".pdf", ".png"),
    log:
        "results/logs/plot/confusion.log",
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.figures.confusion"),
    shell:
        "python -m workflow.figures.confusion {input:q} {output:q} > {log:q} 2>&1"


rule plot_errors:
    input:
        predictions=rules.select.output.predictions,
        manifest=rules.parse.output.manifest,
        test=ancient(rules.parse.output.test),
    output:
        report(
            "results/figures/errors.svg",
            caption="../report/captions/errors.rst",
            category="Best model",
            labels={"figure": "most confident mistakes"},
        ),
        multiext("results/figures/errors", ".pdf", ".png"),
    log:
        "results/logs/plot/errors.log",
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.figures.errors"),
    shell:
        "python -m workflow.figures.errors {input.predictions:q} {input.test:q} {output:q}" " > {log:q} 2>&1"


rule plot_calibration:
    input:
        rules.select.output.predictions,
    output:
        report(
            "results/figures/calibration.svg",
            caption="../report/captions/calibration.rst",
            category="Best model",
            labels={"figure": "calibration"},
        ),
        multiext("results/figures/calibration", ".pdf", ".png"),
    log:
        "results/logs/plot/calibration.log",
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.figures.calibration"),
    shell:
        "python -m workflow.figures.calibration {input:q} {output:q} > {log:q} 2>&1"


rule plot_weights:
    input:
        # The model's summary holds the SHA-256 of its weights.
        model=rules.select.output.model,
        weights=ancient(rules.select.output.weights),
        test=ancient(rules.parse.output.test),
    output:
        report(
            "results/figures/weights.svg",
            caption="../report/captions/weights.rst",
            category="Best model",
            labels={"figure": "first-layer weights"},
        ),
        multiext("results/figures/weights", ".pdf", ".png"),
    log:
        "results/logs/plot/weights.log",
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.figures.weights"),
    shell:
        "python -m workflow.figures.weights {input.weights:q} {input.test:q} {output:q}" " > {log:q} 2>&1"
