"""The metadata of a research object: an RO-Crate with the profile Workflow Run, as JSON-LD.

The folder of the results is the crate. Nothing in it depends on the time: it is dated by the release of
the software (CITATION.cff).
"""

import ast
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Template

from workflow.base.files import sha256
from workflow.base.fingerprint import fingerprint

ROOT = Path(__file__).parents[2]
# What the crate has of the main folder. The configuration is written as it was run.
TOP = ("CITATION.cff", "LICENSE", "Snakefile", "environment.yml", "pyproject.toml", "requirements.txt")
METADATA, CODE = "ro-crate-metadata.json", "code"  # the folder of the code
CRATE, WORKFLOW_CRATE = "https://w3id.org/ro/crate/1.1", "https://w3id.org/workflowhub/workflow-ro-crate/1.0"
PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": ("Process Run Crate", "0.5"),
    "https://w3id.org/ro/wfrun/workflow/0.5": ("Workflow Run Crate", "0.5"),
    WORKFLOW_CRATE: ("Workflow RO-Crate", "1.0"),
}
FORMATS = {
    ".csv": "text/csv", ".gz": "application/gzip", ".html": "text/html", ".json": "application/json",
    ".md": "text/markdown", ".parquet": "application/vnd.apache.parquet", ".pdf": "application/pdf",
    ".png": "image/png", ".py": "text/x-python", ".safetensors": "application/octet-stream",
    ".svg": "image/svg+xml", ".yaml": "application/yaml",
}  # fmt: skip
TERMS = {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}  # beyond those of RO-Crate 1.1
BIOSCHEMAS = "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE"
IDX = "data/idx/"
CAPTIONS = Path(__file__).with_name("captions")
SOFTWARE = {"python": "https://www.python.org", "numpy": "https://numpy.org"}
Entity = dict[str, Any]


def code_files() -> list[str]:
    """The files of the code that a crate holds, relative to the project."""
    below = (path for room in ("mlp", "workflow") for path in (ROOT / room).rglob("*") if path.is_file())
    names = (path.relative_to(ROOT).as_posix() for path in below if "__pycache__" not in path.parts)
    return sorted([*TOP, *names])


def refer(*entities: Entity) -> Entity | list[Entity]:
    references = [{"@id": entity["@id"]} for entity in entities]
    return references if len(references) > 1 else references[0]


def file_entity(name: str, path: Path, digest: str) -> Entity:
    return {
        "@id": quote(name, safe="/~=,+"), "@type": "File", "name": name,
        "encodingFormat": FORMATS.get(Path(name).suffix, "text/plain"),
        "contentSize": str(path.stat().st_size), "sha256": digest,
    }  # fmt: skip


def caption(name: str, captions: dict[str, str]) -> Entity:
    """What Snakemake's report says of a result, or of the same one in another format, if anything."""
    for other in (name, *(str(Path(name).with_suffix(suffix)) for suffix in (".svg", ".csv"))):
        for pattern, file in captions.items():
            if match := re.fullmatch(pattern, f"results/{other}"):
                text = (CAPTIONS / file).read_text(encoding="utf-8")
                return {"description": Template(text).render(snakemake={"wildcards": match.groupdict()})}
    return {}


def code_entity(name: str, path: Path) -> Entity:
    """A file of the code; of a program also what it does, and its fingerprint."""
    entity = file_entity(f"{CODE}/{name}", path, sha256(path))
    module = name.removesuffix(".py").replace("/", ".")
    text = path.read_text("utf-8")
    if "\nif __name__" not in text:  # no program
        return entity
    return entity | {
        "name": module,
        "description": (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0],
        "version": f"fingerprint {fingerprint(module)}",
    }


def citation_entities(citation: dict[str, Any]) -> tuple[Entity, list[Entity]]:
    """The licence and the authors that CITATION.cff names."""
    licence = {
        "@id": f"https://spdx.org/licenses/{citation['license']}", "@type": "CreativeWork",
        "name": citation["license"], "description": "Of the code and the results. The data have their own.",
    }  # fmt: skip
    authors = []
    for author in citation["authors"]:
        person = " ".join(author[key] for key in ("given-names", "family-names") if key in author)
        name, kind = (person, "Person") if person else (author["name"], "Organization")
        authors.append({"@id": f"#{quote(name)}", "@type": kind, "name": name})
    return licence, authors


def result_entities(
    results: Path, listed: dict[str, str], captions: dict[str, str], config: dict[str, Any]
) -> tuple[list[Entity], list[Entity]]:
    """The files of the data, with the addresses they may come from; and the files made of them."""
    roles = {file["name"]: role.replace("_", " ") for role, file in config["data"]["files"].items()}
    urls = [source["url"] for source in config["data"]["sources"] if "url" in source]
    data, made = [], []
    for name, digest in listed.items():
        entity = file_entity(name, results / name, digest)
        if name.startswith(IDX) and (file := name.removeprefix(IDX)) in roles:
            addresses = {"contentUrl": [f"{url}/{file}" for url in urls]} if urls else {}
            data.append(entity | {"description": f"Data: {roles[file]}"} | addresses)
        else:
            made.append(entity | caption(name, captions))
    return data, made


def metadata(
    citation: dict[str, Any],
    versions: dict[str, str],
    *,
    code: list[Entity],
    data: list[Entity],
    made: list[Entity],
) -> Entity:
    """The metadata of the crate, from CITATION.cff, the versions of a run, and the entities of its files."""
    licence, authors = citation_entities(citation)
    software = [
        {"@id": SOFTWARE[name], "@type": "SoftwareApplication", "name": name, "url": SOFTWARE[name],
         "softwareVersion": version}
        for name, version in versions.items()
    ]  # fmt: skip
    language = {
        "@id": "https://w3id.org/workflowhub/workflow-ro-crate#snakemake", "@type": "ComputerLanguage",
        "name": "Snakemake", "url": {"@id": "https://snakemake.github.io"},
        "identifier": {"@id": "https://doi.org/10.1093/bioinformatics/bts480"},
    }  # fmt: skip
    by_name = {entity["name"]: entity for entity in code}
    settings, workflow = by_name[f"{CODE}/config.yaml"], by_name[f"{CODE}/Snakefile"]
    settings |= {"description": "The configuration as it was run"}
    workflow |= {
        "@type": ["File", "SoftwareSourceCode", "ComputationalWorkflow"], "name": citation["title"],
        "version": citation["version"], "programmingLanguage": {"@id": language["@id"]},
        "license": {"@id": licence["@id"]}, "creator": refer(*authors),
        "softwareRequirements": refer(*software), "conformsTo": {"@id": BIOSCHEMAS},
    }  # fmt: skip
    folder = {
        "@id": f"{CODE}/", "@type": "Dataset", "name": "The code and the configuration",
        "description": "What made the results: snakemake --cores all, in this folder, makes them again.",
        "hasPart": refer(*code),
    }  # fmt: skip
    run = {
        "@id": "#study", "@type": "CreateAction", "name": "The study", "instrument": {"@id": workflow["@id"]},
        "description": "The workflow run on the data with the configuration. Its time is not recorded.",
        "object": refer(settings, *data), "result": refer(*made),
        "actionStatus": "http://schema.org/CompletedActionStatus",
    }  # fmt: skip
    root = {
        "@id": "./", "@type": "Dataset", "name": citation["title"], "description": citation["abstract"],
        "datePublished": str(citation["date-released"]),  # of the software: no other is known
        "license": {"@id": licence["@id"]}, "author": refer(*authors), "version": citation["version"],
        "conformsTo": [{"@id": profile} for profile in PROFILES], "mainEntity": {"@id": workflow["@id"]},
        "mentions": {"@id": run["@id"]}, "hasPart": refer(folder, *code, *data, *made),
    }  # fmt: skip
    about = {
        "@id": METADATA, "@type": "CreativeWork", "about": {"@id": "./"},
        "conformsTo": [{"@id": CRATE}, {"@id": WORKFLOW_CRATE}],
    }  # fmt: skip
    profiles = [
        {"@id": profile, "@type": "CreativeWork", "name": name, "version": version}
        for profile, (name, version) in PROFILES.items()
    ]
    graph = [about, root, folder, *code, *data, *made, run, licence, *authors, *software, language, *profiles]
    return {"@context": [f"{CRATE}/context", TERMS], "@graph": graph}
