"""The numbers of docs/lesson.md are those that `mlp` computes; tests/study runs its commands."""

import re

import numpy
import yaml
from conftest import ROOT

import mlp
from mlp.schedules import learning_rate
from workflow.configuration.checks import check
from workflow.configuration.experiments import combinations
from workflow.report.worked import GIVEN, RATE

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


def test_the_losses_by_learning_rate_are_those_of_the_network_on_the_page():
    exercise, arrays = EXERCISES[3], {name: numpy.array(rows) for name, rows in GIVEN.items()}
    X, labels = arrays["X"], arrays["Y"].argmax(axis=1)
    for rate, *stated in rows(exercise):
        network = mlp.Network([3, 4, 3, 2], numpy.random.default_rng(0), numpy.float64)
        for n, (W, b) in enumerate(zip(network.weights, network.biases, strict=True), 1):
            W[:], b[:] = arrays[f"W{n}"], arrays[f"b{n}"]
        losses = []
        for _ in range(12):
            losses.append(network.loss_and_gradients(X, labels))
            network.parameters -= float(rate) * network.gradients
        assert [f"{losses[step]:.3f}" for step in (0, 1, 11)] == stated
    # With the last of them, the second hidden layer ends inactive, and no weight has a gradient.
    network.loss_and_gradients(X, labels)
    assert not network.gradients[: network.n_weights].any()
    A = numpy.maximum(X @ network.weights[0] + network.biases[0], 0)
    assert (A @ network.weights[1] + network.biases[1] <= 0).all()
    assert f"the loss is {stated[0]}, and the learning rate {RATE}." in " ".join(exercise.split())
    assert f"log 2 = {numpy.log(2):.3f}" in exercise


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
