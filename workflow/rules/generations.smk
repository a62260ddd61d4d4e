"""Searches: which configurations are tried, how far each is trained, and the files that this depends on."""

from typing import Any, NamedTuple

from workflow.base.readers import read_json
from workflow.configuration.experiments import combinations, drawn, generations_of
from workflow.search.halving import brackets, survivors

# The rungs of an experiment by halving at which its runs pause: all but the last, which is their end.
RUNGS = {
    name: settings["halving"]["rungs"][:-1]
    for name, settings in config["experiments"].items()
    if "halving" in settings
}
# How many generations of configurations an experiment has: one that is drawn, or a grid; others are proposed.
GENERATIONS = {name: len(generations_of(settings)) or 1 for name, settings in config["experiments"].items()}
SEARCHES = [name for name in EXPERIMENTS if name in RUNGS or GENERATIONS[name] > 1]


class Part(NamedTuple):
    """Configurations that are compared with each other: a generation, or a bracket of it."""

    generation: int
    rows: list[int]
    rungs: list[int]  # at which they pause


def halving_of(experiment):
    return config["experiments"][experiment].get("halving", {"rungs": [], "factor": 2, "hyperband": False})


def proposed(experiment, generation):
    """The configurations of a generation; Snakemake waits for those that are proposed."""
    if generation == 1:
        return combinations(EXPERIMENTS[experiment]["grid"])
    return read_json(table_of("propose", experiment=experiment, generation=generation), ["configurations"])[
        "configurations"
    ]


def grown(experiment, generations):
    """An experiment with the configurations of so many generations; Snakemake waits for each."""
    if generations == 1:
        return EXPERIMENTS[experiment]
    grid = [row for number in range(generations) for row in proposed(experiment, number + 1)]
    return EXPERIMENTS[experiment] | {"grid": grid}


def parts(experiment, generations):
    """The parts of so many generations, in order."""
    halving, rungs, start = halving_of(experiment), RUNGS.get(experiment, []), 0
    for generation in range(1, generations + 1):
        size = len(proposed(experiment, generation))
        split = (
            brackets(size, halving["rungs"], halving["factor"])
            if halving["hyperband"]
            else [list(range(size))]
        )
        for number, rows in enumerate(split):
            if rows:
                yield Part(generation, [start + row for row in rows], rungs[number:])
        start += size


def promotion(part, rungs):
    """The wildcards of a table of promotions: its generation, if there are others, and all rungs so far."""
    generation = f"-generation-{part.generation}" if part.generation > 1 else ""
    return {"generation": generation, "rungs": "-".join(map(str, rungs))}


def left(experiment, part, rungs):
    """The rows of a part that are left after these rungs; Snakemake waits for the last of them."""
    if not rungs:
        return part.rows
    table = table_of("promote", experiment=experiment, **promotion(part, rungs))
    return [part.rows[number] for number in survivors(table)]


def rungs_of(wildcards):
    """The rungs in the name of a table of promotions: all so far, as it depends on all of them."""
    return [int(epochs) for epochs in wildcards.rungs.split("-")]


def compared(wildcards):
    """The experiment and the part that a table of promotions is about."""
    generation = int(wildcards.generation.rpartition("-")[2] or 1)
    first = rungs_of(wildcards)[0]
    part = next(
        part
        for part in parts(wildcards.experiment, generation)
        if part.generation == generation and part.rungs[:1] == [first]
    )
    return grown(wildcards.experiment, generation), part


def tried(experiment, generations):
    """What programs need to know of so many generations, in JSON."""
    return canonical(
        {
            "experiment": grown(experiment, generations),
            "factor": halving_of(experiment)["factor"],
            "parts": [part._asdict() for part in parts(experiment, generations)],
        }
    )


def results_of(experiment, generations):
    """The files with what the configurations of so many generations had at each rung, and at their end."""
    whole, files = grown(experiment, generations), []
    for part in parts(experiment, generations):
        for number, epochs in enumerate(part.rungs):
            rows = left(experiment, part, part.rungs[:number])
            files += expand(rules.train_to_rung.output, epochs=epochs, run=names_of(whole | {"rows": rows}))
        rows = left(experiment, part, part.rungs)
        files += expand(rules.train.output.summary, run=names_of(whole | {"rows": rows}))
    return files


def finished(experiment):
    """An experiment with the rows of all its generations that are trained to their end."""
    whole = grown(experiment, GENERATIONS[experiment])
    rows = [
        row
        for part in parts(experiment, GENERATIONS[experiment])
        for row in left(experiment, part, part.rungs)
    ]
    return whole | {"rows": sorted(rows)}


def decisions_of_search(experiment):
    """What decided what was trained: an experiment's proposals and its promotions."""
    if experiment not in SEARCHES:
        return []
    generations = GENERATIONS[experiment]
    files = expand(rules.propose.output, experiment=experiment, generation=range(2, generations + 1))
    for part in parts(experiment, generations):
        for number, _ in enumerate(part.rungs, 1):
            files += expand(
                rules.promote.output, experiment=experiment, **promotion(part, part.rungs[:number])
            )
    return files


def explanation(experiment):
    """The tables of what a search tried and what mattered; other experiments have none."""
    files = [*rules.list_trials.output, *rules.explain.output]
    return expand(files, experiment=experiment) if experiment in SEARCHES else []


def promoted_among(wildcards):
    """An experiment with the rows that reach the last of the rungs in the name of a table of promotions."""
    experiment, part = compared(wildcards)
    return experiment | {"rows": left(wildcards.experiment, part, rungs_of(wildcards)[:-1])}
