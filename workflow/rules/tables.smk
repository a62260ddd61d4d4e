rule aggregate:
    input:
        # A run's summary stands for its other files: training writes them first, and all of them again
        # if one is missing. Thousands of inputs more would be what planning spends its time on.
        lambda wildcards: expand(rules.train.output.summary, run=runs_of(wildcards.experiment)),
        manifest=rules.parse.output.manifest,
    output:
        csv=report(
            "results/tables/{experiment}.csv",
            caption="../report/captions/table.rst",
            category="Experiment {experiment}",
            labels={"table": "means over seeds"},
        ),
        markdown="results/tables/{experiment}.md",
        curves="results/tables/{experiment}-curves.parquet",
    log:
        "results/logs/aggregate/{experiment}.log",
    conda:
        "../../environment.yml"
    params:
        experiment=lambda wildcards: canonical(trained(wildcards.experiment)),
        code=lambda wildcards: fingerprint(
            "workflow.tables.aggregate", f"workflow/reference/{wildcards.experiment}.csv"
        ),
    shell:
        "python -m workflow.tables.aggregate results/runs {wildcards.experiment:q}"
        " {params.experiment:q} {input.manifest:q} --csv {output.csv:q} --markdown {output.markdown:q}"
        " --curves {output.curves:q} > {log:q} 2>&1"


rule collect:
    input:
        lambda wildcards: expand(rules.train.output.summary, run=all_runs()),
    output:
        parquet="results/tables/runs.parquet",
        csv=report(
            "results/tables/runs.csv",
            caption="../report/captions/runs.rst",
            category="Summary",
            labels={"table": "all runs"},
        ),
    log:
        "results/logs/collect.log",
    conda:
        "../../environment.yml"
    params:
        experiments=lambda wildcards: canonical({name: trained(name) for name in STUDY}),
        code=fingerprint("workflow.tables.collect"),
    shell:
        "python -m workflow.tables.collect results/runs {params.experiments:q}"
        " --parquet {output.parquet:q} --csv {output.csv:q} > {log:q} 2>&1"


rule select:
    input:
        table=rules.collect.output.parquet,
        manifest=rules.parse.output.manifest,
        test=ancient(rules.parse.output.test),
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
        "python -m workflow.tables.select {input.table:q} results/runs {input.test:q}"
        " --model {output.model:q} --weights {output.weights:q} --confusion {output.confusion:q}"
        " --predictions {output.predictions:q} > {log:q} 2>&1"
