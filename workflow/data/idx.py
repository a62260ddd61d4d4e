"""Read gzip'd IDX files: a four-byte magic number, dimensions, elements, all big-endian."""

import gzip
import math
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workflow.base.errors import InputError

UNSIGNED_BYTE = 0x08
LARGEST = 2**30  # bytes of elements; the largest file of the MNIST family, EMNIST by class, has 0.55 · 10⁹


def read_idx(path: Path, dimensions: int) -> NDArray[np.uint8]:
    """The array of a gzip'd IDX file of unsigned bytes.

    Args:
        path: the file.
        dimensions: how many dimensions it must have: 1 for labels, 3 for images.

    Raises:
        InputError: it is not such a file; the message says why.
    """
    try:
        with gzip.open(path) as file:
            magic = file.read(4)
            expected = bytes((0, 0, UNSIGNED_BYTE, dimensions))
            if magic != expected:
                raise InputError(
                    f"{path}: expected magic number {expected.hex(' ')} (unsigned bytes, {dimensions} "
                    f"dimensions), found {magic.hex(' ') or 'an empty file'}"
                )
            header = file.read(4 * dimensions)
            if len(header) < 4 * dimensions:
                raise InputError(f"{path}: ends within its header of {4 + 4 * dimensions} bytes")
            shape = struct.unpack(f">{dimensions}I", header)
            if math.prod(max(side, 1) for side in shape) > LARGEST:
                raise InputError(f"{path}: expected at most {LARGEST} elements, found dimensions {shape}")
            size = math.prod(shape)
            elements = file.read(size + 1)  # one more than expected, to notice if there are more
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(f"{path}: expected a whole gzip file: {error}") from error
    if len(elements) != size:
        found = f"{len(elements)}" if len(elements) < size else "more"
        raise InputError(f"{path}: expected {size} bytes of elements for dimensions {shape}, found {found}")
    return np.frombuffer(elements, np.uint8).reshape(shape)
