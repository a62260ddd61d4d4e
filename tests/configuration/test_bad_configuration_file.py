"""A file that is no configuration is refused with its line."""

import pytest
import yaml
from configurations import config_with

from workflow.base.errors import InputError
from workflow.configuration.yaml_text import check_text


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("a list", lambda text: b"- data\n- seeds\n", "expected keys at the top level, .* found a list"),
        ("nothing", lambda text: b"# to be written\n", "expected keys at the top level, .* found nothing"),
        ("text", lambda text: b"depth", "expected keys at the top level, .* found a single value"),
        ("open bracket", lambda text: text + b"x: [1, 2\ny: 3\n", r"line 51, column 2: expected YAML: .*\]"),
        (
            "tab",
            lambda text: b"seeds:\n\t- 1\n",
            "line 2, column 1: expected YAML: .* cannot start any token",
        ),
        ("Latin-1", lambda text: text + "# é\n".encode("latin-1"), r"expected .*UTF-8, found byte \d+"),
        ("NUL", lambda text: text + b"\0", "expected YAML: unacceptable character #x0000"),
        ("key twice", lambda text: text + b"seeds: [5]\n", "line 50: seeds is already in line 29"),
        (
            "experiment twice",
            lambda text: text + b"  depth: {title: Again, grid: {hidden_layers: [1]}}\n",
            r"line 50: depth is already in line \d+",
        ),
        (
            "Python object",
            lambda text: text + b"x: !!python/object/apply:os.mkdir [pwned]\n",
            "line 50, column 4: expected YAML: could not determine a constructor",
        ),
        (
            "template",
            lambda text: text + b"__use_yte__: true\n__definitions__: [import os; os.mkdir('pwned')]\n",
            "__use_yte__: expected data, found a template that would be run as Python",
        ),
        ("number", lambda text: text + b"x: " + 5000 * b"1", "expected YAML: Exceeds the limit"),
        ("nested", lambda text: 5000 * b"[", "expected YAML: maximum recursion depth exceeded"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)
def test_a_file_that_is_no_configuration_is_refused_with_its_line(tmp_path, name, change, message):
    path = tmp_path / "config.yaml"
    path.write_bytes(change(yaml.safe_dump(config_with(), sort_keys=False).encode()))
    with pytest.raises(InputError, match=rf"config\.yaml: {message}"):
        check_text(path)


def test_keys_may_be_taken_in_from_another_place(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text("a: &a {x: 1}\nb: &b {y: 1}\nc: {<<: *a, x: 2}\nd: {<<: [*a, *b]}\n")
    check_text(path)
