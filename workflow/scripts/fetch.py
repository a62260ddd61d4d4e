"""Fetch the four gzip'd IDX files, each from the first source that answers.

A file reaches its final name only when its SHA-256 is the configured one. A source is a JSON object
with one key: {"folder": PATH}, {"url": ADDRESS} of the folder that holds the files, or
{"debian": PACKAGE}, which apt-get downloads and dpkg-deb unpacks; neither needs root.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pooch

from workflow.lib.files import whole_files
from workflow.lib.program import InputError, mistakes_in_one_line

TIMEOUT = 20  # seconds that a server may stay silent


def adopt(found: Path, output: Path, digest: str) -> None:
    """Copy a file to its final place if its content is the expected one."""
    with whole_files(output) as (temporary,):
        shutil.copyfile(found, temporary)
        actual = pooch.file_hash(str(temporary))
        if actual != digest:
            raise InputError(f"{found.name}: expected SHA-256 {digest}, found {actual}")


def from_folder(folder: str, wanted: dict[str, str], output: Path) -> None:
    for name, digest in wanted.items():
        adopt(Path(folder) / name, output / name, digest)


def from_url(url: str, wanted: dict[str, str], output: Path) -> None:
    downloader = pooch.HTTPDownloader(progressbar=sys.stderr.isatty(), timeout=TIMEOUT)
    with tempfile.TemporaryDirectory(dir=output) as scratch:
        for name, digest in wanted.items():
            address = f"{url.rstrip('/')}/{name}"
            found = pooch.retrieve(address, f"sha256:{digest}", name, scratch, downloader=downloader)
            adopt(Path(found), output / name, digest)


def from_debian(package: str, wanted: dict[str, str], output: Path) -> None:
    with tempfile.TemporaryDirectory(dir=output) as scratch:
        try:
            command("apt-get", "download", "--", package, cwd=scratch)
        except InputError:
            # The machine's package lists may be empty: fetch lists of our own, which needs no root.
            lists = Path(scratch) / "lists"
            (lists / "partial").mkdir(parents=True)
            state = ("-o", f"Dir::State::Lists={lists}", "-o", f"Dir::Cache={lists}")
            command("apt-get", *state, "update", cwd=scratch)
            command("apt-get", *state, "download", "--", package, cwd=scratch)
        (archive,) = Path(scratch).glob("*.deb")
        command("dpkg-deb", "--extract", archive.name, "unpacked", cwd=scratch)
        for name, digest in wanted.items():
            found = next(Path(scratch, "unpacked").rglob(name), None)
            if found is None:
                raise InputError(f"package {package} holds no {name}")
            adopt(found, output / name, digest)


def command(*words: str, cwd: str) -> None:
    try:
        done = subprocess.run(words, cwd=cwd, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise InputError(f"{words[0]} is not on this machine") from error
    if done.returncode:
        raise InputError(f"{words[0]}: {' '.join(done.stderr.split()) or 'no message'}")


def missing(files: dict[str, str], output: Path) -> dict[str, str]:
    """Those of the files that are not in place with the right content."""
    return {
        name: digest
        for name, digest in files.items()
        if not ((output / name).exists() and pooch.file_hash(str(output / name)) == digest)
    }


SOURCES = {"folder": from_folder, "url": from_url, "debian": from_debian}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=Path, help="folder for the files")
    parser.add_argument("--files", required=True, type=json.loads, help="JSON object: file name → SHA-256")
    parser.add_argument("--sources", required=True, type=json.loads, help="JSON list, in the order of trial")
    args = parser.parse_args()

    args.output.mkdir(parents=True, exist_ok=True)
    failures = []
    for source in args.sources:
        wanted = missing(args.files, args.output)
        if not wanted:
            return
        ((kind, place),) = source.items()
        try:
            SOURCES[kind](place, wanted, args.output)
            print(f"fetched {', '.join(wanted)} from {kind} {place}")
        except (InputError, OSError, ValueError) as error:
            failures.append(f"  {kind} {place}: {error}")
    if wanted := missing(args.files, args.output):
        tried = "\n".join(failures)
        raise InputError(
            f"no source gave {', '.join(wanted)}:\n{tried}\n"
            "Put the files into the folder, or name another source, under data.sources in config.yaml."
        )


if __name__ == "__main__":
    with mistakes_in_one_line():
        main()
