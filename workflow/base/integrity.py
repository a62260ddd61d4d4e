"""Files that were damaged after they were written."""

import json
from collections.abc import Iterator
from pathlib import Path


def remove_damaged(folder: Path) -> Iterator[str]:
    """Where a file has not the size that was written, remove the last one of its program.

    That is the one on which others hang, so that Snakemake runs the program again, whatever is asked for.
    Yields a line for people for each damaged file.
    """
    for sums in sorted(folder.rglob(".*.sums")):
        last = sums.with_name(sums.name.removeprefix(".").removesuffix(".sums"))
        try:
            sizes = {
                sums.parent / name: entry["bytes"] for name, entry in json.loads(sums.read_bytes()).items()
            }
        except (ValueError, KeyError, TypeError, AttributeError):
            yield f"{sums}: damaged; {last} is made again"
            last.unlink(missing_ok=True)
            continue
        for path, size in sizes.items():
            if path.exists() and (found := path.stat().st_size) != size:
                yield f"{path}: damaged ({size} bytes were written, {found} found); it is made again"
                last.unlink(missing_ok=True)
