"""Fetch the four gzip'd IDX files, each from the first source that answers.

A file gets its final name only if its SHA-256 is the configured one. A source is a JSON object with one
key: {"folder": PATH}, {"url": ADDRESS} of the folder that holds the files, or {"debian": PACKAGE}, which
apt-get downloads and dpkg-deb unpacks; neither needs root.

After a fault that may pass (no answer, 5xx, a broken or wrong body) a source is asked again, after 1 s
and then 2 s; after one that will not, such as 404, the next source is asked.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pooch

from workflow.base.errors import InputError, user_errors_as_one_line
from workflow.base.files import atomic_writes
from workflow.configuration.arguments import json_of, of_data

SILENCE = 20  # seconds without a byte from a server
RETRIES = 2  # requests for a file after the first one failed
LIMIT = 900  # seconds for all files from one source: 30 MB at 35 kB/s


class OutOfTime(Exception):
    """A source takes longer than LIMIT. No library mistakes this class for a network fault and retries."""


def leave(*_: object) -> None:
    """Give up on SIGALRM. SILENCE limits each read only: a server might send a byte now and then for ever."""
    raise OutOfTime(f"not done in {LIMIT} s")


def adopt(found: Path, output: Path, digest: str) -> None:
    """Copy a file to its final place, unless its content has another SHA-256 than ``digest``."""
    with atomic_writes(output) as (temporary,):
        shutil.copyfile(found, temporary)
        actual = pooch.file_hash(str(temporary))
        if actual != digest:
            raise InputError(f"{found.name}: expected SHA-256 {digest}, found {actual}")


def from_folder(folder: str, wanted: dict[str, str], output: Path) -> None:
    for name, digest in wanted.items():
        adopt(Path(folder) / name, output / name, digest)


def from_url(url: str, wanted: dict[str, str], output: Path) -> None:
    downloader = pooch.HTTPDownloader(
        progressbar=sys.stderr.isatty(), timeout=SILENCE, hooks={"response": refuse_what_will_not_pass}
    )
    with tempfile.TemporaryDirectory() as scratch:
        web = pooch.create(path=scratch, base_url=url, registry=wanted, retry_if_failed=RETRIES)
        for name, digest in wanted.items():
            try:
                found = web.fetch(name, downloader=downloader)
            except (OSError, ValueError) as error:
                raise InputError(f"{name}: {first_cause(error)}") from error
            adopt(Path(found), output / name, digest)


def refuse_what_will_not_pass(response: Any, **_: object) -> None:
    """Of the 4xx answers, only after 408 (too slow) and 429 (too many requests) is it worth asking again."""
    if 400 <= response.status_code < 500 and response.status_code not in (408, 429):
        raise InputError(f"{response.status_code} {response.reason}: {response.url}")


def first_cause(error: BaseException) -> BaseException:
    """The original error, inside those of pooch, requests and urllib3."""
    while error.__context__:
        error = error.__context__
    return error


def from_debian(package: str, wanted: dict[str, str], output: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        try:
            command("apt-get", "download", "--", package, cwd=scratch)
        except InputError:
            # The machine's package lists may be empty: fetch our own lists, which needs no root.
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
                raise InputError(f"package {package} has no {name}")
            adopt(found, output / name, digest)


def command(*words: str, cwd: str) -> None:
    try:
        done = subprocess.run(words, cwd=cwd, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise InputError(f"{words[0]} is not installed") from error
    if done.returncode:
        raise InputError(f"{words[0]}: {' '.join(done.stderr.split()) or 'no message'}")


def missing(files: dict[str, str], output: Path) -> dict[str, str]:
    """Those of the files that are not yet in place with the right content."""
    return {
        name: digest
        for name, digest in files.items()
        if not ((output / name).exists() and pooch.file_hash(str(output / name)) == digest)
    }


SOURCES = {"folder": from_folder, "url": from_url, "debian": from_debian}


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=Path, help="folder for the files")
    parser.add_argument(
        "--files",
        required=True,
        type=json_of(of_data("files")),
        help="JSON object: the name and SHA-256 of each file, as in the configuration",
    )
    parser.add_argument(
        "--sources",
        required="DATA_SOURCES" not in os.environ,
        default=os.environ.get("DATA_SOURCES"),
        type=json_of(of_data("sources")),
        help="JSON list, tried in this order (default: the variable DATA_SOURCES)",
    )
    args = parser.parse_args(argv)

    files = {file["name"]: file["sha256"] for file in args.files.values()}
    args.output.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGALRM, leave)
    failures = []
    for source in args.sources:
        wanted = missing(files, args.output)
        if not wanted:
            return
        ((kind, place),) = source.items()
        try:
            signal.alarm(LIMIT)
            SOURCES[kind](place, wanted, args.output)
            print(f"fetched {', '.join(wanted)} from {kind} {place}")
        except (InputError, OutOfTime, OSError, ValueError) as error:
            failures.append(f"  {kind} {place}: {error}")
        finally:
            signal.alarm(0)
    if wanted := missing(files, args.output):
        tried = "\n".join(failures)
        raise InputError(
            f"no source has {', '.join(wanted)}:\n{tried}\n"
            "Put the files into a folder under data.sources in config.yaml, or add another source there."
        )


if __name__ == "__main__":
    with user_errors_as_one_line():
        main()
