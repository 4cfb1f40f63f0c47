# Every command starts from a bare clone: scripts/setup.sh brings what is missing.
.DEFAULT_GOAL := help
.PHONY: help run demo test test-full test-faults test-release check format bench messages pictures lock

PORT ?= 8000
HOST ?= 127.0.0.1
PYTEST_ARGS ?=
export PORT HOST

PYTHON := .venv/bin/python

help: ## what there is
	@sed -n 's/^\([a-z-]*\):.*## /make \1	/p' $(MAKEFILE_LIST)

# `exec`: make itself is the parent of the portal, which ends with it, even by kill -9.
run: ## set up and run the portal, plan loaded (PORT= and HOST= move it)
	@scripts/setup.sh run
	@exec $(PYTHON) -m scripts.portal

demo: ## the same with sample filings, in var/demo
	@scripts/setup.sh run
	@exec $(PYTHON) -m scripts.portal --demo

test: ## all tests: the marked ones on SQLite and the bundled broker, then everything on PostgreSQL and Redis (PYTEST_ARGS= is passed on)
	@scripts/setup.sh test
	@exec $(PYTHON) -m scripts.run_tests $(PYTEST_ARGS)

test-full: ## the same and what takes long: every page at every width, archive checks
	@scripts/setup.sh test
	@exec $(PYTHON) -m scripts.run_tests --full $(PYTEST_ARGS)

test-faults: ## workers killed, servers away, clocks that jump: what is sent, lost and doubled (docs/faults.md)
	@scripts/setup.sh test
	@exec $(PYTHON) -m scripts.run_tests --faults $(PYTEST_ARGS)

test-release: ## the judges from outside as well, which it installs: veraPDF on every document, LibreOffice on every DOCX and XLSX
	@scripts/setup.sh release
	@exec env RELEASE_CHECK=1 $(PYTHON) -m scripts.run_tests --full $(PYTEST_ARGS)

check: ## lint, types, imports, templates, migrations, translations
	@scripts/setup.sh check
	@exec $(PYTHON) -m scripts.check

format: ## rewrite Python files the way `make check` wants them
	@scripts/setup.sh check
	$(PYTHON) -m ruff check --fix-only --quiet .
	$(PYTHON) -m ruff format --quiet .

bench: ## page times and query counts
	@scripts/setup.sh test
	@exec $(PYTHON) bench/run.py

messages: ## bring the English catalogue up to date with the strings in the code
	@scripts/setup.sh check
	@exec $(PYTHON) -m scripts.make_messages

pictures: ## take the pictures of help and README anew; the tests fail when a page no longer looks like its own
	@scripts/setup.sh test
	@exec env REWRITE_PICTURES=1 $(PYTHON) -m scripts.run_tests tests/browser/test_help_pictures.py

lock: ## lock the dependencies anew (needs uv)
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
	  pyproject.toml -o requirements/base.txt
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
	  --extra dev -c requirements/base.txt pyproject.toml -o requirements/dev.txt
