"""Nothing that is read is ever run: a file and a value of the configuration are data."""

import ast
import re

import pytest
from conftest import ROOT

SOURCES = sorted(path for folder in ("mlp", "workflow") for path in (ROOT / folder).rglob("*.py"))
RULES = [ROOT / "Snakefile", *sorted((ROOT / "workflow/rules").glob("*.smk"))]

# What runs text, or makes objects of a file's choosing.
MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "code", "pty", "pdb"}
CALLS = {
    *("eval", "exec", "compile", "__import__", "input", "breakpoint", "os.system", "os.popen", "np.load"),
    *("numpy.load", "pd.eval", "pd.read_pickle", "yaml.load", "yaml.load_all", "yaml.full_load"),
    *("yaml.unsafe_load", "yaml.unsafe_load_all", "subprocess.getoutput", "subprocess.getstatusoutput"),
    *("shutil.unpack_archive", "importlib.import_module", "runpy.run_path", "runpy.run_module"),
}
METHODS = {"extractall", "extract", "from_string", "query", "read_pickle", "to_pickle", "allow_pickle"}


def runs_text(tree: ast.AST) -> list[str]:
    """What a program uses of the above."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
            found += [name for name in names if name.split(".")[0] in MODULES]
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            strict = name == "yaml.load" and ast.unparse(node.args[1]) == "Strict"  # a yaml.SafeLoader
            if (name in CALLS and not strict) or name.rpartition(".")[2] in METHODS:
                found.append(name)
            found += [
                keyword.arg
                for keyword in node.keywords
                if keyword.arg in ("shell", "allow_pickle") and ast.unparse(keyword.value) != "False"
            ]
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_runs_what_it_reads(path):
    assert runs_text(ast.parse(path.read_text())) == []


@pytest.mark.parametrize(
    "text",
    ["import pickle", "from pickle import loads", "eval(x)", "yaml.load(x, yaml.Loader)", "np.load(x)",
     "subprocess.run(x, shell=True)", "os.system(x)", "archive.extractall()", "frame.query(x)"],
)  # fmt: skip
def test_that_would_be_noticed(text):
    assert runs_text(ast.parse(text)) != []


def test_yaml_is_read_by_the_safe_loader_only():
    import yaml

    from workflow.configuration.yaml_text import Strict

    assert issubclass(Strict, yaml.SafeLoader)
    safe = yaml.SafeLoader.yaml_constructors
    other = {tag for tag, construct in Strict.yaml_constructors.items() if construct != safe.get(tag)}
    assert {Strict.yaml_constructors[tag] for tag in other} == {Strict.refuse}


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_every_value_in_a_command_is_quoted(path):
    commands = re.findall(r"^( *)shell:\n((?:\1    .*\n)+)", path.read_text(), re.MULTILINE)
    values = [value for _, command in commands for value in re.findall(r"\{[^}]*\}", command)]
    assert [value for value in values if not value.endswith(":q}")] == []
    assert len(commands) == path.read_text().count("shell:\n")
    assert "run:\n" not in path.read_text()
    assert "script:" not in path.read_text()
