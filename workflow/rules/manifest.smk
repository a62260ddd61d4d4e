import hashlib

from workflow.base.fingerprint import statements


# Beside the results, so that a later change of the code has a name: `make compare`.
rule list_code:
    output:
        "results/code.json",
    log:
        "results/logs/list_code.log",
    conda:
        "../../environment.yml"
    params:
        code=hashlib.sha256(canonical(statements()).encode()).hexdigest(),
    shell:
        program("workflow.base.list_code", "{output:q}")


rule manifest:
    input:
        # The table of all runs is enough for their files: it depends on their summaries.
        rules.collect.output,
        rules.select.output,
        rules.parse.output.manifest,
        rules.name_classes.output,
        rules.list_code.output,
        expand([*rules.aggregate.output, rules.evaluate.output.ensembles], experiment=STUDY),
        rules.agreement.output,
        [expand(rules.promote.output, experiment=name, rungs=promotions(name)) for name in STUDY],
        lambda wildcards: [
            file
            for name in STUDY
            for file in expand(rules.decide.output, experiment=name, seeds=decisions(name))
        ],
        expand("results/figures/{figure}.{format}", figure=FIGURES, format=FORMATS),
        # Larger than the megabyte up to which Snakemake compares contents: compared by their sums.
        ancient(rules.fetch.output.files),
        ancient([rules.parse.output[part] for part in ("train", "validation", "test")]),
        ancient(expand(rules.evaluate.output.images, experiment=STUDY)),
        ancient(rules.report.output.page),
        sums=[
            rules.fetch.output.sums,
            rules.report.output.sums,
            expand(rules.evaluate.output.sums, experiment=STUDY),
        ],
    output:
        "results/MANIFEST.sha256",
    log:
        "results/logs/manifest.log",
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.tables.manifest"),
    shell:
        program("workflow.tables.manifest", "results {input:q} --output {output:q}")
