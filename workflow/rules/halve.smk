rule pause:
    input:
        rules.parse.output.manifest,
        ancient(rules.parse.output.train),
        ancient(rules.parse.output.validation),
        ancient(rules.parse.output.test),
    output:
        "results/rungs/{epochs}/{run}.json",
    log:
        "results/logs/pause/{epochs}/{run}.log",
    wildcard_constraints:
        epochs="[0-9]+",
    # Where another experiment trains the same run to its end, that goes on from here.
    priority: 1
    group:
        None
        if workflow.remote_exec
        else lambda wildcards: (
            cluster.size(wildcards.run, int(wildcards.epochs)) if workflow.non_local_exec else None
        )
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards: cluster.megabytes(wildcards.run),
        runtime=lambda wildcards, attempt: cluster.minutes(wildcards.run, attempt, int(wildcards.epochs)),
    params:
        code=fingerprint("workflow.scripts.pause"),
    shell:
        "python -m workflow.scripts.pause {wildcards.run:q} {wildcards.epochs:q} results/data results/runs"
        " results/checkpoints {output:q} > {log:q} 2>&1"


checkpoint promote:
    input:
        lambda wildcards: expand(
            rules.pause.output,
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
        code=fingerprint("workflow.scripts.promote"),
    shell:
        "python -m workflow.scripts.promote results/rungs {params.halving:q} {output:q} > {log:q} 2>&1"
