"""Classify images with the best model: every class with its probability, the most probable first.

Takes PNG files, and gzip'd IDX files of images such as the data set's own. An image is made like those that
the model was trained on, light on black: transparent parts become white and colours grey; it is inverted if
its border is lighter than middle grey, padded with black to a square if the model's images are square, and
scaled to their size.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from workflow.base.errors import InputError, user_errors_as_one_line
from workflow.data.idx import read_idx
from workflow.data.samples import read_class_names, read_samples
from workflow.runs.weights import load

MIDDLE = 127.5


def pictures(path: Path) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    """The grey images of a file, with a name for each.

    Raises:
        InputError: it is neither a PNG file nor an IDX file of images.
    """
    if path.suffix.lower() == ".png":
        try:
            with Image.open(path, formats=["PNG"]) as image:
                colours = image.convert("RGBA")
        except (UnidentifiedImageError, SyntaxError, ValueError) as error:
            raise InputError(f"{path}: expected a whole PNG file ({error})") from error
        ground = Image.new("RGBA", colours.size, "white")
        yield str(path), np.asarray(Image.alpha_composite(ground, colours).convert("L"))
    else:
        for number, pixels in enumerate(read_idx(path, 3)):
            yield f"{path}[{number}]", pixels


def prepared(pixels: NDArray[np.uint8], shape: tuple[int, int]) -> NDArray[np.uint8]:
    """An image of any size and polarity as the model's images are: (height, width), light on black."""
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    if np.median(border) > MIDDLE:
        pixels = 255 - pixels
    if pixels.shape == shape:
        return pixels
    height, width = pixels.shape
    if shape[0] == shape[1] and height != width:
        side = max(height, width)
        square = np.zeros((side, side), np.uint8)
        top, left = (side - height) // 2, (side - width) // 2
        square[top : top + height, left : left + width] = pixels
        pixels = square
    return np.asarray(Image.fromarray(pixels).resize(shape[::-1], Image.Resampling.LANCZOS))


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("images", type=Path, nargs="+", metavar="IMAGE", help="a .png file or an IDX file")
    parser.add_argument(
        "--results", type=Path, default=Path("results"), help="folder of a finished study (default: results)"
    )
    args = parser.parse_args(argv)

    test = read_samples(args.results / "data" / "test.parquet")  # for the size of the model's images
    classes = read_class_names(args.results / "data" / "classes.json", test.classes)
    network, scale = load(args.results / "best" / "weights.safetensors", test)
    for path in args.images:
        for name, pixels in pictures(path):
            X = scale.apply(prepared(pixels, test.shape).reshape(1, -1))
            (probabilities,) = network.predict_proba(X)
            order = np.argsort(-probabilities, kind="stable")
            print(f"{name}: " + ", ".join(f"{classes[k]} {100 * probabilities[k]:.1f} %" for k in order))


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
