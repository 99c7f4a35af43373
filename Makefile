# Two commands for a fresh machine with Python 3.11 or later and make:
#   make demo   sets everything up and runs the main job on the sample archive
#   make test   sets everything up and passes the tests

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SAMPLE := datasets/sample
DEMO := build/demo
FUZZ_SECONDS := 120
KILLS := 200
BENCH_REPORTS := 10000

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Some machines forbid it: then every process of the tests compiles anew what it imports.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup demo test fuzz fuzz-targets kills bench lint system-deps lock clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## build .venv holding dq, from the hashed lock

# Quick when nothing changed; an interrupted run is taken up again. Only wheels, so nothing unhashed is ever run.
$(READY): requirements.lock pyproject.toml
	@.ci/make-venv $(VENV)
	@echo "installing what requirements.lock lists …"
	@$(BIN)/python -m pip install -qq --no-compile --require-hashes --only-binary :all: --requirement requirements.lock
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true  # on all processors (pip takes one); some files are no Python
	@$(BIN)/python -m compileall -q src  # an editable install is not compiled, and PYTHONDONTWRITEBYTECODE may be set
	@touch $@
	@echo "ready: $(BIN)/dq"

demo: setup ## check the sample archive and write its Great Expectations site under build/demo
	@$(BIN)/dq check --archive $(SAMPLE) || [ $$? -eq 1 ]  # 1: violations were found, which is the point
	@rm -rf $(DEMO)
	@$(BIN)/dq report --archive $(SAMPLE) --to gx --out $(DEMO) || [ $$? -eq 1 ]
	@test -s $(DEMO)/site/index.html
	@echo "Great Expectations site: $(DEMO)/site/index.html"

test: setup ## run all tests
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal

fuzz: fuzz-targets ## change inputs of every reader and property at random, for long (FUZZ_SECONDS each, 120)
	@DQ_HYPOTHESIS=fuzz DQ_FUZZ_SECONDS=$(FUZZ_SECONDS) $(BIN)/python -m pytest -q -n 2 --dist worksteal -m hypothesis

# Without a wheel of atheris for this machine inputs are changed at random; .ci/run gives each target 30 seconds.
fuzz-targets: setup
	@$(BIN)/python -c 'import atheris' 2>/dev/null || $(BIN)/python -m pip install -qq --require-hashes --only-binary :all: \
		--requirement tests/fuzz/requirements.lock || echo "atheris cannot be installed here"
	@$(BIN)/python -m tests.fuzz.run --seconds $(FUZZ_SECONDS)

kills: setup ## kill a run at random moments (KILLS of them): what is complete stays, the next start finishes
	@DQ_KILLS=$(KILLS) $(BIN)/python -m pytest -q -s tests/runner/test_crashes.py -k kill

bench: setup ## time the start of the program, the reading of rules, and an archive beside Polars and DuckDB by hand
	@$(BIN)/python benchmarks/startup.py
	@$(BIN)/python benchmarks/speed.py
	@$(BIN)/python -m benchmarks.archive.compare --reports $(BENCH_REPORTS)

lint: setup ## style, types, layers
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy --strict
	@$(BIN)/lint-imports

system-deps: ## install with apt what some tests need: a browser, a Chinese font, a spreadsheet, a database
	@.ci/system-deps chromium fonts-wqy-microhei libreoffice-calc-nogui postgresql

lock: ## make all lock files anew from pyproject.toml (needs uv; keeps versions that still fit)
	uv pip compile pyproject.toml --extra gx --extra pdf --extra xls --extra synth --extra xlsx --extra notify --extra log --extra service --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --no-config --quiet --output-file requirements.lock
	uv pip compile --group fuzz --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --no-config --quiet --output-file tests/fuzz/requirements.lock
	for name in duckdb dataframely pandera pointblank great_expectations vtlengine; do \
		uv pip compile --group $$name --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
			--no-config --quiet --output-file benchmarks/archive/$$name.lock || exit 1; done

clean: ## remove what was built, but not .venv
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
