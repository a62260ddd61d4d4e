"""Searches: which configurations are tried, how far each is trained, and the files that this depends on."""

import json
from typing import NamedTuple

from workflow.configuration.experiments import combinations, drawn, generations_of
from workflow.search.halving import brackets, survivors

# How many generations of configurations an experiment has: one that is drawn, or a grid; others are proposed.
GENERATIONS = {name: len(generations_of(settings)) or 1 for name, settings in config["experiments"].items()}
SEARCHES = [
    name for name, settings in config["experiments"].items() if settings.keys() & {"halving", "search"}
]


class Part(NamedTuple):
    """Configurations that are compared with each other: a generation, or a bracket of it."""

    generation: int
    rows: list[int]
    rungs: list[int]  # at which they pause


def halving_of(experiment):
    return config["experiments"][experiment].get(
        "halving", {"rungs": [], "factor": 2, "within": [], "hyperband": False}
    )


def promoted_by(experiment):
    """What is compared with what, and how many of them are promoted."""
    return {key: halving_of(experiment)[key] for key in ("factor", "within")}


def proposed(experiment, generation):
    """The configurations of a generation; Snakemake waits for those that are proposed."""
    if generation == 1:
        return combinations(EXPERIMENTS[experiment]["grid"])
    file = table_of("propose", experiment=experiment, generation=generation)
    return json.loads(file.read_text(encoding="utf-8"))["configurations"]


def grown(experiment, generations):
    """An experiment with the configurations of so many generations; Snakemake waits for each."""
    if generations == 1:
        return EXPERIMENTS[experiment]
    grid = [row for number in range(generations) for row in proposed(experiment, number + 1)]
    return EXPERIMENTS[experiment] | {"grid": grid}


def parts(experiment, generations):
    """The parts of so many generations, in order. The last rung is the end of training, and no pause."""
    halving, start = halving_of(experiment), 0
    for generation in range(1, generations + 1):
        rows = range(start, start + len(proposed(experiment, generation)))
        split = [rows]
        if halving["hyperband"]:
            split = brackets(rows, halving["rungs"], halving["factor"])
        for number, members in enumerate(split):
            if members:
                yield Part(generation, list(members), halving["rungs"][number:-1])
        start = rows.stop


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


def part_of(wildcards):
    """The part that a table of promotions is about: the one of its generation with its first rung."""
    generation = int(wildcards.generation.rpartition("-")[2] or 1)
    found = {(part.generation, *part.rungs[:1]): part for part in parts(wildcards.experiment, generation)}
    return found[generation, rungs_of(wildcards)[0]]


def compared(wildcards):
    """An experiment with the rows that a table of promotions compares at its first rung."""
    part = part_of(wildcards)
    return grown(wildcards.experiment, part.generation) | {"rows": part.rows}


def reaching(wildcards):
    """The same with those of them that reach its last rung."""
    return compared(wildcards) | {
        "rows": left(wildcards.experiment, part_of(wildcards), rungs_of(wildcards)[:-1])
    }


def tried(experiment, generations):
    """What programs need to know of so many generations, in JSON."""
    return canonical(
        {
            "experiment": grown(experiment, generations),
            "halving": promoted_by(experiment),
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
