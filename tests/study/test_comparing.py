"""`make compare` names what a changed configuration and changed code have moved."""

from programs import program


def test_a_change_of_configuration_and_of_code_is_named(project, finished, tmp_path):
    config = project.config
    config["experiments"]["depth"] |= {"margin": 0.3, "grid": {"hidden_layers": [1, 2], "l2": [0.0]}}
    config["defaults"]["epochs"] = 2
    project.config = config
    loss = project.folder / "mlp/loss.py"
    loss.write_text(loss.read_text().replace("Z *= (1 / N / total)", "Z *= (1 / (N * total))"))
    project.snakemake(
        "results/tables/depth.csv",
        "results/tables/tuning.csv",
        "results/tables/runs.csv",
        "results/code.json",
    )
    done = program("tables.compare", finished.folder, project.folder, tmp_path / "page.md")
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert "code: mlp/loss.py: softmax_cross_entropy" in lines
    assert not [line for line in lines if line.startswith("code: mlp/") and "loss" not in line]
    assert "depth: defaults.epochs: 3 → 2" in lines
    assert "depth: margin: 0.5 → 0.3" in lines
