# A fresh machine needs Python 3.11 and make. Everything else is put into .venv by the first target run.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/ready

KARIMUN := policies/kepulauan-riau/karimun-nota-kesepakatan-2025.policy
WORKERS := examples/karimun/workers.csv
ON := 2025-11-13

.PHONY: help setup demo test test-all golden check bench bench-register campaign campaign-dialects lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## put Python packages and this package into .venv

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'policy-engine needs Python 3.11 or later: make setup PYTHON=/path/to/python3.11'; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: $(READY) ## check a real regulation, decide a register, explain one worker
	$(BIN)/policy-engine check $(KARIMUN) --fail-level error
	$(BIN)/policy-engine decide $(KARIMUN) --worker $(WORKERS) --on $(ON) --rejects demo-rejects.csv
	$(BIN)/policy-engine decide $(KARIMUN) --worker $(WORKERS) --on $(ON) --row 12 --explain

check: $(READY) ## format, lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check ## the everyday suite: about three minutes on two cores
	$(BIN)/pytest -m 'not slow and not debian' -n 2

test-all: $(READY) ## what is slow, needs a Debian package, or needs a built wheel; nothing may be left out
	scripts/test-all

golden: $(READY) ## rewrite every expected output; read the difference before you commit it
	$(BIN)/pytest -m 'not slow and not debian' -n 2 --update-golden
	$(BIN)/pytest -m slow tests/unit/backends/prose/test_gallery.py --update-golden

bench: $(READY) ## measure, beside what the peers measure
	$(BIN)/pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	$(BIN)/python -m benchmarks

bench-register: $(READY) ## measure a register beside its peers, and how its cost grows
	$(BIN)/python -m benchmarks register
	$(BIN)/python -m benchmarks growth

campaign: $(READY) ## search for disagreements with many more generated workers and policies
	HYPOTHESIS_PROFILE=campaign $(BIN)/pytest -m 'not debian' -n 2

campaign-dialects: $(READY) ## the same for DuckDB, PostgreSQL and Spark; some hours, less with CAMPAIGN_EXAMPLES=900
	scripts/debian-packages install
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock
	HYPOTHESIS_PROFILE=campaign $(BIN)/pytest tests/properties/test_dialects.py

lock: ## write requirements.lock again from pyproject.toml
	PYTHON=$(PYTHON) scripts/lock

clean: ## remove .venv and everything that tools leave behind
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
