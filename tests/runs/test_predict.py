"""The trained model says what is in a picture of any size and polarity, and opens in PyTorch."""

import re
import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT
from one_run import TEST
from PIL import Image
from programs import program
from tiny import CLASSES, SIZE, idx, pictures

from workflow.data.samples import read_samples
from workflow.runs.predict import pictures as read_pictures
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


def png(image: Image.Image, **options) -> bytes:
    with BytesIO() as file:
        image.save(file, "PNG", **options)
        return file.getvalue()


def shape(value: int, kind: type) -> Image.Image:
    """A bright bar on black."""
    pixels: np.ndarray = np.zeros((SIZE, SIZE), kind)
    pixels[:, 3:5] = value
    pixels[0] = pixels[-1] = 0
    return Image.fromarray(pixels)


def flipped() -> bytes:
    """A file of which one bit of the pixels is another."""
    content = bytearray(png(shape(200, np.uint8)))
    content[content.index(b"IDAT") + 10] ^= 1
    return bytes(content)


def cut() -> bytes:
    return png(shape(200, np.uint8))[:-30]


def moving() -> bytes:
    return png(shape(200, np.uint8), save_all=True, append_images=[shape(90, np.uint8)])


def vast() -> bytes:
    """A file of 200 bytes that says it has 900 million pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    content = png(shape(200, np.uint8))
    return content[:12] + header + struct.pack(">I", zlib.crc32(header)) + content[33:]


@pytest.mark.parametrize("transparent", [False, True])
def test_sixteen_bits_of_grey_are_scaled_to_eight(tmp_path, transparent):
    """White stays white and 3 of 256 stays nearly black; transparent black becomes the ground."""
    for grey in (3, 128, 255):
        options = {"transparency": 0} if transparent else {}
        (tmp_path / "8.png").write_bytes(png(shape(grey, np.uint8), **options))
        deep = png(shape(257 * grey, np.uint16))
        if transparent:
            chunk = b"tRNS" + struct.pack(">H", 0)
            place = deep.index(b"IDAT") - 4
            chunk = struct.pack(">I", 2) + chunk + struct.pack(">I", zlib.crc32(chunk))
            deep = deep[:place] + chunk + deep[place:]
        (tmp_path / "16.png").write_bytes(deep)
        ((_, eight),) = read_pictures(tmp_path / "8.png")
        ((_, sixteen),) = read_pictures(tmp_path / "16.png")
        assert eight[4, 4] == grey
        assert eight[4, 0] == (255 if transparent else 0)
        assert (eight == sixteen).all()


def test_images_besides_one_that_cannot_be_read_are_classified(good, tmp_path):
    for name, content in (("a.png", cut()), ("b.png", png(shape(200, np.uint8))), ("c.png", flipped())):
        (tmp_path / name).write_bytes(content)
    names = [tmp_path / name for name in ("a.png", "b.png", "none.png", "c.png", "b.png")]
    done = program("runs.predict", *names, "--results", ".", folder=good)
    assert done.returncode == 1
    assert [line.partition(": ")[0] for line in done.stdout.splitlines()] == 2 * [str(tmp_path / "b.png")]
    errors = done.stderr.splitlines()
    assert len(errors) == 3
    assert all(line.startswith("error: ") for line in errors)
    assert all(str(name) in line for name, line in zip(("a.png", "none.png", "c.png"), errors, strict=True))


def test_without_a_study_it_says_what_to_run(tmp_path):
    done = program("runs.predict", "a.png", folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "error: results/data/test.parquet: not found; run `make report`, or name the folder of a finished "
        "study with --results\n"
    )


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.png", b"no picture", "a.png: expected a whole PNG file"),
        ("a.gz", b"no picture", "a.gz: expected a whole gzip file"),
        ("none.png", None, "No such file or directory"),
        ("damaged.png", flipped, "damaged.png: expected a whole PNG file (broken PNG file"),
        ("cut.png", cut, "cut.png: expected a whole PNG file ("),
        ("moving.png", moving, "moving.png: expected one picture, found 2, an animation"),
        ("vast.png", vast, "vast.png: expected images of 1 to 8,192 pixels a side, found 30,000 × 30,000"),
        ("long.gz", idx(np.zeros((1, 1, 8193), np.uint8)), "long.gz: expected images of 1 to 8,192 pixels a"),
        ("empty.gz", idx(np.zeros((3, 0, 5), np.uint8)), "empty.gz: expected images of 1 to 8,192 pixels a"),
    ],
)
def test_what_is_no_picture_is_refused(good, tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content() if callable(content) else content)
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
