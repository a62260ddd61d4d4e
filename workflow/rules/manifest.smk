import hashlib

from workflow.base.fingerprint import statements
from workflow.report.crate import code_files


# Beside the results, so that a later change of the code has a name: `make compare`.
rule list_code:
    output:
        "results/code.json",
    log:
        "results/logs/list_code.log",
    conda:
        "../../environment.yml"
    params:
        code=hashlib.sha256(canonical(statements("workflow.runs.train")).encode()).hexdigest(),
    shell:
        program("workflow.base.list_code", "workflow.runs.train {output:q}")


rule manifest:
    input:
        # The table of all runs is enough for their files: it depends on their summaries.
        rules.collect.output,
        rules.select.output,
        rules.parse.output.manifest,
        rules.name_classes.output,
        rules.list_code.output,
        expand([*rules.aggregate.output, rules.evaluate.output.ensembles], experiment=STUDY),
        [explanation(name) for name in STUDY],
        rules.agreement.output,
        lambda wildcards: [
            file
            for name in STUDY
            for file in expand(rules.decide.output, experiment=name, seeds=decisions(name))
            + decisions_of_search(name)
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


# What Snakemake's report says of a file, by a pattern of its name. Rules come in any order.
CAPTIONS = sorted(
    (file.regex().pattern, Path(str(file.flags["report"].caption)).name)
    for each in workflow.modifier.rules
    for file in each.output
    if "report" in file.flags
)


# The study as a research object, on request.
rule export:
    input:
        rules.manifest.output,
    output:
        "results/ro-crate-metadata.json",
        "results/code/config.yaml",  # beside the code, which is copied with it
    log:
        "results/logs/export.log",
    conda:
        "../../environment.yml"
    params:
        config=lambda wildcards: CONFIGURED,
        captions=lambda wildcards: canonical(dict(CAPTIONS)),
        code=lambda wildcards: fingerprint("workflow.report.export", *code_files()),
    shell:
        program("workflow.report.export", "results {params.config:q} {params.captions:q}")
