"""A file that is no configuration is refused with its line."""

import pytest
import yaml
from configurations import config_with

from workflow.base.errors import InputError
from workflow.configuration.yaml_text import check_text

NO_DATA = "expected text, a number, true, false, a list or a mapping, found YAML's type"
# Each line has ten of the line above: ten billion in 600 bytes.
LAUGHS = b"x0: &x0 [1]\n" + b"".join(
    b"x%d: &x%d [%s]\n" % (n, n, b", ".join([b"*x%d" % (n - 1)] * 10)) for n in range(1, 11)
)


# A text that is no configuration, and what is said of it.
ALONE = [
    ("a list", b"- data\n- seeds\n", "expected keys at the top level, .* found a list"),
    ("nothing", b"# to be written\n", "expected keys at the top level, .* found nothing"),
    ("text", b"depth", "expected keys at the top level, .* found a single value"),
    ("tab", b"seeds:\n\t- 1\n", "line 2, column 1: expected YAML: .* cannot start any token"),
    ("nested", 5000 * b"[", "expected YAML: maximum recursion depth exceeded"),
]
# The same where it stands below a good configuration of 49 lines.
ADDED = [
    ("number", b"x: " + 5000 * b"1", "expected YAML: Exceeds the limit"),
    ("long 0x", b"x: 0x" + 5000 * b"f", "expected YAML: Exceeds the limit"),
    ("open bracket", b"x: [1, 2\ny: 3\n", r"line 51, column 2: expected YAML: .*\]"),
    ("Latin-1", "# é\n".encode("latin-1"), r"expected .*UTF-8, found byte \d+"),
    ("NUL", b"\0", "expected YAML: unacceptable character #x0000"),
    ("key twice", b"seeds: [5]\n", "line 50: seeds is already in line 29"),
    (
        "experiment twice",
        b"  depth: {title: Again, grid: {hidden_layers: [1]}}\n",
        r"line 50: depth is already in line \d+",
    ),
    (
        "Python object",
        b"x: !!python/object/apply:os.mkdir [pwned]\n",
        "line 50, column 4: expected YAML: could not determine a constructor",
    ),
    (
        "template",
        b"__use_yte__: true\n__definitions__: [import os; os.mkdir('pwned')]\n",
        "__use_yte__: expected data, found a template that would be run as Python",
    ),
    ("a date", b"x: [2024-01-01]\n", f"line 50, column 5: {NO_DATA} timestamp; write"),
    ("a binary", b"x: !!binary aGk=\n", f"line 50, column 4: {NO_DATA} binary; write"),
    ("a set", b"x: !!set {0, 1}\n", f"line 50, column 4: {NO_DATA} set; write"),
    ("an omap", b"x: !!omap [l2: 1]\n", f"line 50, column 4: {NO_DATA} omap; write"),
    (
        "key on",
        b"on: 1\n",
        "line 50: expected text as a key, found 'on', which YAML reads as True; write it in quotes",
    ),
    ("key 5", b"  5: {title: x}\n", "line 50: expected text as a key, found '5', which YAML reads as 5;"),
    ("key ~", b"x: {~: 1}\n", "line 50: expected text as a key, found '~', which YAML reads as None;"),
    ("cycle", b"x: &x\n  y: [*x]\n", "line 51: expected data that ends, found an alias of"),
    ("list cycle", b"x: &x [*x]\n", "line 50: expected data that ends, found an alias of"),
    ("merged cycle", b"x: &x {<<: *x}\n", "line 50: expected data that ends, found an alias"),
    ("laughs", LAUGHS, "expected at most 1,000,000 values with aliases written out, found 23,"),
]
GOOD = yaml.safe_dump(config_with(), sort_keys=False).encode()


@pytest.mark.parametrize(
    ("text", "message"),
    [pytest.param(text, message, id=name) for name, text, message in ALONE]
    + [pytest.param(GOOD + text, message, id=name) for name, text, message in ADDED],
)
def test_a_file_that_is_no_configuration_is_refused_with_its_line(tmp_path, text, message):
    path = tmp_path / "config.yaml"
    path.write_bytes(text)
    with pytest.raises(InputError, match=rf"config\.yaml: {message}"):
        check_text(path)


def test_keys_may_be_taken_in_from_another_place(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text("a: &a {x: 1}\nb: &b {y: 1}\nc: {<<: *a, x: 2}\nd: {<<: [*a, *b]}\n")
    check_text(path)
    # What is merged merges and overrides by itself, and lies deeper than what merges it.
    path.write_text("a: &a {x: 1}\nb: [[&b {<<: *a, x: 2}]]\nc: {<<: *b, y: 3}\n")
    check_text(path)
