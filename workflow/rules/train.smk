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
    conda:
        "../../environment.yml"
    threads: 1
    params:
        code=fingerprint("workflow.scripts.train"),
    shell:
        "python -m workflow.scripts.train {wildcards.run:q} results/data results/runs results/checkpoints"
        " > {log:q} 2>&1"
