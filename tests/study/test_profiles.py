"""What a cluster is asked for follows from a run's hyper-parameters, and every profile packs runs alike."""

import pytest
import yaml
from conftest import ROOT

import mlp
from workflow.runs import resources
from workflow.runs.names import name_of

PROFILES = {
    path.parent.name: yaml.safe_load(path.read_text()) for path in ROOT.glob("profiles/*/config.yaml")
}
CLUSTERS = sorted(set(PROFILES) - {"default"})
RUNS = [
    name_of(mlp.Settings(epochs=epochs, hidden_size=size, batch_size=batch))
    for epochs in (1, 20, 200)
    for size in (16, 128, 1024)
    for batch in (32, 60_000)
]


@pytest.mark.parametrize("run", RUNS)
def test_runs_that_travel_together_take_like_time(run):
    most = int(resources.size(run).removeprefix("seconds_"))
    assert most / 2 < resources.seconds(run) <= most


@pytest.mark.parametrize("run", RUNS)
def test_every_attempt_asks_for_more_time_and_the_first_for_more_than_the_estimate(run):
    minutes = [resources.minutes(run, attempt) for attempt in (1, 2, 3)]
    assert resources.seconds(run) < 60 * minutes[0]
    assert minutes[0] < minutes[1] < minutes[2]


@pytest.mark.parametrize("setting", ["epochs", "hidden_size", "hidden_layers"])
def test_more_work_takes_more_time(setting):
    times = [resources.seconds(f"{setting}={value}") for value in (1, 2, 50)]
    assert times[0] < times[1] < times[2]


def test_memory_holds_parameters_and_a_batch_and_their_gradients():
    # float32: 4 bytes for each, and as many for its gradient.
    run = mlp.Settings(hidden_size=4096, batch_size=60_000)
    sizes = run.layer_sizes(784, 10)
    needed = 8 * (resources.parameters(run) + 60_000 * sum(sizes)) / 1e6
    assert resources.megabytes(name_of(run)) > needed


@pytest.mark.parametrize("name", CLUSTERS)
def test_packs_are_the_same_in_every_profile_and_take_about_five_minutes_at_most(name):
    packs = dict(line.split("=") for line in PROFILES[name]["group-components"])
    assert packs == dict(line.split("=") for line in PROFILES["slurm"]["group-components"])
    for size, runs in packs.items():
        assert 1 < int(runs) * int(size.removeprefix("seconds_")) <= 330


def test_there_is_a_profile_for_each_kind_of_cluster():
    assert CLUSTERS == ["cluster-generic", "kubernetes", "slurm"]
    assert "NOT RUN" in (ROOT / "profiles/kubernetes/config.yaml").read_text()
