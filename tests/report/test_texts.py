"""The report has every text and every name in every language."""

import dataclasses
import re

from conftest import ROOT

import mlp
from workflow.report.catalogue import catalogue
from workflow.tables.words import LANGUAGES


def entries(value, path=""):
    if isinstance(value, dict) and not set(value) <= set(LANGUAGES):
        for key, inner in value.items():
            yield from entries(inner, f"{path}.{key}")
    else:
        yield path, value


def test_the_catalogue_has_every_text_in_every_language():
    for path, value in entries(catalogue()):
        wanted = {"zh"} if path.startswith(".names.") else set(LANGUAGES)
        assert isinstance(value, dict), path
        assert wanted <= set(value), path
        assert all(isinstance(text, str) for text in value.values()), path
        if wanted == set(LANGUAGES) and "method." not in path:
            places = [sorted(set(re.findall(r"{(\w+)", text))) for text in value.values()]
            assert places[0] == places[1], path


def test_every_hyper_parameter_has_a_name_in_chinese():
    names = catalogue()["names"]["hyper_parameters"]
    assert {field.name for field in dataclasses.fields(mlp.Settings)} == set(names)
    assert all(names[name]["zh"] for name in names)


def test_the_pages_that_the_report_refers_to_exist():
    text = (ROOT / "workflow/report/texts/page.yaml").read_text()
    pages = set(re.findall(r"`(docs/[^`]+)`", text))
    assert pages
    assert [page for page in pages if not (ROOT / page).exists()] == []
