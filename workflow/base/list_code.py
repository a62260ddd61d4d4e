"""List the code by which networks were trained, statement by statement, so that a later change has a name."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from workflow.base.errors import user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.base.fingerprint import statements


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the module that trained them")
    parser.add_argument("output", type=Path, help="JSON of SHA-256 by file and name, to write")
    args = parser.parse_args(argv)

    with atomic_writes(args.output) as (output,):
        output.write_text(json.dumps(statements(args.program), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
