# What one does here. "make run" needs Python 3.11 and nothing else; the rest is for who works on it.
# Each step leaves a file behind, so that a second run does only what has changed since.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

PYTHON_HERE := .venv/bin/python
PIP_INSTALL := $(PYTHON_HERE) -m pip install -qq --disable-pip-version-check --require-hashes

RUNTIME := .venv/.runtime-installed
DEVELOPMENT := .venv/.development-installed
NODE_PACKAGES := node_modules/.installed
BROWSER_FILES := static/dist/.vite/manifest.json
REPLAY := static/dist-node/replay.js
TRANSLATIONS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
# Folders are in the list too: a file taken away changes its folder's time. Tailwind reads templates and forms for class names.
BROWSER_SOURCES := vite.config.ts tsconfig.json $(wildcard static/*.ts) $(wildcard */forms.py */*/forms.py) \
	$(shell find static/src templates -not -name sprite.svg 2>/dev/null)

# Checks and tests never touch the data of a site that runs from this folder.
lint test-unit test-servers faults: export DATA_DIR := $(CURDIR)/build/checks

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: $(RUNTIME) $(BROWSER_FILES) $(TRANSLATIONS) ## start the site (PORT=8000, DATA_DIR=data), with the demonstration when it is empty
	@exec $(PYTHON_HERE) manage.py serve

.PHONY: setup
setup: ## install everything that checks and tests need
	@SECONDS=0; $(MAKE) -s $(DEVELOPMENT) $(BROWSER_FILES) $(REPLAY) $(TRANSLATIONS); bin/debian-packages; echo "set-up took $$SECONDS s"

.PHONY: check
check: $(DEVELOPMENT) $(BROWSER_FILES) $(REPLAY) $(TRANSLATIONS) lint test-unit ## the quick gate: lint, types, layers, catalogue, translations, front end, unit tests

.PHONY: test
test: setup lint test-unit test-servers ## everything, nothing skipped: check, then real servers, browsers and faults

.PHONY: lint
lint: $(DEVELOPMENT) $(BROWSER_FILES) $(TRANSLATIONS)
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/lint-imports
	.venv/bin/mypy
	$(PYTHON_HERE) manage.py check --fail-level WARNING
	$(PYTHON_HERE) manage.py makemigrations --check
	$(PYTHON_HERE) manage.py catalogue --check
	$(PYTHON_HERE) manage.py translations --check
	bin/with-node npm run --silent check

.PHONY: test-unit
test-unit:
	.venv/bin/pytest -n 2 -m "not (live or services or browser or faults)"

# First, three at a time, for they wait much, whatever holds no deadline of seconds. Then what measures
# such: two lines beside each other, each folder in one of them, which is less than two cores can bear.
# Only the files that name such a mark are read: each worker would import all the others for nothing.
.PHONY: test-servers
test-servers: MARKED = $$(grep -rlE --include='test_*.py' 'mark\.($(1))\b' tests | sort)
test-servers:
	.venv/bin/pytest -n 3 --dist worksteal -m "(live or services or browser or faults) and not timed" $(call MARKED,live|services|browser|faults)
	.venv/bin/pytest -n 2 --dist loadscope -m timed $(call MARKED,timed)

.PHONY: faults
faults: $(DEVELOPMENT) $(BROWSER_FILES) $(TRANSLATIONS) ## prove losses, kills and outages in full: twenty kills on each database, figures in build/faults
	FAULTS=full .venv/bin/pytest -o faulthandler_timeout=0 -rP tests/faults

.PHONY: crowd
crowd: $(RUNTIME) $(TRANSLATIONS) ## simulated delegates, labelled as such, in the live session of a site that runs (PORT, DATA_DIR)
	@exec $(PYTHON_HERE) manage.py crowd $(CROWD)

.PHONY: bench
bench: $(DEVELOPMENT) $(BROWSER_FILES) $(TRANSLATIONS) ## ratios of things measured in the same run, one JSON line each
	@$(PYTHON_HERE) -m tests.bench

.PHONY: pictures
pictures: $(DEVELOPMENT) $(BROWSER_FILES) $(TRANSLATIONS) ## take docs/pages/ anew (twelve pages, both languages, both themes, wide and narrow; ONLY="agenda ru" for some), and what the README shows
	@$(PYTHON_HERE) -m tests.pictures $(ONLY)
	@$(if $(ONLY),,$(PYTHON_HERE) -m tests.picture)

.PHONY: catalogue
catalogue: $(RUNTIME) ## write docs/protocol.md and the client's types from each app's protocol.py
	$(PYTHON_HERE) manage.py catalogue

.PHONY: format
format: $(DEVELOPMENT) ## put the code in its one form
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

.PHONY: requirements
requirements: $(DEVELOPMENT) ## pin what pyproject.toml names (newer versions: bin/lock --upgrade)
	bin/lock

$(PYTHON_HERE):
	bin/venv

$(RUNTIME): requirements/run.txt | $(PYTHON_HERE)
	@echo "Installing the packages that the site runs on (once, about half a minute)"
	@$(PIP_INSTALL) -r $<
	@touch $@

$(DEVELOPMENT): requirements/dev.txt | $(PYTHON_HERE)
	@echo "Installing the packages for development (once, about a minute)"
	@$(PIP_INSTALL) -r $<
	@touch $@ $(RUNTIME)

$(NODE_PACKAGES): package.json package-lock.json .npmrc | $(RUNTIME)
	@echo "Installing the front end's packages (once, about half a minute)"
	@bin/front-end-packages
	@touch $@

$(BROWSER_FILES): $(NODE_PACKAGES) $(BROWSER_SOURCES)
	@bin/with-node npm run --silent build -- --logLevel warn
	@touch $@

# The room's own reducers, for the tests that replay events through them.
$(REPLAY): $(NODE_PACKAGES) $(BROWSER_SOURCES)
	@bin/with-node npm run --silent build:replay -- --logLevel warn
	@touch $@

%.mo: %.po | $(RUNTIME)
	@$(PYTHON_HERE) -c 'import sys, polib; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])' $< $@
