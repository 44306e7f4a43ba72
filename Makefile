# A fresh machine needs python3 (3.11 or newer) and make; everything else is set up in .venv by these targets.
PYTHON ?= python3
PORT ?= 8080
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.DEFAULT_GOAL := help
.PHONY: help install install-dev demo run test check format lint types imports catalogues texts lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .venv/installed ## Set up .venv with .venv/bin/achyk
install-dev: .venv/installed-dev ## The same with what the tests and checks need

demo: install ## Talk to the bot in the browser at http://127.0.0.1:8080 (or PORT=…): no token, no network
	$(BIN)/achyk demo --port $(PORT)

run: install ## Run the bot; settings come from the environment or .env
	$(BIN)/achyk run

test: install-dev ## Run the tests
	$(BIN)/python -m pytest -n auto --dist worksteal

check: install-dev lint types imports catalogues ## Everything that must hold before a commit
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered

format: install-dev ## Lay the code out and mend what can be mended mechanically
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: install-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: install-dev
	$(BIN)/mypy

imports: install-dev
	$(BIN)/lint-imports --no-logo

catalogues: install-dev
	$(BIN)/python -m locales.catalogues check
	$(BIN)/achyk content check

texts: install-dev ## Bring the catalogues up to the code after changing a text
	$(BIN)/python -m locales.catalogues update

# Extras are kept, or pip looks for "coverage[toml]" beside the pinned "coverage" and finds a newer one.
# An address of an index, even the default one, must not get into the pins: hashes alone say what is installed.
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --no-strip-extras --no-emit-index-url --no-emit-find-links --quiet

lock: install-dev ## Pin the dependencies anew after changing pyproject.toml
	env -u PIP_FIND_LINKS $(COMPILE) --group build -o requirements.txt
	env -u PIP_FIND_LINKS $(COMPILE) --group build --extra semantic -c requirements.txt -o requirements-semantic.txt
	env -u PIP_FIND_LINKS $(COMPILE) --group dev --extra semantic -c requirements.txt -o requirements-dev.txt

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python requirements-semantic.txt pyproject.toml
	$(PIP) --require-hashes -r requirements-semantic.txt
	$(PIP) --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q bot handlers locales models services # as pip does with all the others
	touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	$(PIP) --require-hashes -r requirements-dev.txt
	touch $@

clean: ## Remove what the targets above made; data/ stays
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage artifacts
