"""The workflow used as a module: from another Snakefile, in another folder, under other names of rules."""

import os
import shutil

import pytest
import yaml
from conftest import Project

IMPORTER = """
import yaml

module study:
    snakefile: "{project}/Snakefile"
    config: yaml.safe_load(open("{folder}/study.yaml"))

use rule * from study as study_*

rule lines:
    default_target: True
    input: rules.study_all.input
    output: "lines.txt"
    shell: "wc --lines < results/MANIFEST.sha256 > {{output}}"
"""


@pytest.fixture
def importer(project, tmp_path) -> Project:
    """A workflow of another's that takes this one in. It has a config file of its own, which is no study."""
    folder = tmp_path / "importer"
    folder.mkdir()
    (folder / "Snakefile").write_text(IMPORTER.format(project=project.folder, folder=folder))
    (folder / "config.yaml").write_text("- not of this study\n")
    (folder / "study.yaml").write_text(yaml.safe_dump(project.config, sort_keys=False))
    shutil.copytree(project.folder / "data", folder / "data")
    return Project(folder)


def test_it_comes_to_the_same_manifest_as_at_home_with_records_in_a_database_too(importer, finished):
    # Python finds modules in the working folder, which hid that the programs did not find theirs.
    # The database is a claim of its own, in the same study to save one.
    database = ("--persistence-backend", "db")
    importer.snakemake(*database)
    assert importer.results() == finished.results()
    assert (importer.folder / "lines.txt").read_text().strip().isdigit()
    assert importer.plan(*database) == {}
    assert (importer.folder / ".snakemake/metadata.db").exists()
    assert [path for path in importer.folder.glob(".snakemake/metadata/*") if path.is_file()] == []
    os.truncate(importer.folder / "results/tables/depth.csv", 10)
    assert importer.plan(*database)["study_aggregate"] == {"experiment=depth"}


def test_at_home_it_finds_the_study_done(importer, project):
    done = project.snakemake("--snakefile", str(importer.folder / "Snakefile"), "--dry-run", "study_all")
    assert "Nothing to be done" in done.stderr + done.stdout


def test_a_damaged_file_is_made_again(importer, project):
    path = project.folder / "results/tables/depth.csv"
    os.truncate(path, 10)
    plan = project.plan("--snakefile", str(importer.folder / "Snakefile"), "study_all")
    assert plan["study_aggregate"] == {"experiment=depth"}
    assert len(plan["study_plot_curves"]) == 4


def test_without_a_configuration_of_its_own_it_reads_the_config_file_there(project, tmp_path):
    home = project.folder.rename(tmp_path / "home")
    folder = tmp_path / "other"
    (folder / "workflow").mkdir(parents=True)
    (folder / "workflow/Snakefile").write_text(
        f'module study:\n    snakefile: "{home}/Snakefile"\n\nuse rule * from study\n'
    )
    other = Project(folder)
    other.config = Project(home).config
    shutil.copytree(home / "data", folder / "data")
    other.snakemake("results/data/manifest.json")
    made = {name for name in other.results() if name.endswith(".parquet")}
    assert made == {f"data/{part}.parquet" for part in ("train", "validation", "test")}
    for name in made:
        assert (folder / "results" / name).read_bytes() == (home / "results" / name).read_bytes()
