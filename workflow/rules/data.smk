from workflow.data.samples import PARTS

FILES = [file["name"] for file in config["data"]["files"].values()]
# No parameter: it does not matter where files come from whose content is known by its SHA-256.
os.environ.update(DATA_SOURCES=canonical(config["data"]["sources"]))


rule fetch:
    output:
        files=expand("results/data/idx/{file}", file=FILES),
        # The size and SHA-256 of each: what depends on the files takes these, which Snakemake compares by content.
        sums=expand("results/data/idx/.{file}.sums", file=FILES),
    log:
        "results/logs/fetch.log",
    conda:
        "../../environment.yml"
    params:
        # A function, as Snakemake would take the braces of JSON for wildcards.
        files=lambda wildcards: canonical(config["data"]["files"]),
    shell:
        # Standard error stays on the terminal: it has the progress bar.
        # It finds its sources in the environment, as they are no part of the record.
        "CODE= python -m workflow.data.fetch results/data/idx --files {params.files:q} > {log:q}"


rule parse:
    input:
        # Ancient files alone are not enough: where they are made again, Snakemake would not look further.
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
        # A function, as Snakemake would take the braces of JSON for wildcards.
        files=lambda wildcards: canonical(config["data"]["files"]),
        # Each with its name, as Snakemake compares parameters as a set of values.
        words=[
            f"--classes={len(config['data']['classes'])}",
            f"--validation-size={config['data']['validation_size']}",
            f"--validation-seed={config['data']['validation_seed']}",
        ],
        code=fingerprint("workflow.data.parse"),
    shell:
        program(
            "workflow.data.parse", "results/data/idx results/data --files {params.files:q} {params.words:q}"
        )


# What a run is trained on. The manifest has the SHA-256 of the parts, whose time does not matter.
SAMPLES = [rules.parse.output.manifest, *(ancient(rules.parse.output[part]) for part in PARTS)]


rule name_classes:
    output:
        "results/data/classes.json",
    log:
        "results/logs/name_classes.log",
    conda:
        "../../environment.yml"
    params:
        names=lambda wildcards: canonical(config["data"]["classes"]),
        code=fingerprint("workflow.data.name_classes"),
    shell:
        program("workflow.data.name_classes", "{params.names:q} {output:q}")
