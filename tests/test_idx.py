"""IDX files are read whole or refused with the reason."""

import contextlib
import gzip
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from workflow.lib.idx import read_idx
from workflow.lib.program import InputError


def packed(content: bytes) -> bytes:
    """Gzip'd, the same bytes at any time: they are part of the tests' names, on which workers must agree."""
    return gzip.compress(content, mtime=0)


def idx_bytes(array: np.ndarray) -> bytes:
    return bytes((0, 0, 8, array.ndim)) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


@given(hnp.arrays(np.uint8, hnp.array_shapes(min_dims=3, max_dims=3, min_side=0, max_side=9)))
def test_any_size_and_number_of_images_is_read_back(tmp_path_factory, images):
    path = tmp_path_factory.mktemp("idx") / "images.gz"
    path.write_bytes(packed(idx_bytes(images)))
    assert (read_idx(path, 3) == images).all()


GOOD = idx_bytes(np.zeros((2, 3, 4), np.uint8))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (packed(b""), "expected magic number 00 00 08 03 .* found an empty file"),
        (packed(b"\1" + GOOD[1:]), "found 01 00 08 03"),
        (packed(GOOD[:2] + b"\x0d" + GOOD[3:]), "unsigned bytes.* found 00 00 0d 03"),
        (packed(idx_bytes(np.zeros(5, np.uint8))), "3 dimensions.* found 00 00 08 01"),
        (packed(GOOD[:10]), "ends within its header of 16 bytes"),
        (packed(GOOD[:-1]), r"expected 24 bytes of elements for dimensions \(2, 3, 4\), found 23"),
        (packed(GOOD + b"\0"), "expected 24 bytes .* found more"),
        (GOOD, "expected a whole gzip file"),
        (packed(GOOD)[:-9], "expected a whole gzip file"),
        (b"", "expected magic number"),
    ],
)
def test_a_damaged_file_is_refused_with_the_reason(tmp_path, content, message):
    path = tmp_path / "images.gz"
    path.write_bytes(content)
    with pytest.raises(InputError, match=rf"images\.gz: .*{message}"):
        read_idx(path, 3)


@given(st.binary(max_size=60))
def test_no_bytes_do_anything_else(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("idx") / "images.gz"
    path.write_bytes(packed(content))
    with contextlib.suppress(InputError):
        read_idx(path, 3)
