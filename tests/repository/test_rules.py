"""A rule says to its program all that its results depend on, so that the record has it."""

import re

import pytest
from conftest import ROOT

RULES = {
    match[1]: match[0]
    for file in sorted((ROOT / "workflow/rules").glob("*.smk"))
    for match in re.finditer(
        r"^ *(?:rule|checkpoint)(?: (\w+))?:\n(?:(?: .*)?\n)+", file.read_text(), re.MULTILINE
    )
}


@pytest.mark.parametrize("name", RULES)
def test_every_parameter_is_on_the_command_line_and_known_without_the_inputs(name):
    *_, params, shell = re.split(r"^ +(?:params|shell):\n", RULES[name], flags=re.MULTILINE)
    first = re.match(r" +", params)
    assert first
    names = set(re.findall(rf"^{first[0]}(\w+)=", params, re.MULTILINE))
    passed = set(re.findall(r"\{params\.(\w+):q\}", shell))
    assert names - {"code"} == passed
    assert "program(" in shell if "code" in names else "CODE= python -m workflow.data.fetch" in shell
    assert not re.search(r"lambda wildcards, ", params)
