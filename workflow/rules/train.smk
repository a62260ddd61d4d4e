rule train:
    input:
        # Their content is a parameter, and their time of no matter.
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
        content=lambda wildcards: DATA,
        code=fingerprint("workflow.scripts.train"),
    shell:
        "python -m workflow.scripts.train {wildcards.run:q} results/data results/runs results/checkpoints"
        " > {log:q} 2>&1"
