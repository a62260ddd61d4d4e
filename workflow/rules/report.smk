from workflow.report.excerpts import shown

TEMPLATES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in Path(ROOT, "workflow", "report").rglob("*")
    if path.suffix in (".j2", ".css", ".js", ".yaml")
)
BUILD = fingerprint("workflow.report.build", *TEMPLATES, *WORDS)
DATA_IN_WORDS = {key: config["data"][key] for key in ("name", "noun") if key in config["data"]}


rule report:
    input:
        expand("results/figures/{figure}.svg", figure=FIGURES),
        expand([TABLE, CURVES, VARIANCE, rules.evaluate.output.ensembles], experiment=STUDY),
        [explanation(name) for name in STUDY],
        rules.agreement.output,
        rules.collect.output.parquet,
        rules.select.output.model,
        rules.select.output.confusion,
        rules.select.output.predictions,
        rules.parse.output.manifest,
        WEIGHTS,  # ancient, like the test images: the model and the manifest have their SHA-256
        TEST,
    output:
        page=report(
            "results/report.html",
            caption="../report/captions/page.rst",
            category="Summary",
            labels={"page": "the report"},
        ),
        # The size and SHA-256 of the page, for rules that depend on it: Snakemake compares this file by content.
        sums="results/.report.html.sums",
    log:
        "results/logs/report.log",
    conda:
        "../../environment.yml"
    params:
        # Functions, as Snakemake would take braces in a text for wildcards.
        experiments=lambda wildcards: canonical({name: SECTIONS[name] for name in STUDY}),
        data=lambda wildcards: canonical(DATA_IN_WORDS),
        language=config["language"],
        code=BUILD + shown(),
    shell:
        program(
            "workflow.report.build",
            "study results {params.experiments:q} {params.data:q} {output.page:q}"
            " --language {params.language:q}",
        )


# One experiment by itself, as `snakemake NAME` shows it: no part of the study.
rule report_experiment:
    input:
        TABLE,
        CURVES,
        VARIANCE,
        rules.evaluate.output.ensembles,
        rules.parse.output.manifest,
        lambda wildcards: explanation(wildcards.experiment),
        lambda wildcards: expand(
            "results/figures/{figure}.svg",
            figure=figures_of(wildcards.experiment, FORMS[wildcards.experiment]),
        ),
    output:
        "results/reports/{experiment}.html",
    log:
        "results/logs/report/{experiment}.log",
    conda:
        "../../environment.yml"
    params:
        experiments=lambda wildcards: canonical({wildcards.experiment: SECTIONS[wildcards.experiment]}),
        data=lambda wildcards: canonical(DATA_IN_WORDS),
        language=config["language"],
        code=BUILD,
    shell:
        program(
            "workflow.report.build",
            "experiment results {params.experiments:q} {params.data:q} {output:q} --language {params.language:q}",
        )
