# All that the content of the three parts hangs on.
DATA = canonical(
    {key: config["data"][key] for key in ("files", "classes", "validation_size", "validation_seed")}
    | {"code": fingerprint("workflow.scripts.parse")}
)


rule parse:
    input:
        # Their content is that of the SHA-256 in the configuration, which is a parameter.
        ancient(rules.fetch.output),
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
        content=lambda wildcards: DATA,
        files=lambda wildcards: canonical(config["data"]["files"]),
        classes=lambda wildcards: canonical(config["data"]["classes"]),
        # Each with its name, as Snakemake compares a job's parameters as a set, without theirs.
        split=[
            f"--validation-size={config['data']['validation_size']}",
            f"--validation-seed={config['data']['validation_seed']}",
        ],
        folder=subpath(input[0], parent=True),
        data=subpath(output.manifest, parent=True),
    shell:
        "python -m workflow.scripts.parse {params.folder:q} {params.data:q}"
        " --files {params.files:q} --classes {params.classes:q} {params.split:q} > {log:q} 2>&1"
