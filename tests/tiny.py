"""A tiny data set of three shapes, and the configuration of a study of it."""

import gzip
import hashlib
import os
import struct
from pathlib import Path

import numpy as np

CLASSES = ["disc", "square", "cross"]


SIZE = 8


def packed(content: bytes) -> bytes:
    """Gzip'd, the same bytes at any time: they are part of tests' names, on which workers must agree."""
    return gzip.compress(content, mtime=0)


def unpacked_idx(array: np.ndarray) -> bytes:
    return bytes((0, 0, 8, array.ndim)) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


def idx(array: np.ndarray) -> bytes:
    return packed(unpacked_idx(array))


def pictures(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Three noisy shapes that a small network tells apart."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:SIZE, :SIZE] - (SIZE - 1) / 2
    shapes = np.stack([x**2 + y**2 < 6, np.maximum(abs(x), abs(y)) > 2.5, np.minimum(abs(x), abs(y)) < 1])
    labels = rng.permutation(np.arange(n) % 3).astype(np.uint8)
    noisy = 150 * shapes[labels] + 50 * rng.standard_normal((n, SIZE, SIZE)) + 50
    return noisy.clip(0, 255).astype(np.uint8), labels


def write_idx(folder: Path, test_labels=None) -> dict[str, str]:
    """The four files of the tiny data set in a folder; their SHA-256 by name."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for prefix, n, seed in (("train", 240, 0), ("t10k", 90, 1)):
        images, labels = pictures(n, seed)
        if prefix == "t10k" and test_labels is not None:
            labels = test_labels(labels)
        for kind, array in (("images-idx3", images), ("labels-idx1", labels)):
            path = folder / f"{prefix}-{kind}-ubyte.gz"
            path.write_bytes(idx(array))
            files[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return files


def write_staves(folder: Path) -> None:
    """The four files of other data: 16 × 16 pixels in seven classes, which differ in brightness."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(0)
    for prefix, n in (("train", 140), ("t10k", 70)):
        labels = np.arange(n) % 7
        images = rng.integers(0, 200, (n, 16, 16)) + 8 * labels[:, None, None]
        for kind, array in (("images-idx3", images), ("labels-idx1", labels)):
            (folder / f"{prefix}-{kind}-ubyte.gz").write_bytes(idx(array.astype(np.uint8)))


def checksums(folder: Path) -> dict[str, str]:
    """What the configuration would say of the files of a folder as they are."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def flip(path: Path, position: float = 0.5) -> None:
    """Change one bit of a file: it stays as long, and as old, as it was."""
    content, times = bytearray(path.read_bytes()), path.stat()
    content[int(position * len(content))] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def by_role(files: dict[str, str]) -> dict[str, dict[str, str]]:
    """The four files as the configuration has them, from their SHA-256 by their usual names."""
    return {
        f"{part}_{kind}": {"name": name, "sha256": files[name]}
        for part, prefix in (("train", "train"), ("test", "t10k"))
        for kind in ("images", "labels")
        for name in files
        if name.startswith(f"{prefix}-{kind}")
    }


def tiny_config(files: dict[str, str], data: str = "data") -> dict:
    return {
        "data": {
            "sources": [{"folder": data}],
            "files": by_role(files),
            "classes": CLASSES,
            "validation_size": 60,
            "validation_seed": 0,
        },
        "defaults": {
            "hidden_size": 6,
            "hidden_layers": 1,
            "epochs": 3,
            "batch_size": 20,
            "learning_rate": 0.3,
        },
        "seeds": [0, 1],
        "experiments": {
            "depth": {"title": "Depth", "figure": "curves", "grid": {"hidden_layers": [1, 2]}},
            "tuning": {
                "title": "Tuning",
                "figure": "heat_map",
                "grid": {"hidden_size": [4, 6], "learning_rate": [0.3, 1.0e30]},
            },
        },
    }
