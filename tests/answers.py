"""Runs of which a test says what each network answers."""

import json

import numpy as np
import pandas as pd

import mlp
from workflow.configuration.experiments import canonical, configurations
from workflow.data.samples import Samples, write_samples
from workflow.runs.columns import SUMMARY
from workflow.runs.names import name_of
from workflow.runs.weights import to_bytes
from workflow.tables import agreement, evaluate

EXPERIMENT = {"defaults": {"hidden_size": 2}, "seeds": [0, 1, 2], "grid": {"hidden_layers": [1, 2]}}


# Logits for images 0, 1, 2, ... by run: an image is a one-hot vector, and a network is a table of logits.
SURE, UNSURE = 4.0, 1.0


def network(logits: np.ndarray) -> mlp.Network:
    """Of images that are rows of the identity matrix: image i gets ``logits[i]``."""
    made = mlp.Network([len(logits), logits.shape[1]], np.random.default_rng(0))
    made.weights[0][:] = logits
    return made


def softmax(logits: np.ndarray) -> np.ndarray:
    e = np.exp(logits)
    return e / e.sum(axis=1, keepdims=True)


class Folder:
    """Four validation and six test images, and runs that say what a test wants them to say."""

    def __init__(self, path):
        self.path = path
        self.pixels = 255 * np.eye(10, dtype=np.uint8)
        self.labels = np.array([0, 1, 2, 0, 0, 1, 2, 0, 1, 2])
        for name, where in (("validation", slice(4)), ("test", slice(4, 10))):
            part = Samples(self.pixels[where], self.labels[where], (2, 5), 3)
            write_samples(path / f"{name}.parquet", part, {})
        (path / "classes.json").write_text('["disc", "NA", "cross"]')

    def write(self, experiment, runs):
        """A run for each configuration and seed: its logits, or None for one that diverged."""
        names: list[str] = []
        for configuration in configurations(experiment):
            for settings in configuration.runs:
                logits, name = runs[len(names)], name_of(settings)
                names.append(name)
                final = None
                weights = np.zeros((10, 3)) if logits is None else logits
                if logits is not None:
                    right = logits.argmax(axis=1) == self.labels
                    final = {
                        "validation_accuracy": float(right[:4].mean()),
                        "test_accuracy": float(right[4:].mean()),
                    }
                summary = dict.fromkeys(SUMMARY) | {"run": name, "final": final}
                (self.path / "runs" / name).mkdir(parents=True)
                (self.path / "runs" / name / "run.json").write_text(json.dumps(summary))
                scale = mlp.InputScale(np.zeros(10, np.float32), np.float32(1 / 255))
                tensors = to_bytes(network(weights), scale)
                (self.path / "runs" / name / "weights.safetensors").write_bytes(tensors)
        return names

    def evaluate(self, experiment, name="x"):
        paths = self.path / f"{name}-images.parquet", self.path / f"{name}-ensembles.csv"
        words = [self.path / "runs", canonical(experiment), self.path / "validation.parquet"]
        words += [self.path / "test.parquet", "--images", paths[0], "--ensembles", paths[1]]
        evaluate.main([str(word) for word in words])
        return pd.read_parquet(paths[0]), pd.read_csv(paths[1])

    def agreement(self, *names):
        paths = self.path / "never_right.csv", self.path / "agreement.csv"
        words = [self.path / "test.parquet", self.path / "classes.json", self.path, canonical(names)]
        words += ["--never-right", paths[0], "--agreement", paths[1]]
        agreement.main([str(word) for word in words])
        return [pd.read_csv(path, keep_default_na=False, na_values={"agreement": ""}) for path in paths]


def saying(predicted, margin=SURE) -> np.ndarray:
    """Logits that make these predictions, all by the same margin or each by its own."""
    logits = np.zeros((len(predicted), 3))
    logits[np.arange(len(predicted)), predicted] = margin
    return logits
