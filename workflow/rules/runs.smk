from workflow.runs import resources


def epochs(wildcards):
    """The epochs up to a rung; None for a run that is trained to its end."""
    return int(wildcards.epochs) if "epochs" in wildcards.keys() else None


def pack(wildcards):
    """On a cluster, runs of similar length share a job: as many as the profile says."""
    return resources.size(wildcards.run, epochs(wildcards)) if workflow.non_local_exec else None


def memory(wildcards):
    return resources.megabytes(wildcards.run)


def minutes(wildcards, attempt):
    return resources.minutes(wildcards.run, attempt, epochs(wildcards))


# Within a job of a cluster, its pack of runs is run there, not each in a Snakemake of its own.
PACK = None if workflow.remote_exec else pack


rule train:
    input:
        SAMPLES,
    output:
        history="results/runs/{run}/history.parquet",
        weights="results/runs/{run}/weights.safetensors",
        summary="results/runs/{run}/run.json",
    log:
        "results/logs/train/{run}.log",
    benchmark:
        "results/benchmarks/train/{run}.tsv"
    group:
        PACK
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=memory,
        runtime=minutes,
    params:
        code=fingerprint("workflow.runs.train"),
    shell:
        "python -m workflow.runs.train {wildcards.run:q} results/data results/runs results/checkpoints"
        " > {log:q} 2>&1"
