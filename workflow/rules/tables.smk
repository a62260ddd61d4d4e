# What every network of an experiment says of each validation and test image.
rule evaluate:
    input:
        lambda wildcards: expand(rules.train.output.summary, run=runs_of(wildcards.experiment)),
        manifest=rules.parse.output.manifest,
        validation=ancient(rules.parse.output.validation),
        test=ancient(rules.parse.output.test),
    output:
        images="results/tables/{experiment}-images.parquet",
        ensembles="results/tables/{experiment}-ensembles.csv",
        # The size and SHA-256 of both, for rules that depend on the images: Snakemake compares this file by content.
        sums="results/tables/.{experiment}-ensembles.csv.sums",
    log:
        "results/logs/evaluate/{experiment}.log",
    conda:
        "../../environment.yml"
    params:
        experiment=lambda wildcards: canonical(trained(wildcards.experiment)),
        shift=lambda wildcards: shift_of(wildcards.experiment),
        code=fingerprint("workflow.tables.evaluate"),
    shell:
        program(
            "workflow.tables.evaluate",
            "results/runs {params.experiment:q} {input.validation:q} {input.test:q} --shift {params.shift:q}"
            " --images {output.images:q} --ensembles {output.ensembles:q}",
        )


checkpoint decide:
    input:
        lambda wildcards: expand(
            rules.train.output.summary, run=names_of(given(wildcards.experiment, int(wildcards.seeds)))
        ),
    output:
        report(
            "results/tables/{experiment}-seeds-{seeds}.csv",
            caption="../report/captions/seeds.rst",
            category="Experiment {experiment}",
            labels={"table": "decisions after {seeds} seeds"},
        ),
    log:
        "results/logs/decide/{experiment}-{seeds}.log",
    wildcard_constraints:
        seeds="[0-9]+",
    conda:
        "../../environment.yml"
    params:
        need=lambda wildcards: canonical(
            {
                "experiment": given(wildcards.experiment, int(wildcards.seeds)),
                "rounds": ROUNDS[wildcards.experiment],
                "seeds": int(wildcards.seeds),
                "margin": margin_of(wildcards.experiment),
            }
        ),
        code=fingerprint("workflow.tables.decide"),
    shell:
        program("workflow.tables.decide", "results/runs {params.need:q} {output:q}")


rule aggregate:
    input:
        # A run's summary is enough: training writes it last, and all files again if one is missing.
        # Planning would spend most of its time on thousands of inputs more.
        lambda wildcards: expand(rules.train.output.summary, run=runs_of(wildcards.experiment)),
        manifest=rules.parse.output.manifest,
        ensembles=rules.evaluate.output.ensembles,
        images=ancient("results/tables/{experiment}-images.parquet"),
        sums=rules.evaluate.output.sums,
        decided=last_decision,
    output:
        csv=report(
            "results/tables/{experiment}.csv",
            caption="../report/captions/table.rst",
            category="Experiment {experiment}",
            labels={"table": "means over seeds"},
        ),
        markdown="results/tables/{experiment}.md",
        variance="results/tables/{experiment}-variance.csv",
        curves="results/tables/{experiment}-curves.parquet",
    log:
        "results/logs/aggregate/{experiment}.log",
    conda:
        "../../environment.yml"
    params:
        experiment=lambda wildcards: canonical(trained(wildcards.experiment)),
        # Each with its name, as Snakemake compares parameters as a set of values.
        words=lambda wildcards: [
            f"--classes={len(config['data']['classes'])}",
            f"--margin={margin_of(wildcards.experiment)}",
            *(f"--decided={table}" for table in last_decision(wildcards)),
            f"--shift={shift_of(wildcards.experiment)}",
        ],
        code=lambda wildcards: fingerprint(
            "workflow.tables.aggregate", f"workflow/reference/{wildcards.experiment}.csv"
        ),
    shell:
        program(
            "workflow.tables.aggregate",
            "results/runs {wildcards.experiment:q} {params.experiment:q} {input.manifest:q}"
            " {params.words:q} --images {input.images:q} --ensembles {input.ensembles:q} --csv {output.csv:q}"
            " --markdown {output.markdown:q} --variance {output.variance:q} --curves {output.curves:q}",
        )


rule agreement:
    input:
        images=ancient(expand(rules.evaluate.output.images, experiment=STUDY)),
        sums=expand(rules.evaluate.output.sums, experiment=STUDY),
        manifest=rules.parse.output.manifest,
        test=ancient(rules.parse.output.test),
        classes=rules.name_classes.output,
    output:
        never_right=report(
            "results/tables/never_right.csv",
            caption="../report/captions/never_right.rst",
            category="Summary",
            labels={"table": "what no network gets right"},
        ),
        agreement=report(
            "results/tables/agreement.csv",
            caption="../report/captions/agreement.rst",
            category="Summary",
            labels={"table": "agreement of the networks"},
        ),
    log:
        "results/logs/agreement.log",
    conda:
        "../../environment.yml"
    params:
        experiments=lambda wildcards: canonical(list(STUDY)),
        code=fingerprint("workflow.tables.agreement"),
    shell:
        program(
            "workflow.tables.agreement",
            "{input.test:q} {input.classes:q} results/tables {params.experiments:q} --never-right"
            " {output.never_right:q} --agreement {output.agreement:q}",
        )


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
        program(
            "workflow.tables.collect",
            "results/runs {params.experiments:q} --parquet {output.parquet:q} --csv {output.csv:q}",
        )
