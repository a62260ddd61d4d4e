"""Train one run, named by its settings, and write its history, weights and summary.

The test set is evaluated after each epoch for the record; nothing that is learnt or chosen depends
on it. The files appear together, run.json last. Until then a checkpoint keeps what is done, and
the same command goes on from it.
"""

import argparse
import hashlib
import json
import platform
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from threadpoolctl import threadpool_info, threadpool_limits

import mlp
from workflow.lib.checkpoint import Checkpoint, State
from workflow.lib.dataset import read_samples
from workflow.lib.files import sha256, whole_files
from workflow.lib.fingerprint import fingerprint
from workflow.lib.program import InputError, mistakes_in_one_line
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
    parser.add_argument("run", help="the settings that depart from the defaults, as in l2=0.01~seed=1")
    parser.add_argument("data", type=Path, help="folder that the parse step wrote")
    parser.add_argument("runs", type=Path, help="folder of the runs; this one gets a folder in it")
    parser.add_argument("checkpoints", type=Path, help="folder of the runs in progress")
    args = parser.parse_args()
    try:
        settings = mlp.Settings.from_name(args.run)
    except (ValueError, TypeError) as error:
        raise InputError(str(error)) from error

    content = {part: sha256(args.data / f"{part}.parquet") for part in PARTS}
    versions = {"python": platform.python_version(), "numpy": np.__version__}
    checkpoint = Checkpoint(
        args.checkpoints / args.run,
        {
            "settings": args.run,
            "data": content,
            "code": fingerprint("workflow.scripts.train"),
            "versions": versions,
            "BLAS": [[library["version"], library.get("architecture")] for library in threadpool_info()],
        },
    )
    training, validation, test = (read_samples(args.data / f"{part}.parquet") for part in PARTS)
    scale = mlp.InputScale.measure(settings.input_scaling, training.pixels)
    streams = mlp.streams(settings.seed)
    sizes = settings.layer_sizes(training.pixels.shape[1], len(training.classes))
    network = mlp.Network(sizes, streams.initialisation)
    X_test = scale.apply(test.pixels)
    background = scale.apply(np.zeros_like(training.pixels[:1])).reshape(training.shape)

    history: list[dict[str, float]] = []
    position = None
    if state := checkpoint.load():
        position, history = state

    def after_step(position: Callable[[], mlp.Position]) -> None:
        checkpoint.save_if_due(lambda: State(position(), history))

    outcome = "completed"
    begin = time.perf_counter()
    try:
        for record in mlp.fit(
            network,
            (scale.apply(training.pixels), training.labels),
            (scale.apply(validation.pixels), validation.labels),
            settings,
            streams,
            background,
            position,
            after_step,
        ):
            tested = zip(TEST_COLUMNS, network.evaluate(X_test, test.labels), strict=True)
            history.append(record._asdict() | dict(tested))
    except mlp.Diverged as error:
        outcome = "diverged"
        print(error)
    print(f"seconds of training: {time.perf_counter() - begin:.3f}")  # in the log, as results have no times

    tensors = to_bytes(network, scale)
    summary = {
        "run": args.run,
        "settings": asdict(settings),
        "outcome": outcome,
        "parameters": network.parameters.size,
        "epochs_completed": len(history),
        "final": history[-1] if outcome == "completed" else None,
        "data": content,
        "weights_sha256": hashlib.sha256(tensors).hexdigest(),
        "versions": versions,
    }
    names = ("history.parquet", "weights.safetensors", "run.json")
    with whole_files(*(args.runs / args.run / name for name in names)) as (table, weights, run):
        pq.write_table(columns(history), table)
        weights.write_bytes(tensors)
        run.write_text(json.dumps(summary, indent=2) + "\n")
    checkpoint.remove()


if __name__ == "__main__":
    # One thread a run: a sweep is parallel across runs, and the bytes do not hang on the machine's cores.
    with mistakes_in_one_line(), threadpool_limits(1):
        main()
