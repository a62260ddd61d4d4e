rule report:
    input:
        expand("results/figures/{figure}.svg", figure=FIGURES),
        expand(rules.aggregate.output.csv, experiment=EXPERIMENTS),
        rules.collect.output.parquet,
        rules.select.output.model,
        rules.select.output.confusion,
        rules.parse.output.manifest,
    output:
        page=report("results/report.html", category="Report"),
        # Its size and SHA-256: what hangs on the page takes this file, which Snakemake compares by content.
        sums="results/.report.html.sums",
    log:
        "results/logs/report.log",
    conda:
        "../../environment.yml"
    params:
        # A function, as Snakemake would take braces in a title for wildcards.
        experiments=lambda wildcards: canonical(
            {
                name: {key: experiment[key] for key in ("title", "figure")}
                for name, experiment in config["experiments"].items()
            }
        ),
        code=fingerprint(
            "workflow.scripts.report",
            "workflow/report/report.html.j2",
            "workflow/report/report.css",
        ),
    shell:
        "python -m workflow.scripts.report results {params.experiments:q} {output.page:q} > {log:q} 2>&1"
