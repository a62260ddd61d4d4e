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
        classes=rules.name_classes.output,
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
        "python -m workflow.figures.dataset {input.training:q} {input.classes:q} {output:q} > {log:q} 2>&1"


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
        classes=rules.name_classes.output,
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
        "python -m workflow.figures.errors {input.predictions:q} {input.test:q} {input.classes:q} {output:q}"
        " > {log:q} 2>&1"


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


rule plot_curves:
    input:
        table=rules.aggregate.output.csv,
        curves=rules.aggregate.output.curves,
    output:
        report(
            "results/figures/{experiment}-{quantity}.svg",
            caption="../report/captions/curves.rst",
            category="Experiment {experiment}",
            labels={"figure": "{quantity}"},
        ),
        multiext("results/figures/{experiment}-{quantity}", ".pdf", ".png"),
    log:
        "results/logs/plot/{experiment}-{quantity}.log",
    wildcard_constraints:
        quantity="|".join(FIGURES_OF["curves"]),
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.figures.curves"),
    shell:
        "python -m workflow.figures.curves {input.table:q} {input.curves:q}"
        " {wildcards.quantity:q} {output:q} > {log:q} 2>&1"


rule plot_effects:
    input:
        table=rules.aggregate.output.csv,
        curves=rules.aggregate.output.curves,
    output:
        report(
            "results/figures/{experiment}-effects.svg",
            caption="../report/captions/effects.rst",
            category="Experiment {experiment}",
            labels={"figure": "effect of each setting"},
        ),
        multiext("results/figures/{experiment}-effects", ".pdf", ".png"),
    log:
        "results/logs/plot/{experiment}-effects.log",
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.figures.effects"),
    shell:
        "python -m workflow.figures.effects {input.table:q} {input.curves:q} {output:q}" " > {log:q} 2>&1"


rule plot_parallel:
    input:
        table=rules.aggregate.output.csv,
        curves=rules.aggregate.output.curves,
    output:
        report(
            "results/figures/{experiment}-parallel.svg",
            caption="../report/captions/parallel.rst",
            category="Experiment {experiment}",
            labels={"figure": "every run"},
        ),
        multiext("results/figures/{experiment}-parallel", ".pdf", ".png"),
    log:
        "results/logs/plot/{experiment}-parallel.log",
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.figures.parallel"),
    shell:
        "python -m workflow.figures.parallel {input.table:q} {input.curves:q} {output:q}" " > {log:q} 2>&1"


rule plot_selection:
    input:
        rules.aggregate.output.csv,
    output:
        report(
            "results/figures/{experiment}-selection.svg",
            caption="../report/captions/selection.rst",
            category="Experiment {experiment}",
            labels={"figure": "test against validation"},
        ),
        multiext("results/figures/{experiment}-selection", ".pdf", ".png"),
    log:
        "results/logs/plot/{experiment}-selection.log",
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.figures.selection"),
    shell:
        "python -m workflow.figures.selection {input:q} {output:q} > {log:q} 2>&1"


rule plot_cost:
    input:
        table=rules.aggregate.output.csv,
        curves=rules.aggregate.output.curves,
    output:
        report(
            "results/figures/{experiment}-cost.svg",
            caption="../report/captions/cost.rst",
            category="Experiment {experiment}",
            labels={"figure": "cost of the search"},
        ),
        multiext("results/figures/{experiment}-cost", ".pdf", ".png"),
    log:
        "results/logs/plot/{experiment}-cost.log",
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.figures.cost"),
    shell:
        "python -m workflow.figures.cost {input.table:q} {input.curves:q} {output:q}" " > {log:q} 2>&1"


rule plot_rungs:
    input:
        promotions=lambda wildcards: expand(
            rules.promote.output,
            experiment=wildcards.experiment,
            rungs=promotions(wildcards.experiment)[-1],
        ),
        table=rules.aggregate.output.csv,
    output:
        report(
            "results/figures/{experiment}-rungs.svg",
            caption="../report/captions/rungs.rst",
            category="Experiment {experiment}",
            labels={"figure": "successive halving"},
        ),
        multiext("results/figures/{experiment}-rungs", ".pdf", ".png"),
    log:
        "results/logs/plot/{experiment}-rungs.log",
    conda:
        "../../environment.yml"
    params:
        epochs=lambda wildcards: config["experiments"][wildcards.experiment]["halving"]["rungs"][-1],
        code=fingerprint("workflow.figures.rungs"),
    shell:
        "python -m workflow.figures.rungs {input.promotions:q} {input.table:q} {params.epochs:q} {output:q}"
        " > {log:q} 2>&1"


rule plot_heat_map:
    input:
        rules.aggregate.output.csv,
    output:
        report(
            "results/figures/{experiment}-heat_map.svg",
            caption="../report/captions/heat_map.rst",
            category="Experiment {experiment}",
            labels={"figure": "heat map"},
        ),
        multiext("results/figures/{experiment}-heat_map", ".pdf", ".png"),
    log:
        "results/logs/plot/{experiment}-heat_map.log",
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.figures.heat_map"),
    shell:
        "python -m workflow.figures.heat_map {input:q} {output:q} > {log:q} 2>&1"
