"""The pages of a study of other data, made in this process: 16 × 16 pixels, 7 classes, switches alone."""

import json
import re
from pathlib import Path

import pytest
from tiny import by_role, checksums, write_staves

from workflow.configuration.experiments import canonical, figures_of
from workflow.data import name_classes, parse
from workflow.report import build, embedded
from workflow.runs import train
from workflow.runs.names import names_of
from workflow.tables import aggregate, agreement, collect, evaluate, select
from workflow.tables.words import LANGUAGES

NOTES = [f"note {n}" for n in range(7)]
EXPERIMENT = {
    "defaults": {"hidden_layers": 1, "hidden_size": 5, "epochs": 2, "batch_size": 20},
    "seeds": [0, 1],
    "grid": {"flip": [False, True], "batch_norm": [False, True]},
}
DATA = {"name": "Staves", "noun": {"en": "notes", "zh": "音符"}}
SECTIONS = {"tuning": {"title": "Switches", "figure": "heat_map", "margin": 0.5}}
FIGURES = ["summary", "dataset", "confusion", "errors", "calibration", "weights", "never_right"]
FIGURES += figures_of("tuning", "heat_map")


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> Path:
    """The study's folder; its figures are empty, as nobody looks at them here."""
    folder = tmp_path_factory.mktemp("staves")
    write_staves(folder / "idx")
    files = json.dumps(by_role(checksums(folder / "idx")))
    data, runs, tables = (str(folder / name) for name in ("data", "runs", "tables"))
    split = ["--validation-size", "35", "--validation-seed", "0"]
    parse.main([f"{folder}/idx", data, "--files", files, "--classes", str(len(NOTES)), *split])
    name_classes.main([json.dumps(NOTES), f"{data}/classes.json"])
    for run in names_of(EXPERIMENT):
        train.main([run, data, runs, f"{folder}/checkpoints"])
    parts, classes = [f"{data}/validation.parquet", f"{data}/test.parquet"], f"{data}/classes.json"
    predicted, ensembles = f"{tables}/tuning-images.parquet", f"{tables}/tuning-ensembles.csv"
    evaluate.main([runs, canonical(EXPERIMENT), *parts, "--images", predicted, "--ensembles", ensembles])
    written = ["--never-right", f"{tables}/never_right.csv", "--agreement", f"{tables}/agreement.csv"]
    agreement.main([parts[1], classes, tables, canonical(["tuning"]), *written])
    written = ["--csv", f"{tables}/tuning.csv", "--markdown", f"{tables}/tuning.md"]
    written += ["--variance", f"{tables}/tuning-variance.csv", "--curves", f"{tables}/tuning-curves.parquet"]
    given = ["--classes", str(len(NOTES)), "--margin", "0.5", "--images", predicted]
    given += ["--ensembles", ensembles]
    aggregate.main([runs, "tuning", canonical(EXPERIMENT), f"{data}/manifest.json", *given, *written])
    written = ["--parquet", f"{tables}/runs.parquet", "--csv", f"{tables}/runs.csv"]
    collect.main([runs, canonical({"tuning": EXPERIMENT}), *written])
    written = ["--model", f"{folder}/best/run.json", "--weights", f"{folder}/best/weights.safetensors"]
    written += ["--confusion", f"{tables}/confusion.csv", "--predictions", f"{tables}/predictions.parquet"]
    select.main([f"{tables}/runs.parquet", runs, parts[1], classes, *written])
    (folder / "figures").mkdir()
    for name in FIGURES:
        (folder / "figures" / f"{name}.svg").write_text("<svg></svg>")
    return folder


def page(results: Path, kind: str, data: dict) -> str:
    output = results / f"{kind}.html"
    build.main([kind, str(results), canonical(SECTIONS), canonical(data), str(output)])
    return output.read_text()


def shown(page: str, language: str) -> str:
    """The words that a reader of a language sees."""
    body = page[page.index("<body>") :]
    tags = {"en": "en", "zh": "zh-Hans"}
    for other in LANGUAGES.keys() - {language}:
        body = re.sub(rf'<span lang="{tags[other]}">.*?</span>', "", body, flags=re.DOTALL)
    return " ".join(
        re.sub(r"<[^>]+>", " ", re.sub(r"<(pre|math|script).*?</\1>", "", body, flags=re.DOTALL)).split()
    )


def test_other_data_get_no_statement_about_fashion_mnist(results):
    made = page(results, "study", DATA)
    for language, said in {
        "en": [
            "networks on Staves",
            "Greyscale images of notes in 7 classes",
            "horizontal flip = ",
            "best of 4 configurations",
        ],
        "zh": ["在 Staves 上", "音符图像（灰度），共 7 类", "水平翻转 = ", "4 个配置中"],
    }.items():
        text = shown(made, language)
        assert [part for part in said if part not in text] == []
        assert (
            re.findall(r"(?i)fashion|mnist|cloth|服|reference report|参考报告|None|nan\b|\(\)|（）", text)
            == []
        )


def test_one_training_step_is_shown_without_the_slip_of_a_report_on_other_data(results):
    made = page(results, "study", DATA)
    assert 'id="step-data"' in made
    assert 'value="transposed"' in made
    assert 'value="label"' not in made


def test_data_without_a_name_and_a_noun_are_images(results):
    made = page(results, "study", {})
    assert "Fully connected networks How well can a fully connected network classify images, and" in shown(
        made, "en"
    )
    assert "全连接网络识别图像能做到多好" in shown(made, "zh")


def test_multiply_adds_are_counted_from_the_pixels_of_a_run(results):
    assert json.loads((results / "best/run.json").read_text())["inputs"] == 16 * 16
    # One image: forward and weights 2·(256·5 + 5·7), and the inputs of the second layer, 5·7.
    assert f"{(2 * (256 * 5 + 5 * 7) + 5 * 7) / 1e6:.3f}" in shown(page(results, "study", DATA), "en")


def test_the_best_network_is_in_the_page_once(results):
    made = page(results, "study", DATA)
    assert made.count('id="trained-data"') == made.count('import "#trained"') == 1
    assert "is not in this page" not in made


def test_a_network_too_large_for_the_page_is_a_sentence(results, monkeypatch):
    monkeypatch.setattr(embedded, "MOST_PARAMETERS", 10)
    made = page(results, "study", DATA)
    assert "parameters, is not in this page" in shown(made, "en")
    assert "不在本页之中" in shown(made, "zh")
    assert 'id="trained"' in made
    assert "trained-data" not in made
    assert 'import "#trained"' not in made


def test_an_experiment_has_a_page_of_its_own(results):
    made = page(results, "experiment", DATA)
    assert 'id="experiment-tuning"' in made
    assert made.count("<svg") + made.count("data:image/svg+xml") == 6
    assert not re.search(r'(?:src|href)="(?!data:|#)', made)
    for language, said in {
        "en": ["Switches", "validation accuracy, %"],
        "zh": ["Switches", "验证准确率（%）", "是"],
    }.items():
        assert [part for part in said if part not in shown(made, language)] == []
    assert 'id="method"' not in made
    assert 'id="best"' not in made
    assert 'import "#trained"' not in made
