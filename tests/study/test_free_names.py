"""Names that a person may choose: of experiments, of files; and what the Snakefile leaves to him."""

import re

from conftest import Project
from tiny import by_role, checksums

from workflow.data.samples import read_samples


def test_an_experiment_may_have_the_name_of_no_rule_and_of_no_table_of_the_whole_study(tmp_path):
    project = Project.create(tmp_path / "project")
    config = project.config
    listed = project.run("snakemake", "--list-rules").stdout.split()
    names = [*(set(listed) - set(config["experiments"])), "runs", "confusion"]
    assert {"all", "fetch", "train_to_rung", "plot_curves", "report"} < set(names)
    config["experiments"] |= {name: {"title": name, "grid": {"l2": [0, 0.1]}} for name in names}
    project.config = config
    done = project.snakemake(expect=1)
    refused = re.findall(
        r"^(?:error: )?configuration: experiments: (\w+) is a name of the workflow's own; choose another$",
        done.stderr,
        re.MULTILINE,
    )
    assert sorted(refused) == sorted(names)
    assert "Traceback" not in done.stderr


def test_files_may_have_any_name(tmp_path, finished):
    project = Project.create(tmp_path / "project")
    config = project.config
    usual = by_role(checksums(project.folder / "data"))
    for role, file in config["data"]["files"].items():
        file["name"] = f"emnist-letters.{role}+1.gz"
        (project.folder / "data" / usual[role]["name"]).rename(project.folder / "data" / file["name"])
    project.config = config
    project.snakemake("results/data/manifest.json")
    for part in ("train", "validation", "test"):
        made, usual_one = (
            read_samples(each.folder / f"results/data/{part}.parquet") for each in (project, finished)
        )
        assert (made.pixels == usual_one.pixels).all()
        assert (made.labels == usual_one.labels).all()


def test_programs_keep_the_python_path_of_the_user(tmp_path):
    project = Project.create(tmp_path / "project")
    mine, seen = tmp_path / "mine", tmp_path / "seen.txt"
    mine.mkdir()
    (mine / "sitecustomize.py").write_text(
        f"import sys\nwith open({str(seen)!r}, 'a') as file:\n    print(*sys.orig_argv, file=file)\n"
    )
    project.run("env", f"PYTHONPATH={mine}", "snakemake", "--cores", "1", "results/data/manifest.json")
    assert "-m workflow.data.parse" in seen.read_text()
