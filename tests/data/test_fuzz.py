"""Whatever bytes a file holds, the reader of IDX refuses them in words or returns what they say.

Two seconds by default; for longer: make fuzz FUZZ=600
"""

import gzip
import math
import random
import time
import tracemalloc
import zlib

import numpy as np
import pytest
from tiny import idx, packed, unpacked_idx

from workflow.base.errors import InputError
from workflow.data.idx import LARGEST, read_idx

SIDES = (0, 1, 2, 3, 255, 256, 65535, 2**24, 2**30, 2**31, 2**32 - 1)


def flip(rng, data):
    for _ in range(rng.choice((1, 1, 2, 8))):
        if data:
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def cut(rng, data):
    del data[rng.randint(0, len(data)) :]


def remove(rng, data):
    begin = rng.randint(0, len(data))
    del data[begin : begin + rng.randint(1, 9)]


def insert(rng, data):
    place = rng.randint(0, len(data))
    data[place:place] = rng.randbytes(rng.randint(1, 9))


def repeat(rng, data):
    data += data[rng.randint(0, len(data)) :]


def edit_header(rng, data):
    place = rng.randrange(4)
    if place:
        data[4 * place : 4 * place + 4] = rng.choice(SIDES).to_bytes(4, "big")
    else:
        data[:4] = bytes((0, 0, rng.randrange(256), rng.randrange(5)))


BYTES = (flip, cut, remove, insert, repeat)


def mutated(rng: random.Random, dimensions: int) -> bytes:
    """A small IDX file, changed before it is compressed, after, both or neither."""
    sides = [rng.randint(0, 5) for _ in range(dimensions)]
    array = np.frombuffer(rng.randbytes(math.prod(sides)), np.uint8).reshape(sides)
    content = bytearray(unpacked_idx(array))
    for _ in range(rng.choice((0, 0, 1, 2))):
        rng.choice((*BYTES, edit_header, edit_header))(rng, content)
    middle = rng.choice((0, 0, rng.randint(0, len(content))))  # one member of gzip or two
    parts = [content[:middle], content[middle:]] if middle else [content]
    file = bytearray(b"".join(gzip.compress(part, rng.choice((0, 1, 9)), mtime=0) for part in parts))
    for _ in range(rng.choice((0, 0, 0, 1, 2))):
        rng.choice(BYTES)(rng, file)
    return bytes(file)


def said(file: bytes, dimensions: int) -> np.ndarray | None:
    """The array that a file holds, read in another way; none if it does not hold one."""
    try:
        content = gzip.decompress(file)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        return None
    start = 4 + 4 * dimensions
    sides = np.frombuffer(content[4:start], ">u4").tolist() if len(content) >= start else []
    if content[:4] != bytes((0, 0, 8, dimensions)) or len(sides) != dimensions:
        return None
    if math.prod(max(side, 1) for side in sides) > LARGEST or len(content) != start + math.prod(sides):
        return None
    return np.frombuffer(content, np.uint8, offset=start).reshape(sides)


def test_a_mutated_file_is_refused_or_read_as_it_is(tmp_path, request):
    seed = random.SystemRandom().randrange(2**32)
    rng = random.Random(seed)
    path = tmp_path / "fuzz.gz"
    end = time.monotonic() + request.config.getoption("--fuzz-seconds")
    tried = arrays = 0
    while time.monotonic() < end:
        dimensions = rng.choice((1, 3))
        file = mutated(rng, dimensions)
        path.unlink(missing_ok=True)  # some file systems are slow to write a file over another
        path.write_bytes(file)
        expected = said(file, dimensions)
        case = f"seed {seed}, input {tried}: {file.hex()}"
        try:
            found = read_idx(path, dimensions)
        except InputError as error:
            found, message = None, str(error)
        except Exception as error:
            raise AssertionError(case) from error
        assert (found is None) == (expected is None), case
        if found is None:
            assert message.startswith(f"{path}: "), case
        else:
            np.testing.assert_array_equal(found, expected, err_msg=case, strict=True)
            arrays += 1
        tried += 1
    print(f"seed {seed}: {tried} inputs, of which {arrays} were read and the others refused")
    assert 0 < arrays < tried


@pytest.mark.parametrize("claim", [(2, 3, 4), (0, 3, 4), (1000, 100, 10)])
def test_a_bomb_takes_no_more_memory_than_its_header_claims(tmp_path, claim):
    path = tmp_path / "bomb.gz"
    header = unpacked_idx(np.zeros((0,) * 3, np.uint8))[:4] + np.array(claim, ">u4").tobytes()
    member = packed(bytes(2**24))
    path.write_bytes(packed(header) + 16 * member)  # a quarter of a gigabyte in a quarter of a megabyte
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="found more"):
            read_idx(path, 3)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # zlib's own buffer grows by doubling, Python's takes its content, and gzip has some of a fixed size.
    assert peak < 4 * math.prod(claim) + 2**20


def test_the_largest_claim_is_one_of_the_format_s_known_data_sets(tmp_path):
    # EMNIST by class, the largest of the family: 697,932 training images of 28 × 28 (Cohen et al. 2017).
    assert LARGEST > 697_932 * 28 * 28
    path = tmp_path / "large.gz"
    path.write_bytes(idx(np.zeros((1, 28, 28), np.uint8)))
    assert read_idx(path, 3).shape == (1, 28, 28)
