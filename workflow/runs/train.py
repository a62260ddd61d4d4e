"""Train one run, named by its hyper-parameters, and write its history, weights and summary.

Nothing that is learnt or chosen depends on the test set. The files appear together, run.json last.
Until then a checkpoint keeps what is done, and the same command goes on from it.
"""

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from threadpoolctl import threadpool_limits

import mlp
from workflow.base.errors import user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.runs.columns import RUN_FILES, TEST_COLUMNS
from workflow.runs.names import settings_of
from workflow.runs.training import checkpoint_of, provenance, train
from workflow.runs.weights import to_bytes


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


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", help="the hyper-parameters that are not the defaults, as in l2=0.01~seed=1")
    parser.add_argument("data", type=Path, help="folder that the parse step wrote")
    parser.add_argument("runs", type=Path, help="folder of the runs; this one gets a folder in it")
    parser.add_argument("checkpoints", type=Path, help="folder of the runs in progress")
    args = parser.parse_args(argv)

    settings = settings_of(args.run)
    origin = provenance(args.data)
    checkpoint = checkpoint_of(args.run, args.checkpoints, origin)
    network, scale, history, diverged = train(settings, args.data, checkpoint, settings.epochs)
    tensors = to_bytes(network, scale)
    summary = {
        "run": args.run,
        "settings": asdict(settings),
        "outcome": "diverged" if diverged else "completed",
        "inputs": network.sizes[0],
        "parameters": network.parameters.size,
        "epochs_completed": len(history),
        "final": None if diverged else history[-1],
        "weights_sha256": hashlib.sha256(tensors).hexdigest(),
    } | origin
    with atomic_writes(*(args.runs / args.run / name for name in RUN_FILES)) as (table, weights, run):
        pq.write_table(columns(history), table)
        weights.write_bytes(tensors)
        run.write_text(json.dumps(summary, indent=2) + "\n")
    checkpoint.remove()


if __name__ == "__main__":
    # One thread per run: a sweep is parallel across runs, and the bytes do not depend on the number of cores.
    with user_errors_as_one_line(), threadpool_limits(1):
        main()
