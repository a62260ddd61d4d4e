rule train_to_rung:
    input:
        SAMPLES,
    output:
        "results/rungs/{epochs}/{run}.json",
    log:
        "results/logs/train_to_rung/{epochs}/{run}.log",
    wildcard_constraints:
        epochs="[0-9]+",
    # First, as another experiment that trains the same run to its end goes on from here.
    priority: 1
    group:
        PACK
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=memory,
        runtime=minutes,
    params:
        code=fingerprint("workflow.search.train_to_rung"),
    shell:
        program(
            "workflow.search.train_to_rung",
            "{wildcards.run:q} {wildcards.epochs:q} results/data results/runs results/checkpoints"
            " {output:q}",
        )


checkpoint promote:
    input:
        lambda wildcards: expand(
            rules.train_to_rung.output,
            epochs=rungs_of(wildcards)[-1],
            run=names_of(reaching(wildcards)),
        ),
    output:
        report(
            "results/tables/{experiment}{generation}-rungs-{rungs}.csv",
            caption="../report/captions/rung.rst",
            category="Experiment {experiment}",
            labels={"table": "promotions{generation}, rungs {rungs}"},
        ),
    log:
        "results/logs/promote/{experiment}{generation}-{rungs}.log",
    wildcard_constraints:
        generation="(-generation-[0-9]+)?",
        rungs="[0-9]+(-[0-9]+)*",
    conda:
        "../../environment.yml"
    params:
        halving=lambda wildcards: canonical(
            {
                "experiment": compared(wildcards),
                "rungs": rungs_of(wildcards),
            }
            | promoted_by(wildcards.experiment)
        ),
        code=fingerprint("workflow.search.promote"),
    shell:
        program("workflow.search.promote", "results/rungs {params.halving:q} {output:q}")


checkpoint propose:
    input:
        lambda wildcards: results_of(wildcards.experiment, int(wildcards.generation) - 1),
    output:
        "results/tables/{experiment}-generation-{generation}.json",
    log:
        "results/logs/propose/{experiment}-{generation}.log",
    wildcard_constraints:
        generation="[0-9]+",
    conda:
        "../../environment.yml"
    params:
        tried=lambda wildcards: tried(wildcards.experiment, int(wildcards.generation) - 1),
        search=lambda wildcards: canonical(
            {
                "sample": drawn(config["experiments"][wildcards.experiment]),
                "method": config["experiments"][wildcards.experiment]["search"]["method"],
                "generation": int(wildcards.generation),
                "n": generations_of(config["experiments"][wildcards.experiment])[
                    int(wildcards.generation) - 1
                ],
            }
        ),
        code=fingerprint("workflow.search.propose"),
    shell:
        program(
            "workflow.search.propose",
            "results/rungs results/runs {params.tried:q} {params.search:q} {output:q}",
        )


rule list_trials:
    input:
        lambda wildcards: results_of(wildcards.experiment, GENERATIONS[wildcards.experiment]),
        manifest=rules.parse.output.manifest,
    output:
        report(
            "results/tables/{experiment}-trials.csv",
            caption="../report/captions/listed_trials.rst",
            category="Experiment {experiment}",
            labels={"table": "all trials"},
        ),
    log:
        "results/logs/list_trials/{experiment}.log",
    conda:
        "../../environment.yml"
    params:
        tried=lambda wildcards: tried(wildcards.experiment, GENERATIONS[wildcards.experiment]),
        classes=len(config["data"]["classes"]),
        code=fingerprint("workflow.search.list_trials"),
    shell:
        program(
            "workflow.search.list_trials",
            "results/rungs results/runs {params.tried:q} {input.manifest:q} {params.classes:q} {output:q}",
        )


rule explain:
    input:
        rules.list_trials.output,
    output:
        importance=report(
            "results/tables/{experiment}-importance.csv",
            caption="../report/captions/explained_importance.rst",
            category="Experiment {experiment}",
            labels={"table": "importance"},
        ),
        dependence=report(
            "results/tables/{experiment}-dependence.csv",
            caption="../report/captions/explained_dependence.rst",
            category="Experiment {experiment}",
            labels={"table": "dependence on the strongest"},
        ),
    log:
        "results/logs/explain/{experiment}.log",
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.search.explain"),
    shell:
        program(
            "workflow.search.explain",
            "{input:q} --importance {output.importance:q} --dependence {output.dependence:q}",
        )
