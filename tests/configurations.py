"""Configurations that differ from a good one."""

import pytest
from tiny import tiny_config

from workflow.base.errors import InputError
from workflow.configuration.checks import check


def config_with(**changes) -> dict:
    """A good configuration with a value changed at each path, its parts joined by ``__``."""
    names = (f"{p}-{kind}-ubyte.gz" for p in ("train", "t10k") for kind in ("images-idx3", "labels-idx1"))
    made = tiny_config(dict.fromkeys(names, "0" * 64))
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = made
        for parent in parents:
            place = place[parent]
        place[last] = value
    return made


def check_is_refused(changes: dict, message: str) -> None:
    """Check that a configuration with these changes is refused, in lines of which one has the message."""
    with pytest.raises(InputError) as raised:
        check(config_with(**changes))
    lines = str(raised.value).split("\n")
    assert all(line.startswith("configuration: ") and len(line) < 600 for line in lines)
    assert any(message in line for line in lines)
