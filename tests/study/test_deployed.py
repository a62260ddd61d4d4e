"""The workflow deployed as users of Snakemake do it: from a repository, from a local copy, with conda."""

import re
import shutil
import subprocess

import pytest
import yaml
from conftest import ROOT, Project

# What `snakedeploy deploy-workflow` writes.
SNAKEFILE = """
configfile: "config/config.yaml"

module study:
    snakefile:
        {source}
    config:
        config

use rule * from study
"""


def deploy(project: Project, folder, source: str) -> Project:
    (folder / "workflow").mkdir(parents=True)
    (folder / "workflow/Snakefile").write_text(SNAKEFILE.format(source=source))
    for name in ("config", "data"):
        shutil.copytree(project.folder / name, folder / name)
    return Project(folder)


@pytest.fixture
def deployed(project, tmp_path) -> Project:
    """From a repository on the network; that is one on this disk, under another name."""

    def git(*words: str) -> None:
        who = ("-c", "user.name=someone", "-c", "user.email=someone@example.org")
        subprocess.run(["git", *who, *words], cwd=project.folder, check=True, capture_output=True)

    git("init", "--initial-branch=main")
    git("add", "--all")
    git("commit", "--message", "A copy")
    git("clone", "--bare", ".", str(tmp_path / "repositories/owner/study"))
    made = deploy(
        project, tmp_path / "deployed", 'github("owner/study", path="workflow/Snakefile", branch="main")'
    )
    made.variables = {
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.file://{tmp_path}/repositories/.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://github.com/",
    }
    return made


def test_from_a_repository_it_plans_the_study_and_its_programs_run(deployed, finished):
    assert len(deployed.plan()["train"]) == 10
    table = "tables/depth.csv"
    deployed.snakemake(f"results/{table}")
    assert deployed.results()[table] == finished.results()[table]
    (checkout,) = (deployed.folder / ".snakemake/workflows").iterdir()
    assert (checkout / "workflow/runs/train.py").exists()


def test_from_a_local_copy_it_plans_the_study(project, tmp_path):
    copy = deploy(project, tmp_path / "deployed", f'"{project.folder}/workflow/Snakefile"')
    assert len(copy.plan()["train"]) == 10


def test_the_catalog_s_snakefile_does_what_the_front_door_does(project):
    assert project.plan("--snakefile", "workflow/Snakefile") == {}
    (project.folder / "results/tables/depth.csv").unlink()
    assert project.plan("--snakefile", "workflow/Snakefile")["aggregate"] == {"experiment=depth"}


# What Snakemake asks of conda before it plans.
CONDA = """#!/bin/sh
case "$*" in
--version) echo conda 25.1.0 ;;
"info --json") echo '{"conda_prefix": "%s", "platform": "linux-64"}' ;;
*) echo '{"get": {"channel_priority": "strict"}}' ;;
esac
"""


def test_with_conda_it_plans_one_environment_for_all_rules(project):
    programs = project.folder / "programs"
    programs.mkdir()
    (programs / "conda").write_text(CONDA % programs)
    (programs / "conda").chmod(0o755)
    project.variables["PATH"] = f"{programs}:{project.environment()['PATH']}"
    done = project.snakemake("--dry-run", "--forceall", "--software-deployment-method", "conda")
    (environment,) = set(re.findall(r"Conda environment (\S+) will be created", done.stdout + done.stderr))
    assert (project.folder / environment).samefile(project.folder / "environment.yml")


def test_the_container_has_every_file_that_the_study_needs(project, tmp_path):
    # Docker and Podman are not run here: the container itself has not been built.
    for words in re.findall(r"^COPY (.*)$", (ROOT / "Containerfile").read_text(), re.MULTILINE):
        *names, place = words.split()
        for name in names:
            source = project.folder / name
            if source.is_dir():
                shutil.copytree(source, tmp_path / "study" / place)
            else:
                (tmp_path / "study" / place).mkdir(parents=True, exist_ok=True)
                shutil.copy(source, tmp_path / "study" / place)
    assert len(Project(tmp_path / "study").plan()["train"]) == 10


def test_the_catalog_finds_what_it_asks_for():
    # Its rules for standardised usage; its own script has passed the same files.
    usage = yaml.safe_load((ROOT / ".snakemake-workflow-catalog.yml").read_text())["usage"]
    assert usage["software-stack-deployment"]["conda"] is True
    for name in ("workflow/Snakefile", "config/README.md", "config/config.yaml", "environment.yml"):
        assert (ROOT / name).exists()
    assert {path.suffix for path in (ROOT / "workflow/rules").iterdir()} == {".smk"}
