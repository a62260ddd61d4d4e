"""What the rules share: the environment of the programs, the experiments and their runs."""

import os
from pathlib import Path

from workflow.base.errors import InputError
from workflow.base.files import sha256
from workflow.base.fingerprint import fingerprint
from workflow.base.integrity import damage
from workflow.base.staleness import Records
from workflow.configuration.experiments import (
    FIGURES_OF,
    configurations,
    experiments_of,
    figure_kind,
    figures_of,
    seeds_of,
)
from workflow.runs import resources
from workflow.runs.names import check_names, names_of
from workflow.tables import rounds

# Programs run under the Python that runs Snakemake, and find the project from any working folder.
for variable, folder in (("PATH", Path(sys.executable).parent), ("PYTHONPATH", ROOT)):
    os.environ[variable] = os.pathsep.join(filter(None, (str(folder), os.environ.get(variable))))

# What each experiment depends on; those of the study, which is all but those on request; and their runs.
EXPERIMENTS = experiments_of(config)
STUDY = {name: settings for name, settings in config["experiments"].items() if not settings["on_request"]}
FORMS = {name: figure_kind(settings) for name, settings in config["experiments"].items()}
RUNS = {name: names_of(experiment) for name, experiment in EXPERIMENTS.items()}
with user_errors_as_one_line():
    check_names(RUNS)
# The numbers of seeds at which the rows of an experiment with seeds by need are judged.
ROUNDS = {
    name: rounds.rounds_of(seeds["from"], seeds["to"])
    for name in EXPERIMENTS
    if isinstance(seeds := seeds_of(config, name), dict)
}


def program(name, arguments):
    """A rule's command: a program, which finds its fingerprint in the variable CODE, for its record."""
    return f"CODE={{params.code:q}} python -m {name} {arguments} > {{log:q}} 2>&1"


# In the main process, not in each job that it starts.
with user_errors_as_one_line():
    RECORDS = Records(Path("results")) if workflow.is_main_process else None


wildcard_constraints:
    run="[^/]+",
    experiment="|".join(EXPERIMENTS),


def check_experiment_names():
    """Refuse an experiment with the name of a rule, or whose table is a file of another rule."""
    files = {str(file) for each in workflow.modifier.rules for file in each.output}
    taken = [
        name
        for name in EXPERIMENTS
        if workflow.is_rule(workflow.modifier.modify_rulename(name))
        or not files.isdisjoint(expand(rules.aggregate.output, experiment=name))
    ]
    if taken:
        raise InputError(
            "\n".join(
                f"configuration: experiments: {name} is a name of the workflow's own; choose another"
                for name in taken
            )
        )


def margin_of(experiment):
    """The difference that matters, in points."""
    return config["experiments"][experiment].get("margin", config["margin"])


def shift_of(experiment):
    """By how many pixels the copies of an image are moved over which its probabilities are averaged."""
    return config["experiments"][experiment].get("evaluation", {"shift": 0})["shift"]


def table_of(name, **wildcards):
    """The table of a checkpoint, for which Snakemake waits.

    One that is missing or damaged is forced, as by `--forcerun`: for a file that exists already, and now depends
    on one round more, Snakemake would not make it.
    """
    (table,) = expand(getattr(rules, name).output, **wildcards)
    if not Path(table).exists():
        workflow.dag.forcefiles.add(table)
    elif table not in workflow.dag.forcefiles and (said := damage(Path(table), sha256(Path(table)))):
        workflow.dag.forcefiles.add(table)
        if RECORDS and table not in RECORDS.damaged:
            print(f"{said}; it is made again", file=sys.stderr)
    return Path(getattr(checkpoints, name).get(**wildcards).output[0])


def decisions(experiment):
    """The rounds of seeds up to the one after which no row is given more; Snakemake waits for each."""
    asked = []
    for seeds in ROUNDS.get(experiment, []):
        asked.append(seeds)
        now, then = rounds.seeds_of(table_of("decide", experiment=experiment, seeds=seeds))
        if now == then:
            break
    return asked


def last_decision(wildcards):
    """The table of the last round of seeds, of an experiment with seeds by need."""
    seeds = decisions(wildcards.experiment)[-1:]
    return expand(rules.decide.output, experiment=wildcards.experiment, seeds=seeds)


def given(experiment, seeds):
    """An experiment with the seeds of each row in the round of so many; Snakemake waits for the round before."""
    first, *_ = ROUNDS[experiment]
    counts = [first] * len(configurations(EXPERIMENTS[experiment]))
    if seeds > first:
        before = max(each for each in ROUNDS[experiment] if each < seeds)
        _, counts = rounds.seeds_of(table_of("decide", experiment=experiment, seeds=before))
    return EXPERIMENTS[experiment] | {"counts": counts}


def trained(experiment):
    """An experiment with the rows that are trained to their end, and the seeds that each is given."""
    if experiment in ROUNDS:
        return given(experiment, decisions(experiment)[-1])
    return finished(experiment) if experiment in SEARCHES else EXPERIMENTS[experiment]


def runs_of(experiment):
    """The names of the runs that are trained to their end."""
    known = experiment not in SEARCHES and experiment not in ROUNDS
    return RUNS[experiment] if known else names_of(trained(experiment))


def all_runs():
    """The names of the study's runs. One that belongs to two experiments is trained once."""
    return list(dict.fromkeys(run for name in STUDY for run in runs_of(name)))


def epochs(wildcards):
    """The epochs up to a rung; None for a run that is trained to its end."""
    return int(wildcards.epochs) if "epochs" in wildcards.keys() else None


def pack(wildcards):
    """On a cluster, runs of similar length share a job: as many as the profile says."""
    return resources.size(wildcards.run, epochs(wildcards)) if workflow.non_local_exec else None


def memory(wildcards):
    return resources.megabytes(wildcards.run)


def minutes(wildcards, attempt):
    return resources.minutes(wildcards.run, attempt, epochs(wildcards))


# Within a job of a cluster, its pack of runs is run there, not each in a Snakemake of its own.
PACK = None if workflow.remote_exec else pack
