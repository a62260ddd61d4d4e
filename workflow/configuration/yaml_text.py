"""Check the text of config files before Snakemake reads them."""

import os
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from workflow.base.errors import InputError


class Strict(yaml.SafeLoader):
    """YAML in which no key is repeated: the usual loader silently takes the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """The mapping of a node; a repeated key is an :class:`InputError`."""
        lines: dict[Any, int] = {}
        for key_node, _ in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":  # << merges other keys; it is not one
                continue
            key, line = self.construct_object(key_node, deep=True), key_node.start_mark.line + 1
            if isinstance(key, Hashable):  # the usual loader refuses others
                if key in lines:
                    raise InputError(f"line {line}: {key} is already in line {lines[key]}; keep one of them")
                lines[key] = line
        return super().construct_mapping(node, deep)


def check_texts(*paths: str | Path) -> None:
    """Check each of these config files that exists; Snakemake reports one that does not.

    Raises:
        InputError: see :func:`check_text`.
    """
    for path in map(os.path.relpath, paths):
        if os.path.exists(path):
            check_text(Path(path))


def check_text(path: Path) -> None:
    """Check that the text of a config file is YAML that Snakemake may read.

    Raises:
        InputError: it is not UTF-8, not YAML or not a mapping; a key is repeated; or it asks for its
            values to be run as Python, which Snakemake would do.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Strict)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: expected text in UTF-8, found byte {error.start}: {error.reason}"
        ) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f" line {mark.line + 1}, column {mark.column + 1}:" if mark else ""
        raise InputError(f"{path}:{place} expected YAML: {error.problem}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"{path}: expected YAML: {' '.join(str(error).split())}") from error
    if not isinstance(content, dict):
        found = {type(None): "nothing", list: "a list"}.get(type(content), "a single value")
        raise InputError(
            f"{path}: expected keys at the top level, such as data and experiments, found {found}"
        )
    if "__use_yte__" in content:
        raise InputError(f"{path}: __use_yte__: expected data, found a template that would be run as Python")
