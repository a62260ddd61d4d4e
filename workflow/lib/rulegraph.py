"""Which rule takes the files of which, read from the text of workflow/rules/."""

import re
from pathlib import Path

RULES = Path(__file__).parents[1] / "rules"


def rule_graph(folder: Path = RULES) -> dict[str, list[str]]:
    """Each rule with those whose output it takes, all of them sorted.

    A rule takes another's output by name (``rules.NAME.output``), or by a path of ``results/figures/``.
    """
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.smk")))
    inputs: dict[str, str] = {}
    drawn = set()
    stage = re.compile(r"^(?:rule|checkpoint) (\w+):\n(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
    for name, body in stage.findall(text):
        sections = dict(re.findall(r"^    (\w+):\n(.*?)(?=^    \w|\Z)", body, re.MULTILINE | re.DOTALL))
        inputs[name] = sections.get("input", "")
        if "results/figures/" in sections["output"]:
            drawn.add(name)
    return {
        name: sorted(
            set(re.findall(r"rules\.(\w+)\.output", text)) | (drawn if "results/figures/" in text else set())
        )
        for name, text in sorted(inputs.items())
    }


def essential(graph: dict[str, list[str]]) -> list[tuple[str, str]]:
    """The arrows that no longer way replaces, as pairs (from, to)."""

    def before(name: str) -> set[str]:
        return set(graph[name]).union(*(before(other) for other in graph[name]))

    return [
        (origin, name)
        for name, origins in graph.items()
        for origin in origins
        if not any(origin in before(other) for other in origins)
    ]


def ranks(graph: dict[str, list[str]]) -> dict[str, int]:
    """How many rules at most stand one after the other before each."""

    def rank(name: str) -> int:
        return max((rank(other) + 1 for other in graph[name]), default=0)

    return {name: rank(name) for name in graph}
