"""The three lists of dependencies say the same, and the lock is one that can be trusted anywhere."""

import re
import subprocess
import sys
import tomllib

import yaml
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK_TEXT = (ROOT / "requirements.txt").read_text()
LOCK = {
    canonicalize_name(name): version
    for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", LOCK_TEXT, re.MULTILINE)
}
DIRECT = {
    canonicalize_name(requirement.name): requirement
    for requirement in map(
        Requirement, PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    )
}
ENVIRONMENT = dict(
    entry.split("=") for entry in yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
)


def test_every_direct_dependency_is_locked_at_a_version_that_it_allows():
    assert [name for name in DIRECT if name not in LOCK] == []
    assert [name for name, requirement in DIRECT.items() if LOCK[name] not in requirement.specifier] == []


def test_the_conda_environment_has_the_direct_dependencies_at_the_locked_versions():
    python = ENVIRONMENT.pop("python")
    assert PROJECT["project"]["requires-python"] == f">={python}"
    # conda-forge has Matplotlib without its graphical toolkits under another name.
    conda_name = {"matplotlib": "matplotlib-base"}
    assert {conda_name.get(name, name): LOCK[name] for name in DIRECT} == ENVIRONMENT


def test_the_lock_has_one_version_and_hashes_for_each_package_and_no_address():
    entries = [entry for entry in re.split(r"^(?=\w)", LOCK_TEXT, flags=re.MULTILINE) if entry]
    assert len(entries) == len(LOCK) > 50
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in LOCK_TEXT
    assert "index" not in LOCK_TEXT


def imports_of(folder: str) -> set[str]:
    pattern = re.compile(r"^(?:from|import) ([a-z0-9_]+)", re.MULTILINE)
    return {name for path in (ROOT / folder).rglob("*.py") for name in pattern.findall(path.read_text())}


def test_the_network_imports_numpy_and_the_standard_library_and_nothing_else():
    assert imports_of("mlp") - set(sys.stdlib_module_names) == {"numpy", "mlp"}


def test_training_imports_no_heavy_library_from_beginning_to_end(good, tmp_path):
    # pyarrow imports pandas behind one's back in many of its calls.
    program = (
        "import sys; from workflow.runs.train import main; main();"
        "sys.exit(' '.join({'pandas', 'matplotlib', 'scipy', 'snakemake'} & set(sys.modules)) or 0)"
    )
    arguments = ["epochs=1", good / "data", tmp_path / "runs", tmp_path / "checkpoints"]
    subprocess.run([sys.executable, "-c", program, *arguments], cwd=ROOT, check=True)
