rule train:
    input:
        # It has the SHA-256 of the parts, whose time is of no matter.
        rules.parse.output.manifest,
        ancient(rules.parse.output.train),
        ancient(rules.parse.output.validation),
        ancient(rules.parse.output.test),
    output:
        history="results/runs/{run}/history.parquet",
        weights="results/runs/{run}/weights.safetensors",
        summary="results/runs/{run}/run.json",
    log:
        "results/logs/train/{run}.log",
    benchmark:
        "results/benchmarks/train/{run}.tsv"
    # On a cluster, runs of like time share a job: as many as the profile says.
    group:
        None
        if workflow.remote_exec
        else lambda wildcards: resources.size(wildcards.run) if workflow.non_local_exec else None
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=lambda wildcards: resources.megabytes(wildcards.run),
        runtime=lambda wildcards, attempt: resources.minutes(wildcards.run, attempt),
    params:
        code=fingerprint("workflow.runs.train"),
    shell:
        "python -m workflow.runs.train {wildcards.run:q} results/data results/runs results/checkpoints"
        " > {log:q} 2>&1"
