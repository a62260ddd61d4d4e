"""Configurations that differ from a good one."""

from conftest import tiny_config


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
