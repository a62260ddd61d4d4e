# Each target is one command, in an environment that sets itself up.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
SCRIPTS := node_modules/.package-lock.json
PLUGINS := .venv-cluster/.plugins
PROFILE ?= profiles/slurm
FAULTS ?= 60
FROM ?= 0
FUZZ ?= 600
ENSEMBLE := results/ensembles/champion.safetensors
# One line of progress; with VERBOSE=1 all of Snakemake's output.
SNAKEMAKE := $(if $(VERBOSE),,PYTHONPATH=workflow/progress) $(BIN)/snakemake $(if $(VERBOSE),,--logger progress)

.PHONY: help report plan watch quick snakemake-report crate cluster check test test-cluster torture fuzz verify verify-files compare mutants lint format docs lock peers browser validator champion bench bench-growth bench-overhead bench-search clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 20

report: $(READY) ## the whole study: tables, figures, results/report.html (VERBOSE=1 shows all output)
	$(SNAKEMAKE) --cores all

plan: $(READY) ## say what `make report` would do: what it trains, why, and for how long (PROFILE=: on a cluster)
	$(BIN)/python -m workflow.runs.plan $(if $(filter command line,$(origin PROFILE)),--profile $(PROFILE))

watch: $(READY) ## show a study that runs in another terminal: a page with its curves, until it ends
	$(BIN)/python -m workflow.report.watch results

quick: $(READY) ## a first look in about a minute: one seed, two epochs
	$(SNAKEMAKE) --cores all --configfile quick.yaml

cluster: $(PLUGINS) ## the whole study on a cluster: make cluster PROFILE=profiles/slurm
	for attempt in 1 2 3; do .venv-cluster/bin/snakemake --profile $(PROFILE) --attempt $$attempt && exit; done; exit 1

check: lint ## lint, types and every test that needs no workflow: about a minute
	$(BIN)/pytest --ignore tests/study

test: lint ## everything but clusters; what needs PyTorch, Chromium or the full study is skipped without it
	$(BIN)/pytest

test-cluster: $(PLUGINS) ## check the profiles on a real Slurm and a real Grid Engine, started here: needs root
	.venv-cluster/bin/pytest tests/cluster --numprocesses 2 --dist loadfile

torture: $(READY) ## disturb a small study in FAULTS=60 ways, from the seed FROM=0 on: docs/findings/torture.md
	$(BIN)/pytest tests/study/test_torture.py --override-ini tmp_path_retention_policy=failed --faults $(FAULTS) --first-fault $(FROM) \
		--outcomes docs/findings/torture.csv; status=$$?; $(BIN)/python -m benchmarks.torture && exit $$status

fuzz: $(READY) ## feed the reader of IDX files with damaged ones, for FUZZ=600 seconds
	$(BIN)/pytest tests/data/test_fuzz.py -k mutated --fuzz-seconds $(FUZZ) --numprocesses 0 -rP

mutants: $(READY) ## look for changes of network and statistics that no test notices (hours)
	$(BIN)/pip install --quiet --group mutants
	PATH="$$PWD/$(BIN):$$PATH" OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 mutmut run
	$(BIN)/mutmut results | grep -E "survived|no tests|suspicious" || true

verify: report ## repeat the whole study in an empty folder and compare it with results/, byte by byte
	fresh=$$(mktemp -d) && trap 'rm -rf "$$fresh"' EXIT && cp config.yaml "$$fresh" && \
		mkdir "$$fresh/data" && cp results/data/idx/*.gz "$$fresh/data" && \
		$(BIN)/snakemake --cores all --directory "$$fresh" && \
		diff results/MANIFEST.sha256 "$$fresh/results/MANIFEST.sha256" && \
		echo "every file is the same: $$(wc -l < results/MANIFEST.sha256) of them"

verify-files: $(READY) ## compare every file in results/ with the SHA-256 that was recorded when it was written
	$(BIN)/python -m workflow.base.verify results

compare: $(READY) ## say how another study differs, and which tables moved: make compare OTHER=folder
	$(BIN)/python -m workflow.tables.compare results $(OTHER) results/comparison.md

lint: $(READY) $(SCRIPTS) ## format, style, types and the workflow's own rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/snakefmt --check Snakefile workflow
	$(BIN)/mypy
	$(BIN)/node node_modules/typescript/bin/tsc
	$(BIN)/snakemake --lint

format: $(READY) ## format the code, and fix what ruff can fix
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/snakefmt Snakefile workflow

snakemake-report: report ## Snakemake's own report, with the provenance of every figure: results/snakemake-report.html
	$(BIN)/snakemake --report results/snakemake-report.html

crate: report ## the study as a research object: results/ro-crate-metadata.json (RO-Crate)
	$(BIN)/snakemake --cores all results/ro-crate-metadata.json --quiet all

docs: $(READY) ## write docs/configuration.md
	$(BIN)/python -m workflow.configuration.describe docs/configuration.md

lock: $(READY) ## choose the versions in requirements.txt again
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group workflow --group dev --universal --fork-strategy fewest --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --no-emit-index-url --output-file requirements.txt --upgrade

peers: $(READY) ## install PyTorch and JAX, for parity tests and benchmarks
	$(BIN)/pip install --quiet --group peers

browser: $(READY) ## install what the report's tests in Chromium need, besides Chromium
	$(BIN)/pip install --quiet --group browser

validator: $(READY) ## install what checks the research object of `make crate`
	$(BIN)/pip install --quiet --group crate

champion: $(READY) ## search, train and score the best networks that we know of, for hours: docs/findings/champion.md
	$(BIN)/snakemake --cores all recipe candidates finalists champion ingredients $(ENSEMBLE)
	$(BIN)/snakemake --cores all champion $(ENSEMBLE) --directory refit --configfile config.yaml docs/findings/refit.yaml
	$(BIN)/snakemake --cores all champion $(ENSEMBLE) --directory mnist --configfile config.yaml docs/findings/mnist.yaml
	$(BIN)/python -m benchmarks.accuracy

bench: peers ## time an epoch beside PyTorch, JAX, scikit-learn and the bound: docs/costs/speed.md
	$(BIN)/snakemake --cores all results/data/manifest.json --quiet all
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.champion

bench-growth: $(READY) ## measure planning and aggregation of up to 10,000 runs: docs/costs/growth.md
	$(BIN)/python -m benchmarks.growth

bench-overhead: $(READY) ## measure what the whole study costs beyond training: docs/costs/overhead.md
	$(BIN)/snakemake --cores all results/data/manifest.json --quiet all
	$(BIN)/python -m benchmarks.overhead

bench-search: peers ## search beside Optuna with PyTorch, an hour and a half on a quiet machine: docs/findings/time_to_quality.md
	$(BIN)/snakemake --cores all results/data/manifest.json --quiet all
	$(BIN)/python -m benchmarks.search

clean: ## remove all results, and Snakemake's records
	rm -rf results .snakemake

# TypeScript, which checks the types of the report's scripts.
$(SCRIPTS): package-lock.json $(READY)
	$(BIN)/npm ci --silent
	@touch $@

# An environment of its own, because every start of Snakemake imports its plugins, which takes half a second.
$(PLUGINS): .venv-cluster/.ready
	.venv-cluster/bin/pip install --quiet --group cluster
	@touch $@

%/.ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; name another with: make PYTHON=...")'
	$(PYTHON) -m venv $*
	$*/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	$*/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
