rule manifest:
    input:
        # The table of all runs stands for their files, as their summaries do in it.
        rules.collect.output,
        rules.select.output,
        rules.parse.output.manifest,
        expand(rules.aggregate.output, experiment=EXPERIMENTS),
        expand("results/figures/{figure}.{format}", figure=FIGURES, format=FORMATS),
        # What may be beyond the megabyte up to which Snakemake compares contents is compared as parameters.
        ancient(rules.fetch.output),
        ancient([rules.parse.output[part] for part in ("train", "validation", "test")]),
        ancient(rules.report.output),
    output:
        "results/MANIFEST.sha256",
    log:
        "results/logs/manifest.log",
    conda:
        "../../environment.yml"
    params:
        data=lambda wildcards: DATA,
        report=rules.report.params.code,
        code=fingerprint("workflow.scripts.manifest"),
    shell:
        "python -m workflow.scripts.manifest results {input:q} --output {output:q} > {log:q} 2>&1"
