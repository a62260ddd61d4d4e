"""Changed code makes again what depends on it, and nothing else."""


def runs(project, rule="train") -> set[str]:
    return {name.removeprefix("run=") for name in project.plan()[rule]}


def all_runs(project) -> set[str]:
    return {path.name for path in (project.folder / "results" / "runs").iterdir()}


def test_editing_a_comment_a_docstring_or_what_is_checked_of_a_configuration_does_nothing(project):
    project.edit("mlp/layers.py", "# dW = Xᵀ dZ ", "# another word ")
    project.edit("mlp/network.py", '"""The network:', '"""A network:')
    project.edit("workflow/configuration/checks.py", "MAX_RUNS = 100_000", "MAX_RUNS = 50_000")
    assert project.plan() == {}


def test_changing_the_sign_of_a_gradient_trains_every_run(project):
    project.edit("mlp/layers.py", "np.matmul(self._X.T, dZ", "np.matmul(self._X.T, -dZ")
    assert runs(project) == all_runs(project)


def test_the_report_shows_the_code_as_it_is(project):
    project.edit("mlp/schedules.py", "return 1 - t / T", "return (T - t) / T")
    # Every run depends on a schedule; that the report alone is made again is no more than quicker.
    project.snakemake("--rerun-triggers", "mtime", "--forcerun", "report", "--", "results/report.html")
    assert "return (T - t) / T" in (project.folder / "results/report.html").read_text()


def test_changing_a_text_of_the_report_makes_nothing_else(project):
    project.edit("workflow/report/texts/page.yaml", "en: Contents", "en: On this page")
    assert set(project.plan()) == {"report", "manifest"}


def test_changing_a_colour_draws_its_plot_and_the_report(project):
    project.edit("workflow/figures/style.py", 'HEAT = "cividis"', 'HEAT = "magma"')
    assert project.plan() == {"plot_heat_map": {"experiment=tuning"}, "report": {""}, "manifest": {""}}
