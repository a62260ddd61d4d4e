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
            run=names_of(left(wildcards.experiment, rungs_of(wildcards)[:-1])),
        ),
    output:
        report(
            "results/tables/{experiment}-rungs-{rungs}.csv",
            caption="../report/captions/rung.rst",
            category="Experiment {experiment}",
            labels={"table": "promotions, rungs {rungs}"},
        ),
    log:
        "results/logs/promote/{experiment}-{rungs}.log",
    wildcard_constraints:
        rungs="[0-9]+(-[0-9]+)*",
    conda:
        "../../environment.yml"
    params:
        halving=lambda wildcards: canonical(
            {
                "experiment": EXPERIMENTS[wildcards.experiment],
                "rungs": rungs_of(wildcards),
                "factor": config["experiments"][wildcards.experiment]["halving"]["factor"],
            }
        ),
        code=fingerprint("workflow.search.promote"),
    shell:
        program("workflow.search.promote", "results/rungs {params.halving:q} {output:q}")


# Every configuration that a search tried, when, how far it was trained and how it did.
TRIALS = "results/tables/{experiment}-trials.csv"


rule explain:
    input:
        TRIALS,
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


def explanation(experiment):
    """The tables of what a search tried and what mattered; other experiments have none."""
    searched = "progress" in FIGURES_OF[FORMS[experiment]]
    return expand([TRIALS, *rules.explain.output], experiment=experiment) if searched else []
