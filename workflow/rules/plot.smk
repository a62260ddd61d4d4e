FORMATS = ["svg", "pdf", "png"]
# Names of all figures, without a format: `snakemake results/figures/NAME.svg` draws one.
FIGURES = ["dataset", "confusion", "weights"] + [
    f"{experiment}-{figure}"
    for experiment, settings in config["experiments"].items()
    for figure in FIGURES_OF[settings["figure"]]
]


rule plot_dataset:
    input:
        manifest=rules.parse.output.manifest,
        training=ancient(rules.parse.output.train),
    output:
        multiext("results/figures/dataset", ".svg", ".pdf", ".png"),
    log:
        "results/logs/plot/dataset.log",
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.scripts.plot_dataset"),
    shell:
        "python -m workflow.scripts.plot_dataset {input.training:q} {output:q} > {log:q} 2>&1"


rule plot_curves:
    input:
        table=rules.aggregate.output.csv,
        curves=rules.aggregate.output.curves,
    output:
        multiext("results/figures/{experiment}-{quantity}", ".svg", ".pdf", ".png"),
    log:
        "results/logs/plot/{experiment}-{quantity}.log",
    wildcard_constraints:
        quantity="|".join(FIGURES_OF["curves"]),
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.scripts.plot_curves"),
    shell:
        "python -m workflow.scripts.plot_curves {input.table:q} {input.curves:q}"
        " {wildcards.quantity:q} {output:q} > {log:q} 2>&1"


rule plot_heat_map:
    input:
        rules.aggregate.output.csv,
    output:
        multiext("results/figures/{experiment}-heat_map", ".svg", ".pdf", ".png"),
    log:
        "results/logs/plot/{experiment}-heat_map.log",
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.scripts.plot_heat_map"),
    shell:
        "python -m workflow.scripts.plot_heat_map {input:q} {output:q} > {log:q} 2>&1"


rule plot_confusion:
    input:
        rules.select.output.confusion,
    output:
        multiext("results/figures/confusion", ".svg", ".pdf", ".png"),
    log:
        "results/logs/plot/confusion.log",
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.scripts.plot_confusion"),
    shell:
        "python -m workflow.scripts.plot_confusion {input:q} {output:q} > {log:q} 2>&1"


rule plot_weights:
    input:
        # The model's summary holds the SHA-256 of its weights.
        model=rules.select.output.model,
        weights=ancient(rules.select.output.weights),
        test=ancient(rules.parse.output.test),
    output:
        multiext("results/figures/weights", ".svg", ".pdf", ".png"),
    log:
        "results/logs/plot/weights.log",
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.scripts.plot_weights"),
    shell:
        "python -m workflow.scripts.plot_weights {input.weights:q} {input.test:q} {output:q}"
        " > {log:q} 2>&1"
