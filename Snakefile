"""The front door: read the configuration, include the stages, name what is made by default."""

import os
import sys
from pathlib import Path

from snakemake.utils import min_version, validate

min_version("9.13")

sys.path.insert(0, workflow.basedir)
from workflow.runs import resources
from workflow.runs.names import check_names, names_of
from workflow.configuration.checks import check
from workflow.configuration.yaml_text import check_text
from workflow.report.excerpts import shown
from workflow.configuration.experiments import (
    FIGURES_OF,
    canonical,
    experiments_of,
    figures_of,
    figure_kind,
)
from workflow.base.integrity import remove_damaged
from workflow.base.fingerprint import fingerprint
from workflow.search.halving import survivors
from workflow.base.errors import user_errors_as_one_line
from workflow.configuration.schema import SCHEMA

with user_errors_as_one_line():
    for file in map(os.path.relpath, ("config.yaml", *workflow.overwrite_configfiles)):
        if os.path.exists(file):  # of one that does not, Snakemake says so
            check_text(Path(file))


configfile: "config.yaml"


with user_errors_as_one_line():
    check(config)
validate(config, SCHEMA)

if workflow.is_main_process:  # and not a job of it on a cluster
    for message in remove_damaged(Path("results")):
        print(message, file=sys.stderr)

# Programs run under the Python that runs Snakemake, and find the project from any working folder.
os.environ.update(
    PATH=os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", ""))),
    PYTHONPATH=str(workflow.basedir),
)

# The experiments of the default target. One on request belongs to it once it was asked for by name.
STUDY = {
    name: settings
    for name, settings in config["experiments"].items()
    if not settings["on_request"] or os.path.exists(f"results/tables/{name}.csv")
}
FORMS = {name: figure_kind(settings) for name, settings in config["experiments"].items()}
# All that the runs of an experiment depend on, and their names.
EXPERIMENTS = experiments_of(config)
RUNS = {name: names_of(experiment) for name, experiment in EXPERIMENTS.items()}
with user_errors_as_one_line():
    check_names(RUNS)


wildcard_constraints:
    run="[^/]+",
    experiment="|".join(EXPERIMENTS),


include: "workflow/rules/common.smk"
include: "workflow/rules/data.smk"
include: "workflow/rules/runs.smk"
include: "workflow/rules/search.smk"
include: "workflow/rules/tables.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/report.smk"
include: "workflow/rules/manifest.smk"


# On a cluster, parsing and training are jobs; the rest takes seconds, and fetching needs the network.
# Within a job, its pack of runs is run there, not each in a Snakemake of its own.
JOBS = () if workflow.remote_exec else ("parse", "train_to_rung", "train")
workflow.localrules(*(rule.name for rule in workflow.rules if rule.name not in JOBS))


rule all:
    default_target: True
    input:
        # Every file, as Snakemake makes again what was deleted only where the target names it.
        rules.manifest.output,
        rules.manifest.input,
        lambda wildcards: expand(rules.train.output, run=all_runs()),


# `snakemake NAME`: the table, the figures and the page of one experiment.
for experiment in EXPERIMENTS:

    rule:
        name:
            experiment
        input:
            expand(rules.report_experiment.output, experiment=experiment),
            expand(rules.aggregate.output, experiment=experiment),
            expand(rules.promote.output, experiment=experiment, rungs=promotions(experiment)),
            expand(
                "results/figures/{figure}.{format}",
                figure=figures_of(experiment, FORMS[experiment]),
                format=FORMATS,
            ),
            lambda wildcards, experiment=experiment: expand(rules.train.output, run=runs_of(experiment)),
