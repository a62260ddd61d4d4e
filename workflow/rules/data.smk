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


rule parse:
    input:
        # An ancient file alone is not enough: where its maker runs again, Snakemake would not look further.
        files=ancient(rules.fetch.output.files),
        sums=rules.fetch.output.sums,
    output:
        train="results/data/train.parquet",
        validation="results/data/validation.parquet",
        test="results/data/test.parquet",
        manifest="results/data/manifest.json",
    log:
        "results/logs/parse.log",
    conda:
        "../../environment.yml"
    params:
        # Functions, as Snakemake would take braces in a text of the configuration for wildcards.
        files=lambda wildcards: canonical(config["data"]["files"]),
        classes=lambda wildcards: canonical(config["data"]["classes"]),
        # Each with its name, as Snakemake compares a job's parameters as a set, without theirs.
        split=[
            f"--validation-size={config['data']['validation_size']}",
            f"--validation-seed={config['data']['validation_seed']}",
        ],
        code=fingerprint("workflow.data.parse"),
    shell:
        "python -m workflow.data.parse results/data/idx results/data"
        " --files {params.files:q} --classes {params.classes:q} {params.split:q} > {log:q} 2>&1"
