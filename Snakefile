"""The front door: read the configuration, include the rules, name what is made by default."""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from snakemake.utils import min_version, validate

min_version("9.13")

HOME = workflow.current_basedir  # workflow.basedir is the importer's, where this is used as a module
ROOT = str(HOME)
if not HOME.is_local:
    # Deployed from a repository on the network, of which Snakemake has a bare clone. Programs need a folder.
    revision = HOME.hosted_repo.repo.commit(HOME.ref)
    ROOT = str(Path(".snakemake", "workflows", revision.hexsha).resolve())
    if not Path(ROOT).exists():
        Path(ROOT).parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=Path(ROOT).parent) as temporary:
            revision.repo.git.archive(revision.hexsha, output=f"{temporary}/files.tar")
            shutil.unpack_archive(f"{temporary}/files.tar", f"{temporary}/files", filter="data")
            Path(temporary, "files").rename(ROOT)
sys.path.insert(0, ROOT)
from workflow.base.errors import user_errors_as_one_line
from workflow.configuration.checks import check, check_folders
from workflow.configuration.experiments import canonical
from workflow.configuration.schema import SCHEMA
from workflow.configuration.yaml_text import check_texts

with user_errors_as_one_line():
    if workflow.is_main_process:
        check_folders()
    if not workflow.modifier.skip_configfile:  # of a module that is given its configuration
        check_texts("config.yaml", *workflow.overwrite_configfiles)


configfile: "config.yaml"


with user_errors_as_one_line():
    check(config)
CONFIGURED = canonical(config)  # without defaults, some of which a config file may not state
validate(config, SCHEMA)


include: "workflow/rules/common.smk"
include: "workflow/rules/generations.smk"
include: "workflow/rules/data.smk"
include: "workflow/rules/runs.smk"
include: "workflow/rules/search.smk"
include: "workflow/rules/tables.smk"
include: "workflow/rules/models.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/report.smk"
include: "workflow/rules/manifest.smk"


rule all:
    default_target: True
    input:
        # Every file: one that was deleted is made again only if a target names it.
        rules.manifest.output,
        rules.manifest.input,
        lambda wildcards: expand(rules.train.output, run=all_runs()),


with user_errors_as_one_line():
    check_experiment_names()

# `snakemake NAME`: the table, the figures and the page of one experiment.
for experiment in EXPERIMENTS:

    rule:
        name:
            experiment
        input:
            expand(rules.report_experiment.output, experiment=experiment),
            expand(rules.aggregate.output, experiment=experiment),
            explanation(experiment),
            expand(
                "results/figures/{figure}.{format}",
                figure=figures_of(experiment, FORMS[experiment]),
                format=FORMATS,
            ),
            lambda wildcards, experiment=experiment: expand(rules.train.output, run=runs_of(experiment))
            + expand(rules.decide.output, experiment=experiment, seeds=decisions(experiment))
            + decisions_of_search(experiment),


include: "workflow/rules/execution.smk"
