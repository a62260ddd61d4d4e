"""What a plan says of new runs, and of clusters; tests/study/test_planning.py changes studies."""

import pytest
import yaml
from conftest import ROOT

from workflow.base.errors import InputError
from workflow.runs.duration import duration, packed
from workflow.runs.reasons import changes_beside

OLD = ["default", "hidden_size=64", "hidden_size=64~seed=1"]


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("hidden_size=256", "hidden_size 256, so far 128, 64"),
        ("seed=1", "one more seed"),
        ("hidden_size=64~seed=2", "one more seed"),
        ("hidden_size=64~l2=0.01", "l2 0.01, so far 0.0"),
        ("epochs=3~hidden_size=32", None),  # two of them
    ],
)
def test_a_run_that_differs_in_one_hyper_parameter_is_said_by_it(new, said):
    # The defaults of mlp.Settings: 128 units, no L2.
    assert changes_beside(OLD)(new) == said


def test_going_back_to_a_default_is_a_change():
    assert changes_beside(["l2=0.01~learning_rate=0.2"])("learning_rate=0.2") == "l2 0.0, so far 0.01"


PROFILE = ROOT / "profiles/slurm"
SHORT, LONG = "epochs=1", "hidden_layers=5~hidden_size=1024"  # about 4 s and 3 hours


def test_runs_of_similar_time_share_a_job_of_the_cluster(tmp_path):
    components = yaml.safe_load((PROFILE / "config.yaml").read_text())["group-components"]
    runs = [(f"{SHORT}~seed={seed}", None) for seed in range(1, 121)] + [(LONG, None), (LONG, 10)]
    assert [len(pack) for pack in packed(runs, components)] == [60, 60, 1, 1]
    said = duration(runs, tmp_path, 2, PROFILE)
    assert "in 4 jobs of the cluster" in said
    # As all of them run at once, the longest decides.
    assert said.split(" in ")[0] == duration([(LONG, None)], tmp_path, 100).split(" on ")[0]


def test_a_cluster_that_takes_one_job_at_a_time_takes_as_long_as_one_core(tmp_path):
    profile = yaml.safe_load((PROFILE / "config.yaml").read_text()) | {"jobs": 1}
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(profile))
    runs = [(SHORT, None), (LONG, None), (LONG, 10)]
    there, here = duration(runs, tmp_path, 2, tmp_path), duration(runs, tmp_path, 1)
    assert there.split(" in ")[0] == here.split(" on ")[0]


def test_what_is_no_profile_of_a_cluster_is_said(tmp_path):
    with pytest.raises(InputError, match=r"nowhere/config.yaml: not found"):
        duration([(SHORT, None)], tmp_path, 2, tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"default/config.yaml: expected the profile of a cluster"):
        duration([(SHORT, None)], tmp_path, 2, ROOT / "profiles/default")
