"""Search with Optuna and PyTorch, as people write it, for so many core-seconds.

In the manner of Optuna's examples: an objective that suggests the hyper-parameters, builds and trains a
network, reports the validation accuracy after each epoch, and stops where the pruner says so. The training is
that of :mod:`mlp`. What can be faster than in the examples is: all images are one tensor, of which batches
are taken by index; moving and mirroring is part of that; the optimizer is the fused one; the pruner counts
epochs from 1, so that its rungs are at 1, 3 and 9.
"""

import argparse
import csv
import math
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import optuna
import torch
from torch import nn

from benchmarks.space import COLUMNS, EPOCHS, MOST_SHIFT, PRUNERS, SPACE
from workflow.data.samples import Samples, read_samples


class Images:
    """The training images and their mirror images with room to move, and the validation images.

    Args:
        training, validation: the samples.
        margin: the most pixels by which images move.
    """

    def __init__(self, training: Samples, validation: Samples, margin: int) -> None:
        height, width = training.shape
        images = torch.tensor(training.pixels).float() / 255
        self.classes, self.margin = training.classes, margin
        self.labels, self.validation_labels = map(torch.tensor, (training.labels, validation.labels))
        self.mean = images.mean(0)
        self.X = images - self.mean
        self.X_validation = torch.tensor(validation.pixels).float() / 255 - self.mean
        padded = nn.functional.pad(images.view(-1, height, width), [margin] * 4)
        # A moved image is a window of one with a margin; all windows are a view.
        self.windows = torch.cat([padded, padded.flip(2)]).unfold(1, height, 1).unfold(2, width, 1)

    def batch(self, chosen: Any, flip: bool, shift: int) -> Any:
        """Inputs (N, D_in) of the chosen images, moved and mirrored at random."""
        if not (flip or shift):
            return self.X[chosen]
        N = len(chosen)
        if flip:
            chosen = chosen + len(self.X) * torch.randint(2, (N,))
        down, right = torch.randint(self.margin - shift, self.margin + shift + 1, (2, N))
        return self.windows[chosen, down, right].flatten(1).sub_(self.mean)


def network(inputs: int, classes: int, settings: dict[str, Any]) -> Any:
    """Linear layers with batch normalisation, ReLU and dropout between them, from He's initialisation."""
    modules: list[Any] = []
    for _ in range(settings["hidden_layers"]):
        modules.append(nn.Linear(inputs, settings["hidden_size"]))
        inputs = settings["hidden_size"]
        if settings["batch_norm"]:
            modules.append(nn.BatchNorm1d(inputs))
        modules.append(nn.ReLU(inplace=True))
        if settings["dropout"]:
            modules.append(nn.Dropout(settings["dropout"]))
    modules.append(nn.Linear(inputs, classes))
    for module in modules:
        if isinstance(module, nn.Linear):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            nn.init.zeros_(module.bias)
    return nn.Sequential(*modules)


def train(settings: dict[str, Any], images: Images, seed: int) -> Iterator[float]:
    """Train a network, giving its validation accuracy after each epoch."""
    torch.manual_seed(seed)
    model = network(images.X.shape[1], images.classes, settings)
    weights = [module.weight for module in model if isinstance(module, nn.Linear)]
    optimizer = torch.optim.SGD(
        model.parameters(), lr=settings["learning_rate"], momentum=settings["momentum"],
        nesterov=settings["nesterov"], fused=True,
    )  # fmt: skip
    for epoch in range(settings["epochs"]):
        model.train()
        batches = torch.randperm(len(images.X)).split(settings["batch_size"])
        for step, chosen in enumerate(batches):
            time_passed = (epoch + step / len(batches)) / settings["epochs"]
            rate = settings["learning_rate"] * (1 + math.cos(math.pi * time_passed)) / 2
            optimizer.param_groups[0]["lr"] = rate
            optimizer.zero_grad()
            logits = model(images.batch(chosen, settings["flip"], settings["shift"]))
            nn.functional.cross_entropy(
                logits, images.labels[chosen], label_smoothing=settings["label_smoothing"]
            ).backward()
            with torch.no_grad():
                for W in weights:
                    W *= 1 - rate * settings["weight_decay"]
            optimizer.step()
        model.eval()
        with torch.inference_mode():
            predicted = model(images.X_validation).argmax(1)
        yield float((predicted == images.validation_labels).float().mean())


def suggest(trial: Any, name: str, values: Any) -> Any:
    """The value of a hyper-parameter in a trial, from its list or range, or the one value that it has."""
    if isinstance(values, list):
        return trial.suggest_categorical(name, values)
    if not isinstance(values, dict):
        return values
    ((kind, (low, high)),) = values.items()
    if kind == "integer":
        return trial.suggest_int(name, low, high)
    return trial.suggest_float(name, low, high, log=kind == "log_uniform")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pruner", choices=PRUNERS)
    parser.add_argument("data", type=Path, help="folder that the parse step wrote")
    parser.add_argument("seed", type=int, help="of the sampler, and of each training")
    parser.add_argument("budget", type=float, help="core-seconds")
    parser.add_argument("output", type=Path, help="the trace, in CSV, to write: a row when a trial ends")
    args = parser.parse_args(argv)

    torch.set_num_threads(1)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    training, validation = (read_samples(args.data / f"{part}.parquet") for part in ("train", "validation"))
    images = Images(training, validation, MOST_SHIFT)

    with args.output.open("w", newline="") as file:
        trace = csv.writer(file)
        trace.writerow(COLUMNS)

        def objective(trial: Any) -> float:
            settings = {name: suggest(trial, name, values) for name, values in SPACE.items()}
            for epoch, accuracy in enumerate(train(settings, images, args.seed), 1):
                trial.report(accuracy, epoch)
                pruned = epoch < EPOCHS and trial.should_prune()
                if pruned or epoch == EPOCHS:
                    trace.writerow([round(time.process_time(), 2), trial.number, epoch, 100 * accuracy])
                if pruned:
                    raise optuna.TrialPruned
            return accuracy

        def stop_at_budget(study: Any, _: Any) -> None:
            if time.process_time() >= args.budget:
                study.stop()

        hyperband = optuna.pruners.HyperbandPruner(min_resource=1, max_resource=EPOCHS, reduction_factor=3)
        study = optuna.create_study(
            direction="maximize",
            study_name="search",  # the pruner's brackets depend on it
            sampler=optuna.samplers.TPESampler(seed=args.seed),
            pruner=hyperband if args.pruner == "hyperband" else optuna.pruners.MedianPruner(),
        )
        study.optimize(objective, callbacks=[stop_at_budget])


if __name__ == "__main__":
    main()
