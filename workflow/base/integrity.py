"""Find files that were damaged after they were written."""

import json
from collections.abc import Iterator
from pathlib import Path


def damaged(folder: Path) -> Iterator[tuple[Path, str]]:
    """Find the files below ``folder`` whose size is not the one that was written.

    Yields a line for people for each, with the last file of the same program: the one on which others
    depend, so making that again makes the damaged one again. A file that was deleted is not damaged.
    """
    for sums in sorted(folder.rglob(".*.sums")):
        last = sums.with_name(sums.name.removeprefix(".").removesuffix(".sums"))
        try:
            sizes = {
                sums.parent / name: entry["bytes"] for name, entry in json.loads(sums.read_bytes()).items()
            }
        except (ValueError, KeyError, TypeError, AttributeError):
            yield last, f"{sums}: damaged; {last} is made again when it is needed"
            continue
        for path, size in sizes.items():
            if path.exists() and (found := path.stat().st_size) != size:
                said = f"damaged (expected {size} bytes, found {found})"
                yield last, f"{path}: {said}; it is made again when it is needed"
