"""Labelled images in Parquet: one row per sample; image shape and number of classes in the schema's metadata.

The names of the classes are in a file of their own: :mod:`workflow.data.name_classes`.
"""

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from workflow.base.errors import InputError
from workflow.base.integrity import checked

PARTS = ("train", "validation", "test")


class Samples(NamedTuple):
    """A part of the data set."""

    pixels: NDArray[np.uint8]  # (N, height · width), row by row
    labels: NDArray[np.int64]  # (N,), below classes
    shape: tuple[int, int]  # height, width
    classes: int  # how many


def write_samples(path: Path, samples: Samples, sources: dict[str, str]) -> None:
    """Write a part; ``sources`` are the names of the files that it was made from, with their SHA-256."""
    size = samples.pixels.shape[1]
    images = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(size), len(samples.pixels), [None, pa.py_buffer(np.ascontiguousarray(samples.pixels))]
    )
    metadata = {"shape": samples.shape, "classes": samples.classes, "sources": sources}
    schema = pa.schema(
        [pa.field("image", pa.binary(size)), pa.field("label", pa.uint8())],
        metadata={key: json.dumps(value) for key, value in metadata.items()},
    )
    table = pa.Table.from_arrays([images, pa.array(samples.labels, pa.uint8())], schema=schema)
    pq.write_table(table, path, compression="zstd", use_dictionary=["label"])


def read_samples(path: Path) -> Samples:
    """Read a part back.

    Raises:
        InputError: the file is damaged, or was not made by :func:`write_samples`.
    """
    try:
        # Neither pq.read_table nor to_numpy: they import pandas, a fifth of a second in each run.
        with pq.ParquetFile(checked(path)) as file:
            table = file.read().combine_chunks()
        metadata = {key: json.loads(value) for key, value in table.schema.metadata.items()}
        (height, width), classes = metadata[b"shape"], metadata[b"classes"]
        found = {field.name: str(field.type) for field in table.schema}
        expected = {"image": f"fixed_size_binary[{height * width}]", "label": "uint8"}
        if found != expected:
            raise ValueError(f"for images of {height} × {width} pixels, columns {expected}, found {found}")
        pixels, labels = (
            np.frombuffer(table[name].chunk(0).buffers()[1], np.uint8, table.num_rows * size)
            for name, size in (("image", table.schema.field("image").type.byte_width), ("label", 1))
        )
        if labels.max() >= classes:
            raise ValueError(f"labels below {classes}, the number of classes, found {labels.max()}")
        return Samples(pixels.reshape(table.num_rows, -1), labels.astype(np.int64), (height, width), classes)
    except FileNotFoundError:
        raise
    except (pa.ArrowException, OSError, KeyError, AttributeError, IndexError, TypeError, ValueError) as error:
        raise InputError(
            f"{path}: expected Parquet written by the parse step ({error}); delete it and run again"
        ) from error


def read_class_names(path: Path, classes: int) -> list[str]:
    """The names of the classes, by label, from a JSON list.

    Raises:
        InputError: it is damaged, or not a list of so many names.
    """
    try:
        names: list[str] = json.loads(checked(path).read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{path}: expected a JSON list ({error}); delete it and run again") from error
    if not isinstance(names, list) or len(names) != classes or not all(isinstance(n, str) for n in names):
        raise InputError(f"{path}: expected the names of {classes} classes; delete it and run again")
    return names
