"""`make crate` in a finished study."""

import json


def test_it_describes_the_study_and_changes_nothing(project, finished):
    project.snakemake("results/ro-crate-metadata.json")
    results = project.results()
    crate = json.loads(results["ro-crate-metadata.json"])["@graph"]
    files = {each["name"]: each for each in crate if "sha256" in each}
    added = {name for name in results if name.startswith("code/") or "ro-crate-metadata" in name}
    assert {name: results[name] for name in results if name not in added} == finished.results()

    figures = {name for name in results if name.startswith("figures/") and not name.endswith(".sums")}
    assert figures <= files.keys()
    assert [name for name in figures if "{" in files[name].get("description", "{")] == []
    assert "for each configuration of depth" in files["figures/depth-test_accuracy.png"]["description"]
    # The configuration in the crate is the one that was run, and can be run.
    assert project.plan("all", "export", "--configfile", "results/code/config.yaml") == {}
    # The default target neither needs nor disturbs it; it has the code, so an edit of that makes it again.
    assert project.plan() == {}
    project.edit("workflow/report/captions/dataset.rst", "first ten", "ten first")
    assert project.plan("export") == {"export": {""}}
