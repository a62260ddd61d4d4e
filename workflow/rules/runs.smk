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
        program("workflow.runs.train", "{wildcards.run:q} results/data results/runs results/checkpoints")
