"""Check the text of a configuration before Snakemake reads it."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from workflow.base.errors import InputError


class Strict(yaml.SafeLoader):
    """YAML in which a key stands once: the usual loader takes the last and says nothing."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """The mapping of a node; two keys that are the same are an :class:`InputError`."""
        lines: dict[Any, int] = {}
        for key_node, _ in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":  # << takes other keys in; it is none
                continue
            key, line = self.construct_object(key_node, deep=True), key_node.start_mark.line + 1
            if isinstance(key, Hashable):  # the usual loader refuses others
                if key in lines:
                    raise InputError(
                        f"line {line}: {key} stands in line {lines[key]} already; keep one of them"
                    )
                lines[key] = line
        return super().construct_mapping(node, deep)


def check_text(path: Path) -> None:
    """Hold the text of a configuration file against YAML, before Snakemake reads it.

    Raises:
        InputError: it is not UTF-8, not YAML or no mapping; a key stands in it twice; or it asks for its
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
