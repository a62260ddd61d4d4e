"""Every sentence is grammatical with the name and the values of every hyper-parameter, in both languages."""

import re
from collections.abc import Iterator
from dataclasses import fields
from string import Formatter

import pandas as pd
import pytest
from every_table import about, about_search, table

import mlp
from workflow.report.catalogue import catalogue
from workflow.report.sentences.data import images, title
from workflow.report.sentences.model import confidence, confusions, together
from workflow.report.sentences.phrases import named
from workflow.tables.words import LANGUAGES, Text

NAMES = [field.name for field in fields(mlp.Settings) if field.name != "seed"]
# Mean validation accuracies of so many configurations, in per cent: one, two, equal ones, and so on.
MEANS = {
    "one": [90.0],
    "two": [80.0, 90.0],
    "rising": [80.0, 85.0, 90.0, 95.0],
    "falling": [95.0, 85.0, 80.0],
    "uneven": [85.0, 95.0, 90.0, 80.0, 81.0, 82.0, 83.0],
    "equal": [90.0] * 3,
    "near": [89.8, 89.9, 89.85, 89.95, 89.75, 90.0],
}
CHINESE_USES = {"Dropout", "Nesterov", "ECE", "ReLU", "GELU"}
FAULTS = {
    "en": [
        r"\b1 (configurations|runs|seeds|times|epochs)\b",
        r"\b(0|[2-9]|\d\d+) (configuration|run|seed|time)\b",
        r"(other|All|Both|Neither|any of the|None of the|all|Of the|of the) 1\b",
        r"\b1 (of [^,.]*)?(have|beat|differ)\b",
        r"\b([2-9]|\d\d+) (of [^,.]*)?(has|beats|differs)\b",
        r"\b[Aa] [aeiouAEIOU]|\b[Aa]n [^aeiouAEIOU]",
        r"\b(\w+) \1\b",
        r"[^ -~±–“”γ−×]",
    ],
    "zh": [
        rf"(?!{'|'.join(CHINESE_USES)})\b[A-Za-z]{{3,}}",
        r"[,;!?]|\. |[(]",
        r"[一-鿿] [一-鿿]",
        r"(其余|全部|也有的) 1 个",
    ],
}
EVERYWHERE = [
    r"\( *\)|（ *）|“ *”",
    r"None(?! of the)|nan|True|False|_|inf\b",
    r"  | [,.;:)]|\( ",
    r"[{}|#$]",
    r"[:,;(] *[.。]",
]


def said(names: list[str]) -> Iterator[Text]:
    """All sentences about experiments that vary these hyper-parameters, whatever their figures are."""
    for means, seeds, half, diverged, late, shift in (
        (MEANS["one"], 3, 0.1, 0, 1, 5.0),
        (MEANS["one"], 1, 0.1, 1, 1, -5.0),
        (MEANS["two"], 2, 0.1, 0, 0, -5.0),
        (MEANS["two"], 3, 0.3, 1, 0, -5.0),
        (MEANS["two"], 1, 0.1, 0, 1, 5.0),
        (MEANS["rising"], 3, 6.0, 0, 1, -1.0),
        (MEANS["falling"], 3, 0.3, 0, 3, 5.0),
        (MEANS["uneven"], 3, 11.0, 1, 2, 0.0),
        (MEANS["uneven"], 3, 0.1, 0, 0, 3.0),
        (MEANS["equal"], 3, 0.3, 0, 0, 1.0),
        (MEANS["near"], 20, 0.3, 0, 0, 1.0),
        (MEANS["near"][::-1], 20, 0.1, 0, 0, 1.0),
        ([*MEANS["near"], 70.0], 20, 0.6, 0, 0, 1.0),
    ):
        yield from about(table(names, means, seeds, half, diverged), late, shift)
    yield from about_search(names)


def wrong(texts: Iterator[Text]) -> list[str]:
    """What is wrong with sentences, each fault with its sentence."""
    found = []
    for text in texts:
        for language in LANGUAGES:
            sentence = text[language]
            found += [
                f"{fault}: {sentence}"
                for fault in EVERYWHERE + FAULTS[language]
                if re.search(fault, sentence)
            ]
            begins, ends = (r"[A-Z]", ".") if language == "en" else (r"[^ a-z]", "。")
            if not re.match(begins, sentence) or not sentence.endswith(ends):
                found.append(f"begins or ends otherwise: {sentence}")
            if any(sentence.count(a) != sentence.count(b) for a, b in ("()", "（）", "“”")):
                found.append(f"a bracket is open: {sentence}")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_about_a_hyper_parameter(name):
    assert wrong(said([name])) == []


@pytest.mark.parametrize("number", range(0, len(NAMES), 4))
def test_every_sentence_about_two_or_three_hyper_parameters(number):
    several = [NAMES[(number + step) % len(NAMES)] for step in (0, 5, 11)]
    assert wrong(said(several[:2])) == []
    assert wrong(said(several)) == []


def test_every_sentence_where_some_rows_leave_a_hyper_parameter_at_its_default():
    made = table(["schedule", "flip"], MEANS["rising"], 3, 6.0, 0).astype({"flip": object})
    made.loc[[1, 2], "flip"] = None
    made.loc[[2, 3], "schedule"] = None
    assert wrong(about(made, 1, 1.0)) == []
    assert named(made, made.loc[2]) == {"en": "default", "zh": "默认取值"}


def test_every_sentence_where_the_rows_change_one_hyper_parameter_at_a_time():
    made = table(["learning_rate", "l2", "schedule"], MEANS["rising"], 3, 6.0, 0)
    for name in ("learning_rate", "l2", "schedule"):
        made[name] = made.at[0, name]
    made.loc[1, "l2"], made.loc[2, "schedule"], made.loc[3, "learning_rate"] = 0.5, "linear", 0.7
    assert wrong(about(made, 1, 1.0)) == []
    assert named(made, made.loc[0]) == {"en": "the baseline", "zh": "基准配置"}
    assert named(made, made.loc[1])["en"] == "L2 = 0.5"
    assert named(made, made.loc[2])["en"] == "schedule = linear"


def of_the_model() -> Iterator[Text]:
    for counts in (
        [[8, 2, 0], [3, 7, 0], [0, 0, 9]],
        [[8, 2, 0], [2, 8, 0], [0, 2, 8]],
        [[9, 1], [0, 9]],
        [[1, 0], [0, 1]],
    ):
        classes = ["Coat", "Shirt", "Bag"][: len(counts)]
        yield from confusions(pd.DataFrame(counts, classes, classes))
    pairs = pd.DataFrame({"label": ["Shirt", "Shirt", "Coat"], "predicted": ["Bag", "Coat", "Bag"]})
    for none in range(3):
        agreement = {"class": "all", "images": [9], "right_by_all": 5, "right_by_none": none, "agreement": 90}
        yield from together(pairs.head(none), pd.DataFrame(agreement))
    for sure in (0.95, 0.55, 0.75):
        yield from confidence(pd.DataFrame({"true": [0, 0, 0, 1], "predicted": 0, "confidence": sure}))


def test_every_sentence_about_the_model():
    assert wrong(of_the_model()) == []


@pytest.mark.parametrize(
    "data", [{}, {"name": "Digits"}, {"noun": {"en": "letters"}}, {"noun": {"zh": "字母"}}]
)
def test_the_data_set_in_words(data):
    words = {language: f"{title(data)[language]} {images(data)[language]}" for language in LANGUAGES}
    assert ("Digits" in words["en"], "Digits" in words["zh"]) == ("name" in data,) * 2
    assert ("images of letters" in words["en"]) == ("en" in data.get("noun", {}))
    assert ("字母图像" in words["zh"]) == ("zh" in data.get("noun", {}))
    for text in words.values():
        assert not re.search(r"(of|上| )$|  |{|None", text)


def findings(entry: dict, path: str = "findings") -> Iterator[tuple[str, str]]:
    for key, inner in entry.items():
        yield from [(f"{path}.{key}", inner["en"])] if "en" in inner else findings(inner, f"{path}.{key}")


def test_these_tables_bring_out_every_sentence():
    texts = [text["en"] for names in (["hidden_layers"], ["flip", "schedule"]) for text in said(names)]
    everything = "\n".join(texts + [text["en"] for text in of_the_model()])
    unsaid = []
    for key, text in findings(catalogue()["findings"]):
        literals = [re.escape(literal) for literal, *_ in Formatter().parse(text)]
        if not re.search(".*".join(literals), everything):
            unsaid.append(key)
    assert unsaid == []
