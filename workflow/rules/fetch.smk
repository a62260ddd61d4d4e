rule fetch:
    output:
        expand("results/data/idx/{file}", file=config["data"]["files"]),
    log:
        "results/logs/fetch.log",
    conda:
        "../../environment.yml"
    params:
        # Functions, as Snakemake would take braces in a text of the configuration for wildcards.
        files=lambda wildcards: canonical(config["data"]["files"]),
        sources=lambda wildcards: canonical(config["data"]["sources"]),
        code=fingerprint("workflow.scripts.fetch"),
        folder=subpath(output[0], parent=True),
    shell:
        # The terminal keeps standard error: it has the progress bar.
        "python -m workflow.scripts.fetch {params.folder:q} --files {params.files:q}"
        " --sources {params.sources:q} > {log:q}"
