# Not a parameter: where the files came from is of no matter, as their content is that of the SHA-256.
os.environ.update(DATA_SOURCES=canonical(config["data"]["sources"]))


rule fetch:
    output:
        files=expand("results/data/idx/{file}", file=config["data"]["files"]),
        # The size and SHA-256 of each: what hangs on them takes these, which Snakemake compares by content.
        sums=expand("results/data/idx/.{file}.sums", file=config["data"]["files"]),
    log:
        "results/logs/fetch.log",
    conda:
        "../../environment.yml"
    params:
        # A function, as Snakemake would take braces in a text of the configuration for wildcards.
        files=lambda wildcards: canonical(config["data"]["files"]),
    shell:
        # The terminal keeps standard error: it has the progress bar.
        "python -m workflow.data.fetch results/data/idx --files {params.files:q}"
        ' --sources "$DATA_SOURCES" > {log:q}'
