"""Train one run, named by its settings, and write its history, weights and summary.

The test set is evaluated after each epoch for the record; nothing that is learnt or chosen depends
on it. Each file appears whole, run.json last.
"""

import argparse
import hashlib
import json
import platform
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from threadpoolctl import threadpool_limits

import mlp
from workflow.lib.dataset import read_samples
from workflow.lib.program import InputError, mistakes_in_one_line, sha256, whole_file
from workflow.lib.weights import to_bytes

PARTS = ("train", "validation", "test")
TEST_COLUMNS = ("test_loss", "test_accuracy")


def columns(history: list[dict[str, float]]) -> pa.Table:
    """A row an epoch. From buffers, as pa.array imports pandas, a fifth of a second in each run."""
    arrays = {}
    for name in (*mlp.EpochRecord._fields, *TEST_COLUMNS):
        kind = np.int64 if name == "epoch" else np.float64
        values = np.array([row[name] for row in history], kind)
        arrays[name] = pa.Array.from_buffers(
            pa.from_numpy_dtype(kind), len(values), [None, pa.py_buffer(values)]
        )
    return pa.table(arrays)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", help="the settings that depart from the defaults, as in l2=0.01,seed=1")
    parser.add_argument("data", type=Path, help="folder that the parse step wrote")
    parser.add_argument("runs", type=Path, help="folder of the runs; this one gets a folder in it")
    args = parser.parse_args()
    try:
        settings = mlp.Settings.from_name(args.run)
    except (ValueError, TypeError) as error:
        raise InputError(str(error)) from error

    training, validation, test = (read_samples(args.data / f"{part}.parquet") for part in PARTS)
    scale = mlp.InputScale.measure(settings.input_scaling, training.pixels)
    streams = mlp.streams(settings.seed)
    sizes = settings.layer_sizes(training.pixels.shape[1], len(training.classes))
    network = mlp.Network(sizes, streams.initialisation)
    X_test = scale.apply(test.pixels)

    history: list[dict[str, float]] = []
    outcome = "completed"
    begin = time.perf_counter()
    try:
        for record in mlp.fit(
            network,
            (scale.apply(training.pixels), training.labels),
            (scale.apply(validation.pixels), validation.labels),
            settings,
            streams.shuffling,
        ):
            tested = zip(TEST_COLUMNS, network.evaluate(X_test, test.labels), strict=True)
            history.append(record._asdict() | dict(tested))
    except mlp.Diverged as error:
        outcome = "diverged"
        print(error)
    print(f"seconds of training: {time.perf_counter() - begin:.3f}")  # in the log, as results have no times

    weights = to_bytes(network, scale)
    folder = args.runs / args.run
    summary = {
        "run": args.run,
        "settings": asdict(settings),
        "outcome": outcome,
        "parameters": network.parameters.size,
        "epochs_completed": len(history),
        "final": history[-1] if outcome == "completed" else None,
        "data": {part: sha256(args.data / f"{part}.parquet") for part in PARTS},
        "weights_sha256": hashlib.sha256(weights).hexdigest(),
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
    }
    with whole_file(folder / "history.parquet") as temporary:
        pq.write_table(columns(history), temporary)
    with whole_file(folder / "weights.safetensors") as temporary:
        temporary.write_bytes(weights)
    with whole_file(folder / "run.json") as temporary:
        temporary.write_text(json.dumps(summary, indent=2) + "\n")


if __name__ == "__main__":
    # One thread a run: a sweep is parallel across runs, and the bytes do not hang on the machine's cores.
    with mistakes_in_one_line(), threadpool_limits(1):
        main()
