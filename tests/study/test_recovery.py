"""What stops a study or damages it is said, and the same command again ends it with the same bytes."""

import os
import time

import pytest
from conftest import Project
from tortured import jobs, own_mounts, running

from workflow.base.files import sha256

TARGET = "results/tables/depth.csv"


def test_a_second_command_at_the_same_time_is_told_so_and_disturbs_nothing(finished, tmp_path):
    study = Project.create(tmp_path / "project")
    with running(study, TARGET) as main:
        while main.poll() is None and not jobs(study):
            time.sleep(0.01)
        main.suspend()
        second = study.snakemake(TARGET, expect=1)
        main.resume()
    assert main.returncode == 0
    assert "Directory cannot be locked" in second.stderr
    assert (study.folder / TARGET).exists()
    assert study.results().items() <= finished.results().items()


@pytest.mark.parametrize(
    ("pattern", "targets", "mended"),
    [
        ("*", [], ""),
        ("data/*.parquet", ["results/data/manifest.json", "results/data/train.parquet"], "data/"),
        (".*.sums", ["results/tables/depth.csv"], "tables/depth"),
    ],
)
def test_what_was_cut_in_half_is_made_again(project, pattern, targets, mended):
    before = project.results()
    cut = [path for path in (project.folder / "results").rglob(pattern) if path.is_file()]
    for path in cut:
        os.truncate(path, path.stat().st_size // 2)
    assert cut
    done = project.snakemake(*targets)
    assert "damaged" in done.stderr
    after = project.results()
    # All of the study, or what was asked for.
    names = [name for name in before if name.startswith(mended)]
    assert {name: after[name] for name in names} == {name: before[name] for name in names}


def test_a_full_disk_stops_the_study_and_once_there_is_room_the_same_command_ends_it(finished, tmp_path):
    project = Project.create(tmp_path / "project")
    output = own_mounts(
        project,
        "mkdir results && mount -t tmpfs -o size=120k full results && "
        f"! snakemake --cores 2 {TARGET} && mount -o remount,size=100m results && echo MORE ROOM && "
        f"snakemake --cores 2 {TARGET} && cp --recursive results kept",
    )
    # The reason stands in the job's log, where there was room for one.
    assert "Traceback" not in output
    assert "MORE ROOM" in output
    (project.folder / "results").rmdir()
    (project.folder / "kept").rename(project.folder / "results")
    assert (project.folder / TARGET).exists()
    assert project.results().items() <= finished.results().items()


def test_a_read_only_folder_is_said_and_not_touched(project):
    config = project.config
    config["seeds"].append(2)
    project.config = config
    before = project.results()
    output = own_mounts(
        project,
        "mount --bind results results && mount -o remount,ro,bind results && snakemake --cores 2",
        expect=1,
    )
    assert "Write-protected output files" in output or "Read-only file system" in output
    assert "Traceback" not in output
    assert project.results() == before


def test_the_manifest_lists_every_file(finished):
    lines = (finished.folder / "results/MANIFEST.sha256").read_text().splitlines()
    made = {name for name in finished.results() if not name.endswith(".sums")}
    assert {line.split("  ", 1)[1] for line in lines} == made - {"MANIFEST.sha256"}


def test_verify_finds_a_file_that_a_fresh_run_has_otherwise(project):
    # The fresh run is played by a copy of the results; tests/study/test_readme_commands.py has a real one.
    project.ready_for_make()
    snakemake = project.folder / "other/snakemake"
    snakemake.parent.mkdir()
    snakemake.write_text(
        "#!/bin/sh -e\n"
        '[ "$3" = --directory ] || exit 0\n'
        'cp -r results "$4"\n'
        'sed -i "s|.*  tables/tuning.csv|0  tables/tuning.csv|" "$4/results/MANIFEST.sha256"\n'
    )
    snakemake.chmod(0o755)
    lines = project.run("make", "verify", "BIN=other", expect=2).stdout.splitlines()
    sums = sha256(project.folder / "results/tables/tuning.csv")
    changed = [line for line in lines if line.startswith(("<", ">"))]
    assert changed == [f"< {sums}  tables/tuning.csv", "> 0  tables/tuning.csv"]
    assert "every file is the same" not in lines
