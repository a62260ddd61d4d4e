"""Whatever a config file holds, there is a plan or a message for people, never a traceback."""

import functools
import re
from contextlib import chdir
from pathlib import Path
from unittest.mock import patch

import pytest
import snakemake.utils
from hypothesis import HealthCheck, given, settings
from random_configurations import configs, plan, write

from workflow.base.errors import InputError
from workflow.configuration.schema import read_schema

OUTCOMES = {"plan": 0, "message": 0}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A working folder in which the schema is read from its file once, not a thousand times."""
    path = tmp_path_factory.mktemp("random")
    with (
        chdir(path),
        patch("workflow.configuration.checks.read_schema", functools.cache(read_schema)),
        patch("snakemake.utils._load_configfile", functools.cache(snakemake.utils._load_configfile)),
    ):
        yield path


@settings(
    max_examples=300, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(config=configs())
def test_300_configurations_give_a_plan_or_a_message(folder, config):
    path = Path("config.yaml")
    write(config, path)
    try:
        assert plan(path) > 0
        OUTCOMES["plan"] += 1
    except InputError as error:
        OUTCOMES["message"] += 1
        for line in str(error).split("\n"):
            assert re.match(r"config\.yaml: |configuration: ", line)
            assert line.isprintable()
            assert len(line) < 600


def test_many_of_them_give_each():
    assert min(OUTCOMES.values()) >= 60, OUTCOMES
