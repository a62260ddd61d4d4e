"""A table never mixes runs of different code or data."""

import json

import pytest
from artificial import write_runs

from workflow.base.errors import InputError
from workflow.configuration.experiments import configurations
from workflow.runs.names import name_of
from workflow.runs.records import read_finals, read_summaries

EXPERIMENT = {"defaults": {}, "seeds": [0, 1], "grid": {"hidden_layers": [1, 2]}}


@pytest.mark.parametrize(
    ("key", "values"), [("code", ("a", "b")), ("data", ({"train": "a"}, {"train": "b"}))]
)
def test_runs_of_different_code_or_data_are_refused_by_name(tmp_path, key, values):
    write_runs(tmp_path, EXPERIMENT, [[0.8, 0.8], [0.9, 0.9]])
    runs = [name_of(run) for row in configurations(EXPERIMENT) for run in row.runs]
    for run, value in zip(runs, (values[0], values[0], values[1], values[0]), strict=True):
        path = tmp_path / run / "run.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | {key: value}))
    said = f"{tmp_path}: expected runs of the same {key} in one table, found {runs[0]} and {runs[2]}; "
    for read in (lambda: read_finals(tmp_path, EXPERIMENT), lambda: read_summaries(tmp_path, runs)):
        with pytest.raises(InputError) as error:
            read()
        assert str(error.value) == said + "run the study again"
    assert list(read_summaries(tmp_path, runs[:2])) == runs[:2]
