"""Make the finished study a research object: an RO-Crate in the folder of the results.

Its metadata list every file of the manifest with its SHA-256. The code that made them, with the
configuration as it was run, is copied beside them.
"""

import argparse
import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import yaml

from workflow.base.errors import InputError, user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.base.integrity import checked, checked_sha256
from workflow.base.readers import read_json
from workflow.configuration.arguments import TEXT_BY_NAME, json_of
from workflow.configuration.checks import check
from workflow.report.crate import CODE, METADATA, code_entity, code_files, metadata, result_entities

OBJECT = {"type": "object"}
ROOT = Path(__file__).parents[2]


def read_manifest(path: Path) -> dict[str, str]:
    """The SHA-256 of every file that a manifest lists, and its own, by name.

    Raises:
        InputError: a line is not as sha256sum writes it, or a file is not the one that is listed.
    """
    listed = {}
    for line in checked(path).read_text(encoding="utf-8").splitlines():
        if not re.fullmatch("[0-9a-f]{64}  .+", line):
            raise InputError(f"{path}: expected a SHA-256 and a name, found {line!r}; delete it")
        name, file = line[66:], path.parent / line[66:]
        listed[name] = line[:64]
        if (found := checked_sha256(file)) != listed[name]:
            said = f"expected the SHA-256 {listed[name]}, as in {path.name}, found {found}"
            raise InputError(f"{file}: {said}; delete it and run again")
    return listed | {path.name: checked_sha256(path)}


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path, help="folder of the study, which becomes the crate")
    parser.add_argument("config", type=json_of(OBJECT), help="JSON object: the configuration")
    parser.add_argument("captions", type=json_of(TEXT_BY_NAME), help="JSON object: captions by a pattern")
    args = parser.parse_args(argv)

    check(args.config)
    listed = read_manifest(args.results / "MANIFEST.sha256")
    data, made = result_entities(args.results, listed, args.captions, args.config)
    versions = read_json(args.results / "best" / "run.json", ["versions"])["versions"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    names = code_files()
    folder = args.results / CODE
    shutil.rmtree(folder, ignore_errors=True)  # it may hold files that are no longer part of the code
    with atomic_writes(folder / "config.yaml", args.results / METADATA) as (settings, output):
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
        settings.write_text(yaml.safe_dump(args.config, sort_keys=False, allow_unicode=True), "utf-8")
        code = [code_entity(name, folder / name) for name in names]
        code.append(code_entity("config.yaml", settings))
        crate = metadata(citation, versions, code=code, data=data, made=made)
        output.write_text(json.dumps(crate, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
