rule select:
    input:
        # It reads the files of the best run. Only the table says which that is, so all have to be there.
        lambda wildcards: expand(rules.train.output.summary, run=all_runs()),
        table=rules.collect.output.parquet,
        manifest=rules.parse.output.manifest,
        test=ancient(rules.parse.output.test),
        classes=rules.name_classes.output,
    output:
        model="results/best/run.json",
        weights="results/best/weights.safetensors",
        confusion=report(
            "results/tables/confusion.csv",
            caption="../report/captions/confusion_counts.rst",
            category="Best model",
            labels={"table": "confusion matrix, counts"},
        ),
        predictions="results/tables/predictions.parquet",
    log:
        "results/logs/select.log",
    conda:
        "../../environment.yml"
    params:
        code=fingerprint("workflow.tables.select"),
    shell:
        program(
            "workflow.tables.select",
            "{input.table:q} results/runs {input.test:q} {input.classes:q} --model {output.model:q}"
            " --weights {output.weights:q} --confusion {output.confusion:q}"
            " --predictions {output.predictions:q}",
        )


# The networks of an experiment's best configuration, to classify as one. A target of its own: some are large.
rule assemble:
    input:
        lambda wildcards: expand(rules.train.output.summary, run=runs_of(wildcards.experiment)),
        table=rules.aggregate.output.csv,
        classes=rules.name_classes.output,  # which `predict` needs beside an ensemble
    output:
        "results/ensembles/{experiment}.safetensors",
    log:
        "results/logs/assemble/{experiment}.log",
    conda:
        "../../environment.yml"
    params:
        experiment=lambda wildcards: canonical(trained(wildcards.experiment)),
        shift=lambda wildcards: shift_of(wildcards.experiment),
        code=fingerprint("workflow.tables.assemble"),
    shell:
        program(
            "workflow.tables.assemble",
            "{input.table:q} results/runs {params.experiment:q} {output:q} --shift {params.shift:q}",
        )
