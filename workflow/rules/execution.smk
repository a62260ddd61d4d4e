from workflow.base.integrity import damaged

# On a cluster, parsing and training are jobs; the rest takes seconds, and fetching needs the network.
# Within such a job, its runs are run there, not each in a Snakemake of its own.
JOBS = () if workflow.remote_exec else ("parse", "train_to_rung", "train")
workflow.localrules(
    *{each.name for each in workflow.modifier.rules} - set(map(workflow.modifier.modify_rulename, JOBS))
)

# In the main process, not in each job that it starts.
DAMAGED = list(damaged(Path("results"))) if workflow.is_main_process else []


def make_again(wildcards):
    """Mark the jobs of damaged files as forced, as `--forcerun` would.

    Of what was asked for, only Snakemake's graph of jobs knows, and it is built after the Snakefile was read. So
    this is an input function, which runs then and adds no input. Nothing is deleted, and nothing else is made.
    """
    workflow.dag.forcefiles.update(str(path) for path, _ in DAMAGED)
    return []


for _, message in DAMAGED:
    print(message, file=sys.stderr)
if DAMAGED:
    for each in workflow.modifier.rules:
        each.set_input(make_again)
