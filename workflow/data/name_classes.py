"""Write the names of the classes, for what shows them.

They are apart from the samples, as no weight depends on a name: correcting one trains nothing.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from workflow.base.errors import user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.configuration.arguments import json_of, of_data


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("classes", type=json_of(of_data("classes")), help="JSON list of the names, by label")
    parser.add_argument("output", type=Path, help="JSON file, to write")
    args = parser.parse_args(argv)
    with atomic_writes(args.output) as (output,):
        output.write_text(json.dumps(args.classes, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
