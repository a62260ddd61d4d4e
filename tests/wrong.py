"""What may be wrong with a file: each takes its path."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from safetensors.numpy import load_file, save_file
from tiny import idx


def gone(path):
    path.unlink()


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def holds(content):
    return lambda path: path.write_bytes(content if isinstance(content, bytes) else content.encode())


def holds_array(array):
    return holds(idx(array))


def columns(change):
    """Parquet with other columns or metadata."""
    return lambda path: pq.write_table(change(pq.ParquetFile(path).read()), path)


def tensors(change):
    """Safetensors with other tensors."""
    return lambda path: save_file(change(load_file(path)), path)


def labelled(label):
    values = np.zeros(90, np.uint8) + np.uint8(label)
    return columns(lambda table: table.set_column(1, "label", pa.array(values)))


def about(**changes):
    """Metadata that says something else."""
    return columns(
        lambda table: table.replace_schema_metadata(
            table.schema.metadata | {key.encode(): json.dumps(value) for key, value in changes.items()}
        )
    )
