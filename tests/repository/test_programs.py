"""Every program says what it takes."""

import pytest
from programs import PROGRAMS, program


@pytest.mark.parametrize("name", PROGRAMS)
def test_help_says_what_each_argument_is(name):
    done = program(name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("usage: ")
