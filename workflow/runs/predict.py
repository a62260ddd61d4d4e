"""Classify images with the best model, or an ensemble: all classes, the most probable first.

Takes PNG files, and gzip'd IDX files of images such as the data set's own. An image is made like those that
the model was trained on, light on black: transparent parts become white and colours grey; it is inverted if
its border is lighter than middle grey, padded with black to a square if the model's images are square, and
scaled to their size.

A file that cannot be read is reported, the others are classified, and the exit status is 1.
"""

import argparse
import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from workflow.base.errors import InputError, user_errors_as_one_line
from workflow.data.idx import read_idx
from workflow.data.samples import read_class_names, read_samples
from workflow.runs import ensembles
from workflow.runs.weights import load

MIDDLE = 127.5
LONGEST = 8192  # pixels of a side: in colour and as a square, such an image takes a gigabyte
NEEDED = ("data/test.parquet", "data/classes.json")
BEST = "best/weights.safetensors"


def pictures(path: Path) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    """The grey images of a file, with a name for each.

    Raises:
        InputError: it is neither a PNG file of one picture nor an IDX file of images, or they are too large.
    """
    if path.suffix.lower() == ".png":
        with path.open("rb") as file:  # outside the try: its errors name the file
            try:
                picture = grey(path, file)
            except (InputError, MemoryError):
                raise
            except Exception as error:  # of damage Pillow has a dozen kinds, such as IndexError
                raise InputError(f"{path}: expected a whole PNG file ({error})") from error
        yield str(path), picture
    else:
        images = read_idx(path, 3)
        check_size(path, *images.shape[1:])
        for number, pixels in enumerate(images):
            yield f"{path}[{number}]", pixels


def grey(path: Path, file: BinaryIO) -> NDArray[np.uint8]:
    """The picture of a PNG file in 256 greys, on white.

    Raises:
        InputError: it has another size than :func:`check_size` allows, or there are several.
        Exception: it is no whole PNG file.
    """
    with warnings.catch_warnings(action="error"):  # of an animation that is not whole
        PngImageFile(file).verify()  # the checksums, of which decoding skips some
        file.seek(0)
        image = PngImageFile(file)
    with image:
        check_size(path, image.height, image.width)
        if image.n_frames > 1:
            raise InputError(f"{path}: expected one picture, found {image.n_frames}, an animation")
        if image.mode == "I;16":  # Pillow would clip: every value above 255 would be white
            values = np.asarray(image)
            colours = Image.fromarray((values >> 8).astype(np.uint8)).convert("RGBA")
            if "transparency" in image.info:
                colours.putalpha(
                    Image.fromarray(255 * (values != image.info["transparency"]).astype(np.uint8))
                )
        else:
            colours = image.convert("RGBA")
    ground = Image.new("RGBA", colours.size, "white")
    return np.asarray(Image.alpha_composite(ground, colours).convert("L"))


def check_size(path: Path, height: int, width: int) -> None:
    if not (0 < height <= LONGEST and 0 < width <= LONGEST):
        raise InputError(
            f"{path}: expected images of 1 to {LONGEST:,} pixels a side, found {height:,} × {width:,}"
        )


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
    parser.add_argument(
        "--ensemble", type=Path, help="an ensemble to classify with, in place of the best model"
    )
    args = parser.parse_args(argv)

    for name in (*NEEDED, *([] if args.ensemble else [BEST])):
        if not (args.results / name).exists():
            raise InputError(
                f"{args.results / name}: not found; run `make report`, or name the folder of a finished "
                "study with --results"
            )
    if args.ensemble and not args.ensemble.exists():
        raise InputError(
            f"{args.ensemble}: not found; `snakemake --cores all results/ensembles/NAME.safetensors` makes "
            "that of the experiment NAME"
        )
    test = read_samples(args.results / "data" / "test.parquet")  # for the size of the model's images
    classes = read_class_names(args.results / "data" / "classes.json", test.classes)
    if args.ensemble:
        model = ensembles.load(args.ensemble, test)
    else:
        model = ensembles.Ensemble({"best": load(args.results / BEST, test)}, test.shape, shift=0)
    unread = False
    for path in args.images:
        try:
            images = list(pictures(path))
        except (InputError, OSError) as error:
            print(f"error: {error}", file=sys.stderr)
            unread = True
            continue
        inputs = np.array([prepared(pixels, test.shape).ravel() for _, pixels in images])
        for (name, _), row in zip(images, model.predict_proba(inputs), strict=True):
            order = np.argsort(-row, kind="stable")
            print(f"{name}: " + ", ".join(f"{classes[k]} {100 * row[k]:.1f} %" for k in order))
    if unread:
        sys.exit(1)


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
