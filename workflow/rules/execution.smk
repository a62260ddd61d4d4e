import ast

from snakemake.exceptions import IncompleteCheckpointException
from snakemake.io import IOFile, apply_wildcards

from workflow.base.staleness import DAMAGED, OTHER_CODE, OTHER_PARAMETERS, Passed

# On a cluster, parsing and training are jobs; the rest takes seconds, and fetching needs the network.
# Within such a job, its runs are run there, not each in a Snakemake of its own.
JOBS = () if workflow.remote_exec else ("parse", "train_to_rung", "train")
workflow.localrules(
    *{each.name for each in workflow.modifier.rules} - set(map(workflow.modifier.modify_rulename, JOBS))
)


LINES = 12  # about what is made again, at most: Snakemake lists the jobs
SAID = set()  # of what there was a line already: rule and reason
AGAIN = set()  # files that are made again because of what was found here


def texts(value):
    """A parameter as its words stand on the command line."""
    return {text for each in value for text in texts(each)} if isinstance(value, list) else {str(value)}


def remembered(this, file, record):
    """Whether Snakemake knows how this very file was made: then its own comparison says more."""
    known = workflow.persistence.metadata(IOFile(file, rule=this))
    if not (known and known.params and record):
        return False
    words = {word for each in known.params for word in texts(ast.literal_eval(each))}
    return words <= {record.code, *record.arguments}


def say(this, found):
    """A line about the first of a kind."""
    kind = ("the figures" if "plot_" in this.name else this.name, found.why)
    if found.why == DAMAGED or kind in SAID or len(SAID) == LINES:
        return
    SAID.add(kind)
    line = f"{found.file}: {found.why}; it is made again, as is any other of {kind[0]} like it"
    print(line if len(SAID) < LINES else f"{line}; and so are more", file=sys.stderr)


def check_records(this):
    """Attach to a rule what marks its jobs as forced, as `--forcerun` would, if their records disagree.

    Of what was asked for, only Snakemake's graph of jobs knows, and it is built after the Snakefile was read. So
    this is an input function, which runs then and adds no input. Nothing is deleted, and nothing else is made.
    """

    def passed(wildcards):
        now = {name: value(wildcards) if callable(value) else value for name, value in this.params.items()}
        return Passed(now.pop("code", None), texts(list(now.values())))

    def mark(wildcards):
        files = [apply_wildcards(file, wildcards) for file in this.output]
        try:
            found = RECORDS.stale(files, lambda: passed(wildcards))
        except IncompleteCheckpointException:
            return []  # Snakemake asks again once the checkpoint's table is there
        if found is None:
            workflow.dag.forcefiles.difference_update(AGAIN.intersection(files))
        elif found.why not in (OTHER_CODE, OTHER_PARAMETERS) or not remembered(
            this, found.file, found.record
        ):
            AGAIN.update(files)
            workflow.dag.forcefiles.update(files)
            say(this, found)
        return []

    this.set_input(mark)


if RECORDS:
    for line in RECORDS.damaged.values():
        print(line, file=sys.stderr)
    for each in workflow.modifier.rules:
        if each.output:
            check_records(each)
