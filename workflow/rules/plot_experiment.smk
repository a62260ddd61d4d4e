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
