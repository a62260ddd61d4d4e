"""The commands of docs/lesson.md, in the order of the lesson, do what it says."""

import re

from conftest import ROOT, Project

LESSON = (ROOT / "docs/lesson.md").read_text()


def epochs(project: Project, number: int) -> None:
    config = project.config
    config["defaults"]["epochs"] = number
    project.config = config


def test_the_commands_of_the_lesson_make_its_pages_and_going_back_trains_nothing(tmp_path):
    project = Project.create(tmp_path / "project")
    config = project.config
    config["experiments"] = {
        "annealing": {"title": "Annealing", "figure": "curves", "grid": {"schedule": ["constant", "linear"]}}
    }
    project.config = config
    project.ready_for_make()
    before, lesson, after = re.findall(r"^```sh\n(.*?)^```", LESSON, re.MULTILINE | re.DOTALL)
    (page,) = re.findall(r"The page `(\S+)` has the answer", LESSON)

    project.run("bash", "-euc", before)
    report = (project.folder / "results/report.html").read_bytes()
    assert not (project.folder / page).exists()

    usual = config["defaults"]["epochs"]
    epochs(project, usual + 1)
    project.run("bash", "-euc", lesson)
    assert (project.folder / page).exists()
    assert len(list(project.folder.glob("results/runs/*/run.json"))) == 2 * 2 * len(config["seeds"])

    epochs(project, usual)
    assert not {"train", "train_to_rung"} & project.plan().keys()
    project.run("bash", "-euc", after)
    assert (project.folder / "results/report.html").read_bytes() == report
