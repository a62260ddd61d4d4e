from workflow.report.excerpts import shown

TEMPLATES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in Path(ROOT, "workflow", "report").rglob("*")
    if path.suffix in (".j2", ".css", ".js", ".yaml")
)
SECTIONS = {name: {"title": settings["title"], "figure": FORMS[name]} for name, settings in STUDY.items()}


rule report:
    input:
        expand("results/figures/{figure}.svg", figure=FIGURES),
        expand(rules.aggregate.output.csv, experiment=STUDY),
        expand(rules.aggregate.output.curves, experiment=STUDY),
        rules.collect.output.parquet,
        rules.select.output.model,
        rules.select.output.confusion,
        rules.select.output.predictions,
        rules.parse.output.manifest,
    output:
        page=report(
            "results/report.html",
            caption="../report/captions/page.rst",
            category="Summary",
            labels={"page": "the report"},
        ),
        # Its size and SHA-256: what depends on the page takes this file, which Snakemake compares by content.
        sums="results/.report.html.sums",
    log:
        "results/logs/report.log",
    conda:
        "../../environment.yml"
    params:
        # A function, as Snakemake would take braces in a title for wildcards.
        experiments=lambda wildcards: canonical(SECTIONS),
        code=fingerprint("workflow.report.build", *TEMPLATES) + shown(),
    shell:
        "python -m workflow.report.build results {params.experiments:q} {output.page:q} > {log:q} 2>&1"
