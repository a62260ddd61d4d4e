"""Check the text of config files before Snakemake reads them."""

import json
import os
from pathlib import Path
from typing import Any

import yaml

from workflow.base.errors import InputError
from workflow.configuration.schema import one_line

MAX_VALUES = 1_000_000  # with aliases written out: a few nested ones make more than any memory holds


class Strict(yaml.SafeLoader):
    """YAML in which no key is repeated (the usual loader silently takes the last), and which is data.

    That is: keys are text, values are what JSON has too, and nothing contains itself.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """The next node; an alias of a node that has not ended yet is an :class:`InputError`."""
        line = self.peek_event().start_mark.line + 1  # type: ignore[no-untyped-call]
        node = super().compose_node(parent, index)
        if node and node.end_mark is None:
            raise InputError(f"line {line}: expected data that ends, found an alias of what it is part of")
        return node

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        """The next mapping; a repeated key, or one that is no text, is an :class:`InputError`.

        Here and not when it is constructed, as by then << may have put the keys of another into it.
        """
        node: yaml.MappingNode = super().compose_mapping_node(anchor)
        lines: dict[str, int] = {}
        if node.tag != "tag:yaml.org,2002:map":  # a set or another type, which is refused as a whole
            return node
        for key_node, _ in node.value:
            # << merges other keys; it is not one. Keys that are lists or mappings the usual loader refuses.
            if key_node.tag == "tag:yaml.org,2002:merge" or not isinstance(key_node, yaml.ScalarNode):
                continue
            key, line = self.construct_object(key_node), key_node.start_mark.line + 1
            if not isinstance(key, str):
                found = f"{key_node.value!r}, which YAML reads as {key!r}"
                raise InputError(f"line {line}: expected text as a key, found {found}; write it in quotes")
            if key in lines:
                raise InputError(f"line {line}: {key} is already in line {lines[key]}; keep one of them")
            lines[key] = line
        return node

    def refuse(self, node: yaml.Node) -> None:
        """Raise an :class:`InputError` for a value that is neither text, a number, a list nor a mapping."""
        mark, kind = node.start_mark, node.tag.rpartition(":")[2]
        raise InputError(
            f"line {mark.line + 1}, column {mark.column + 1}: expected text, a number, true, false, a list "
            f"or a mapping, found YAML's type {kind}; write text in quotes"
        )


for kind in ("binary", "omap", "pairs", "set", "timestamp"):
    Strict.add_constructor(f"tag:yaml.org,2002:{kind}", Strict.refuse)


def read(text: str) -> Any:
    """The content of a YAML text.

    Raises:
        InputError, yaml.YAMLError, ValueError, RecursionError: see :func:`check_text`.
    """
    loader = Strict(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        if (found := size(node, {})) > MAX_VALUES:
            raise InputError(
                f"expected at most {MAX_VALUES:,} values with aliases written out, found {found:,}"
            )
        return loader.construct_document(node)
    finally:
        loader.dispose()


def size(node: yaml.Node, known: dict[int, int]) -> int:
    """How many values and keys there are in a node, where every alias is written out."""
    if id(node) not in known:
        inner = node.value if isinstance(node, yaml.CollectionNode) else []
        pairs = [each if isinstance(each, tuple) else (each,) for each in inner]
        known[id(node)] = 1 + sum(size(each, known) for pair in pairs for each in pair)
    return known[id(node)]


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
        InputError: it is not UTF-8, not YAML or not a mapping; a key is repeated; it has values that JSON has
            not, or contains itself; or it asks for its values to be run as Python, which Snakemake would do.
    """
    try:
        content = read(path.read_text(encoding="utf-8"))
        json.dumps(content)  # fails for a number with more digits than Python prints, such as a long 0xFFF...
    except InputError as error:
        raise InputError(f"{path}: {one_line(str(error))}") from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: expected text in UTF-8, found byte {error.start}: {error.reason}"
        ) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f" line {mark.line + 1}, column {mark.column + 1}:" if mark else ""
        raise InputError(f"{path}:{place} expected YAML: {one_line(str(error.problem))}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"{path}: expected YAML: {' '.join(str(error).split())}") from error
    if not isinstance(content, dict):
        found = {type(None): "nothing", list: "a list"}.get(type(content), "a single value")
        raise InputError(
            f"{path}: expected keys at the top level, such as data and experiments, found {found}"
        )
    if "__use_yte__" in content:
        raise InputError(f"{path}: __use_yte__: expected data, found a template that would be run as Python")
