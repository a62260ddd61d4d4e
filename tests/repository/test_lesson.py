"""The numbers of docs/lesson.md are those that `mlp` computes; tests/study runs its commands."""

import re
from contextlib import redirect_stdout
from io import StringIO

import numpy
import yaml
from conftest import ROOT

import mlp
from mlp.schedules import learning_rate
from workflow.configuration.checks import check
from workflow.configuration.experiments import combinations

LESSON, *EXERCISES = re.split(r"^### \d\. ", (ROOT / "docs/lesson.md").read_text(), flags=re.MULTILINE)


def rows(exercise: str) -> list[list[str]]:
    """The cells of the table of an exercise, without its headings."""
    _, *lines = re.findall(r"^\| (.*) \|$", exercise, re.MULTILINE)
    return [line.split(" | ") for line in lines]


def test_there_are_six_exercises_each_with_a_folded_answer():
    assert len(EXERCISES) == 6
    for exercise in EXERCISES:
        assert exercise.count("<details>\n<summary>Answer</summary>\n\n") == exercise.count("</details>") == 1


def test_the_timetable_fills_45_minutes_has_every_exercise_and_is_what_is_said_minute_by_minute():
    lines = re.findall(r"^\| (\d+) to (\d+) \|.*\|([^|]*)\|$", LESSON, re.MULTILINE)
    times = [(int(start), int(end)) for start, end, _ in lines]
    assert [start for start, _ in times] == [0, *(end for _, end in times[:-1])]
    assert times[-1][1] == 45
    assert re.findall(r"\d", "".join(exercise for *_, exercise in lines)) == list("123456")
    said = re.findall(r"^\*\*(\d+) to (\d+): ", LESSON, re.MULTILINE)
    assert [(int(start), int(end)) for start, end in said] == times


def test_the_losses_of_two_learning_rates_are_those_that_the_lines_print():
    exercise = EXERCISES[3]
    (snippet,) = re.findall(r"^```python\n(.*?)^```", exercise, re.MULTILINE | re.DOTALL)
    with redirect_stdout(StringIO()) as printed:
        exec(snippet, {})
    answer = rows(exercise)
    for line, (rate, *losses) in zip(printed.getvalue().splitlines(), answer, strict=True):
        assert line.startswith(f"{float(rate)}: {', '.join(losses)}; ")
    assert line.endswith("; 0 active")
    assert f"begins at {answer[0][1]}" in " ".join(exercise.split())
    assert f"log 2 = {numpy.log(2):.2f}" in exercise


def test_the_rates_of_the_last_epoch_are_those_of_the_schedules():
    config = yaml.safe_load((ROOT / "config.yaml").read_text())
    shares = {}
    for options in combinations(config["experiments"]["annealing"]["grid"]):
        settings = mlp.Settings(**options, epochs=10, learning_rate=1)
        shares[learning_rate(settings, 9)] = options["schedule"].replace("_", " with ")
    stated = rows(EXERCISES[5])
    assert [share for _, share in stated] == [f"{share:.2f}" for share in sorted(shares, reverse=True)]
    assert [name.split(",")[0] for name, _ in stated] == [
        shares[share] for share in sorted(shares, reverse=True)
    ]


def test_the_line_of_the_configuration_is_there_and_may_be_changed():
    was, becomes = re.findall(r"`(epochs: \d+)`", EXERCISES[5])
    assert becomes == "epochs: 10"
    defaults, others = (ROOT / "config.yaml").read_text().split("\nexperiments:\n")
    assert defaults.count(was) == 1
    check(yaml.safe_load(f"{defaults.replace(was, becomes)}\nexperiments:\n{others}"))
