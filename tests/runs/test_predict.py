"""The trained model says what is in a picture of any size and polarity, and opens in PyTorch."""

import re
from pathlib import Path

import numpy as np
import pytest
from conftest import CLASSES, ROOT, SIZE, idx, pictures, program
from one_run import TEST
from PIL import Image

from workflow.data.samples import read_samples
from workflow.runs.predict import prepared
from workflow.runs.weights import load

DRAWN, LABELS = pictures(9, seed=7)
BEST = "best/weights.safetensors"
# The squares are frames: light at the border, which the program takes for a light ground.
SQUARE = CLASSES.index("square")
IMAGES = DRAWN[LABELS != SQUARE]


def predicted(good, *words) -> list[dict[str, float]]:
    done = program("runs.predict", *words, "--results", ".", folder=good)
    assert done.returncode == 0, done.stderr
    return [
        {name: float(share) for name, share in re.findall(r"(\w+) ([\d.]+) %", line.partition(": ")[2])}
        for line in done.stdout.splitlines()
    ]


def test_it_says_of_an_idx_file_what_the_model_says(good, tmp_path):
    (tmp_path / "images.gz").write_bytes(idx(IMAGES))
    test = read_samples(good / TEST)
    network, scale = load(good / BEST, test)
    probabilities = 100 * network.predict_proba(scale.apply(IMAGES.reshape(6, -1)))
    said = predicted(good, tmp_path / "images.gz")
    assert len(said) == 6
    for shares, row in zip(said, probabilities, strict=True):
        assert list(shares.values()) == sorted(shares.values(), reverse=True)
        assert [shares[name] for name in CLASSES] == pytest.approx(row.tolist(), abs=0.051)  # one decimal


def test_size_polarity_colour_and_transparency_do_not_matter(good, tmp_path):
    # Dark shapes on white, ten times as large, in colour, on transparent ground: what a person would draw.
    clean = np.where(IMAGES > 125, 255, 0).astype(np.uint8)
    files: list[Path] = []
    for shape in clean:
        large = np.kron(shape, np.ones((10, 10), np.uint8))
        rgba = np.stack([255 - large, 255 - large, 255 - large, np.where(large > 0, 255, 0)], axis=-1)
        files.append(tmp_path / f"{len(files)}.png")
        Image.fromarray(rgba.astype(np.uint8), "RGBA").save(files[-1])
    same = tmp_path / "same.gz"
    same.write_bytes(idx(clean))
    for drawn, straight in zip(predicted(good, *files), predicted(good, same), strict=True):
        assert next(iter(drawn)) == next(iter(straight))


def test_a_picture_that_is_no_square_gets_black_and_stays_in_proportion():
    tall = np.zeros((40, 20), np.uint8)
    tall[5:35, 5:15] = 255
    made = prepared(tall, (SIZE, SIZE))
    assert made.shape == (SIZE, SIZE)
    assert made[:, : SIZE // 4].max() < 30
    assert made[3:5, 3:5].min() > 200
    assert (prepared(255 - tall, (SIZE, SIZE)) == made).all()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.png", b"no picture", "a.png: expected a whole PNG file"),
        ("a.gz", b"no picture", "a.gz: expected a whole gzip file"),
        ("none.png", None, "No such file or directory"),
    ],
)
def test_what_is_no_picture_is_refused(good, tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = program("runs.predict", tmp_path / name, "--results", ".", folder=good)
    assert done.returncode == 1
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_lines_of_the_readme_open_the_weights_in_pytorch(good, tmp_path, monkeypatch):
    torch = pytest.importorskip("torch", reason="not installed: make peers")
    snippets = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    (snippet,) = (snippet for snippet in snippets if "safetensors.torch" in snippet)
    (tmp_path / "results").symlink_to(good)
    monkeypatch.chdir(tmp_path)
    names = {"pixels": torch.tensor(IMAGES.reshape(6, -1))}
    exec(snippet, names)
    test = read_samples(good / TEST)
    network, scale = load(good / BEST, test)
    ours = network.predict_proba(scale.apply(IMAGES.reshape(6, -1)))
    # float32 with other kernels: a few units in the last place of numbers below 1.
    assert np.abs(names["A"].softmax(dim=1).numpy() - ours).max() < 1e-5
