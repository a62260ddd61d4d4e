"""The study as a research object: an RO-Crate that lists every file, and holds no time."""

import json
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from one_run import RUN, SUMMARY, TABLE
from programs import Done, program
from tiny import checksums, tiny_config

from workflow.base.files import sha256

CAPTIONS = {r"results/tables/(?P<experiment>depth)\.csv": "table.rst"}
MADE = "tables/runs.parquet"


@pytest.fixture
def results(good, tmp_path) -> Path:
    folder = tmp_path / "results"
    shutil.copytree(good, folder)
    (folder / "idx").rename(folder / "data/idx")
    files = [
        *sorted((folder / "data/idx").iterdir()),
        folder / TABLE,
        folder / "tables/depth.md",
        folder / MADE,
    ]
    done = program("tables.manifest", folder, *files, "--output", folder / "MANIFEST.sha256")
    assert done.returncode == 0, done.stderr
    return folder


def configuration(results: Path) -> dict:
    return tiny_config(checksums(results / "data/idx"))


def export(results: Path) -> Done:
    return program("report.export", results, json.dumps(configuration(results)), json.dumps(CAPTIONS))


def entities(results: Path) -> dict[str, dict]:
    graph = json.loads((results / "ro-crate-metadata.json").read_text())["@graph"]
    assert len({entity["@id"] for entity in graph}) == len(graph)
    return {entity["@id"]: entity for entity in graph}


def references(value) -> set[str]:
    """Every @id that an entity refers to."""
    if isinstance(value, list):
        return set().union(*map(references, value))
    if not isinstance(value, dict):
        return set()
    return {value["@id"]} if set(value) == {"@id"} else set().union(*map(references, value.values()))


def test_it_lists_every_file_as_it_is(results):
    assert export(results).returncode == 0
    found = entities(results)
    files = {name: each for name, each in found.items() if "File" in each["@type"]}
    for name, file in files.items():
        path = results / unquote(name)
        assert (file["sha256"], int(file["contentSize"])) == (sha256(path), path.stat().st_size)
    listed = {line[66:] for line in (results / "MANIFEST.sha256").read_text().splitlines()}
    assert f"runs/{RUN}/weights.safetensors" in listed
    code = {
        path.relative_to(results).as_posix() for path in (results / "code").rglob("[!.]*") if path.is_file()
    }
    assert {unquote(name) for name in files} == listed | code | {"MANIFEST.sha256"}
    assert references(found["./"]["hasPart"]) == {*files, "code/"}


def test_it_says_what_was_made_by_which_code_from_what(results):
    export(results)
    found = entities(results)
    local = {name for entity in found.values() for name in references(entity) if ":" not in name}
    assert local <= found.keys()
    run = found["#study"]
    assert run["instrument"] == found["./"]["mainEntity"] == {"@id": "code/Snakefile"}
    data = references(run["object"]) - {"code/config.yaml"}
    assert data == {f"data/idx/{name}" for name in checksums(results / "data/idx")}
    assert references(run["result"]) >= {f"runs/{RUN}/run.json", TABLE}
    trained = json.loads((results / SUMMARY).read_text())["code"]
    assert found["code/workflow/runs/train.py"]["version"] == f"fingerprint {trained}"
    assert yaml.safe_load((results / "code/config.yaml").read_text()) == configuration(results)
    assert found[TABLE]["description"].startswith("One row per configuration of depth: ")
    assert found["tables/depth.md"]["description"] == found[TABLE]["description"]
    assert "description" not in found[MADE]


def test_it_is_the_same_every_time_and_has_no_time_of_day(results):
    export(results)
    first = (results / "ro-crate-metadata.json").read_bytes()
    export(results)
    assert (results / "ro-crate-metadata.json").read_bytes() == first
    assert re.findall(rb"\d\d:\d\d", first) == []
    assert set(re.findall(rb"\b20\d\d-\d\d-\d\d\b", first)) == {
        entities(results)["./"]["datePublished"].encode()
    }


def without_records(results: Path) -> None:
    for record in results.rglob(".*.sums"):
        record.unlink()


def test_a_result_that_is_not_the_listed_one_is_an_error(results):
    without_records(results)
    (results / TABLE).write_text("changed")
    done = export(results)
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: {results / TABLE}: expected the SHA-256 ")
    assert not (results / "ro-crate-metadata.json").exists()
    assert not (results / "code").exists()


def test_a_manifest_that_is_none_is_an_error(results):
    without_records(results)
    (results / "MANIFEST.sha256").write_text("nothing\n")
    assert "expected a SHA-256 and a name, found 'nothing'" in export(results).stderr


def remember(cache: Path, address: str, content: bytes) -> None:
    """Put what an address holds into the validator's cache, so that it asks nothing of the network."""
    from requests import Request, Response
    from requests_cache import CachedSession
    from urllib3 import HTTPResponse

    response = Response()
    response.status_code, response.url = 200, address
    response.raw = HTTPResponse(BytesIO(content), status=200, preload_content=False)
    response.headers["Content-Type"] = "application/ld+json"
    response.request = Request("GET", address).prepare()
    session = CachedSession(str(cache), backend="sqlite")
    session.cache.save_response(response, session.cache.create_key(response.request))


def test_the_validator_accepts_it(results, tmp_path):
    rocrate = pytest.importorskip("rocrate", reason="needs roc-validator: make validator")
    export(results)
    terms = Path(rocrate.__file__).with_name("data") / "ro-crate.jsonld"
    remember(tmp_path / "cache", "https://w3id.org/ro/crate/1.1/context", terms.read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", "from rocrate_validator.cli import cli; cli()", "--no-interactive", "validate",
         results,
         "--offline", "--cache-path", tmp_path / "cache", "--profile-identifier", "workflow-run-crate-0.5",
         "--no-paging"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "is a valid workflow-run-crate-0.5" in done.stdout
