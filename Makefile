# `make` or `make help` explains itself. Everything is installed into .venv, nothing outside this folder is changed.

DEMO ?= 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test lint bench clean

BIN := .venv/bin
# A folder of wheels beside this file makes the installation independent of any index.
FROM := $(if $(wildcard wheelhouse),--no-index --find-links wheelhouse)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check $(FROM)
# The parallel suite; -m leaves out what the other half of `make test` runs.
# By file: a fixture shared by a module, such as the demonstration, is then made once. In the order of the folders:
# by default files with few tests come last, and with them the longest.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --timeout 600 -q

help:  ## Show this list
	@echo '观湖督办 / Guanhu'
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16
	@echo
	@echo '  PORT=8000          port of make run on 127.0.0.1'
	@echo '  GUANHU_DATA=./data folder of database, uploads, secret key, password'
	@echo '  DEMO=1             1: demonstration (default); 0: the bare plan and one administrator'
	@echo '  wheelhouse/        if this folder exists, packages come from it and no index is asked'

run: .venv/.runtime  ## Run everything on this machine: web, worker, clock; Ctrl-C ends it
	@GUANHU_DEMO='$(DEMO)' exec $(BIN)/python manage.py start --parent $$PPID

# Bytecode is kept: the second half, and every process that a test starts, need not compile all of it once more.
test: export PYTHONDONTWRITEBYTECODE =
test: lint  ## Lint, then the suite on SQLite, then on PostgreSQL with Redis and browser
	$(PYTEST) -m 'not postgres and not redis and not browser'
	$(BIN)/python -m tests.servers --postgres --redis -- $(PYTEST) -m 'not process and not once' --ignore tests/tasks/screens --ignore tests/guanhu/screens

lint: .venv/.dev  ## Style, one-way imports, types, missing migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	GUANHU_DATA=.mypy_cache/data $(BIN)/mypy
	GUANHU_DATA=.mypy_cache/data $(BIN)/python manage.py makemigrations --check --dry-run

bench: .venv/.runtime  ## Time the main pages, the sweep and the API on the demonstration
	$(BIN)/python -m tests.bench

clean:  ## Remove .venv and caches; data/ stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@for python in python3.11 python3 python3.12 python3.13 python3.14; do \
		if $$python -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			exec $$python -m venv .venv; \
		fi; \
	done; \
	echo '需要 Python 3.11 以上及其 venv 模块 / Needs Python 3.11 or newer with venv: apt-get install python3 python3-venv' >&2; \
	exit 1

.venv/.runtime: requirements.txt | .venv/bin/python
	$(INSTALL) -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.runtime
	$(INSTALL) -r requirements-dev.txt
	@touch $@
