"""Which runs are trained to their end: all of an experiment, or those that successive halving leaves."""

# The rungs of an experiment at which its runs pause: all but the last, which is their end.
RUNGS = {
    name: settings["halving"]["rungs"][:-1]
    for name, settings in config["experiments"].items()
    if "halving" in settings
}


def rungs_of(wildcards):
    """The rungs in the name of a table of promotions: all so far, as it hangs on all of them."""
    return [int(epochs) for epochs in wildcards.rungs.split("-")]


def promotions(experiment):
    """All rungs so far at each rung of an experiment, as the tables of promotions are named: 2, 2-6."""
    rungs = RUNGS.get(experiment, [])
    return ["-".join(map(str, rungs[: n + 1])) for n in range(len(rungs))]


def left(experiment, rungs):
    """An experiment with the rows that a number of rungs leaves; Snakemake waits for the last of them."""
    if not rungs:
        return EXPERIMENTS[experiment]
    table = checkpoints.promote.get(experiment=experiment, rungs="-".join(map(str, rungs))).output[0]
    return EXPERIMENTS[experiment] | {"rows": survivors(Path(table))}


def trained(experiment):
    """An experiment with the rows that are trained to their end."""
    return left(experiment, RUNGS.get(experiment, []))


def runs_of(experiment):
    """The names of the runs that are trained to their end."""
    return names_of(trained(experiment)) if experiment in RUNGS else RUNS[experiment]


def all_runs():
    """Those of the study. A run that stands in two experiments is trained once."""
    return list(dict.fromkeys(run for name in STUDY for run in runs_of(name)))
