"""Compare every file of a study with the SHA-256 that was recorded when it was written.

That is in the record of the program that made it, and in MANIFEST.sha256. Nothing is computed again.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from workflow.base.errors import InputError, user_errors_as_one_line
from workflow.base.files import sha256
from workflow.base.integrity import Damaged, damage, read_record, records_below

MANIFEST = "MANIFEST.sha256"


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", type=Path, help="folder of the study")
    args = parser.parse_args(argv)

    wrong = []
    files: dict[Path, str | None] = {}  # with the SHA-256 that the manifest has
    for record in sorted(records_below(args.results)):
        try:
            found = read_record(record)
        except Damaged:
            wrong.append(f"{record}: damaged")
            continue
        for name in found.files if found else ():
            if record.with_name(name).exists():  # one that was deleted is made again when it is needed
                files[record.with_name(name)] = None
    if (manifest := args.results / MANIFEST).exists():
        lines = manifest.read_text(encoding="utf-8", errors="replace").splitlines()
        files |= {args.results / name: sums for sums, _, name in (line.partition("  ") for line in lines)}
    if not files:
        raise InputError(f"{args.results}: expected the results of a study, found no record of one")
    for path, listed in sorted(files.items()):
        if not path.exists():
            wrong.append(f"{path}: listed in {manifest}, and missing")
            continue
        digest = sha256(path)
        if said := damage(path, digest):
            wrong.append(said)
        elif listed not in (None, digest):
            wrong.append(f"{path}: expected SHA-256 {listed}, as in {manifest}, found {digest}")
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(files)} files are as they were written")


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
