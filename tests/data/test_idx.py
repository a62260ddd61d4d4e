"""IDX files are read whole or refused with the reason."""

import contextlib

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from tiny import packed, unpacked_idx

from workflow.base.errors import InputError
from workflow.data.idx import read_idx


@given(hnp.arrays(np.uint8, hnp.array_shapes(min_dims=3, max_dims=3, min_side=0, max_side=9)))
def test_any_size_and_number_of_images_is_read_back(tmp_path_factory, images):
    path = tmp_path_factory.mktemp("idx") / "images.gz"
    path.write_bytes(packed(unpacked_idx(images)))
    assert (read_idx(path, 3) == images).all()


@given(st.binary(max_size=60))
def test_no_bytes_do_anything_else(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("idx") / "images.gz"
    path.write_bytes(packed(content))
    with contextlib.suppress(InputError):
        read_idx(path, 3)
