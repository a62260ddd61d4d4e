rule train:
    input:
        # The manifest stands for the content of the parts.
        manifest=rules.parse.output.manifest,
        parts=ancient([rules.parse.output.train, rules.parse.output.validation, rules.parse.output.test]),
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
        data=subpath(input.manifest, parent=True),
        folder=subpath(output.summary, parent=True),
    shell:
        "python -m workflow.scripts.train {wildcards.run:q} {params.data:q} {params.folder:q}"
        " > {log:q} 2>&1"
