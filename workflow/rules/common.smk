"""Which runs are trained to their end: all of an experiment, or those that successive halving leaves."""

# The rungs of an experiment at which its runs pause: all but the last, which is their end.
RUNGS = {
    name: settings["halving"]["rungs"][:-1]
    for name, settings in config["experiments"].items()
    if "halving" in settings
}


def before(experiment, epochs):
    """The rungs of an experiment before one of them."""
    return [rung for rung in RUNGS[experiment] if rung < int(epochs)]


def left(experiment, rungs):
    """An experiment with the rows that the last of some rungs leaves, for which Snakemake waits."""
    if not rungs:
        return EXPERIMENTS[experiment]
    table = checkpoints.promote.get(experiment=experiment, epochs=rungs[-1]).output[0]
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
