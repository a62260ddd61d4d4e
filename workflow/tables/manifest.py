"""List the SHA-256 of every file of the study, in the form that sha256sum writes and checks."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

from workflow.base.errors import user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.base.integrity import checked, checked_sha256
from workflow.runs.columns import RUN_FILES


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path, help="folder of the study")
    parser.add_argument("files", type=Path, nargs="+", help="its files, but those of the runs")
    parser.add_argument("--output", type=Path, required=True, help="the list, to write")
    args = parser.parse_args(argv)

    table = checked(args.results / "tables" / "runs.parquet")
    runs = pq.read_table(table, columns=["run"])["run"].to_pylist()
    files = args.files + [args.results / "runs" / run / name for run in runs for name in RUN_FILES]
    names = sorted(path.relative_to(args.results).as_posix() for path in files if path.suffix != ".sums")
    lines = [f"{checked_sha256(args.results / name)}  {name}\n" for name in names]
    with atomic_writes(args.output) as (output,):
        output.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
