# `make help` lists what can be made. Nothing here needs more than Python 3.11, git and make.
PYTHON ?= python3
BUILD := _build
VENV := .venv
BIN := $(VENV)/bin
SPHINX := $(BIN)/python -m sphinx -c .
ISSUE ?=
YEAR ?=
MONTH ?=
PRUNE ?=

# The frame's words in another language; only where it is asked for, since an environment may
# have a LANGUAGE of its own.
FRAME :=
ifeq ($(origin LANGUAGE),command line)
FRAME := -$(LANGUAGE)
SPHINXOPTS += -D language=$(LANGUAGE)
endif

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The environment is made once for each state of its lock file; the stamp is the proof.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Say which one to use: make html PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check

$(VENV)/site.stamp: requirements/site.txt pyproject.toml | $(VENV)/bin/python
	$(INSTALL) --require-hashes -r requirements/site.txt
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/site.stamp
	$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

.PHONY: html
html: $(VENV)/site.stamp ## build the website in _build/html (LANGUAGE=ja: its frame in Japanese, in _build/html-ja)
	$(SPHINX) -b html -d $(BUILD)/doctrees$(FRAME) source $(BUILD)/html$(FRAME) $(SPHINXOPTS)

.PHONY: photos
photos: $(VENV)/site.stamp ## make all sizes of all photos, and say what they weigh (PRUNE=1: remove what no document uses)
	GLOCAL_DRAFTS=1 $(SPHINX) -b photos -d $(BUILD)/preview-doctrees source $(BUILD)/photos $(if $(PRUNE),-t prune) $(SPHINXOPTS)

.PHONY: epub
epub: $(VENV)/site.stamp ## build the e-books in _build/epub (ISSUE=2023-09 or YEAR=2023: one of them)
	$(SPHINX) -b epub -d $(BUILD)/doctrees source $(BUILD)/epub $(if $(ISSUE)$(YEAR),-D glocal_editions=$(ISSUE)$(YEAR)) $(SPHINXOPTS)

.PHONY: pdf
pdf: $(VENV)/site.stamp ## build the PDFs in _build/pdf (ISSUE=2023-09 or YEAR=2023: one of them)
	$(SPHINX) -b pdf -d $(BUILD)/doctrees source $(BUILD)/pdf $(if $(ISSUE)$(YEAR),-D glocal_editions=$(ISSUE)$(YEAR)) $(SPHINXOPTS)

.PHONY: print
print: $(VENV)/site.stamp ## build a PDF for the printer in _build/print (ISSUE=2023-09 or YEAR=2023: one of them)
	$(SPHINX) -b press -d $(BUILD)/doctrees source $(BUILD)/print $(if $(ISSUE)$(YEAR),-D glocal_editions=$(ISSUE)$(YEAR)) $(SPHINXOPTS)

.PHONY: draft
draft: $(VENV)/site.stamp ## build a PDF to be agreed to in _build/draft: make draft ISSUE=2023-10
	@$(if $(ISSUE),,echo 'Say of which issue: make draft ISSUE=2023-10'; exit 2)
	GLOCAL_DRAFTS=1 $(SPHINX) -E -b draft -d $(BUILD)/draft-doctrees source $(BUILD)/draft -D glocal_editions=$(ISSUE) $(SPHINXOPTS)

.PHONY: site
site: ## build all editions, then the website that offers them
	$(MAKE) --no-print-directory epub ISSUE= YEAR=
	$(MAKE) --no-print-directory pdf ISSUE= YEAR=
	$(MAKE) --no-print-directory html

.PHONY: serve
serve: $(VENV)/dev.stamp ## live preview with drafts, on this machine only
	GLOCAL_DRAFTS=1 $(BIN)/sphinx-autobuild -c . -d $(BUILD)/preview-doctrees \
	  --watch data --watch glocal_ext --watch conf.py --watch _templates --watch _static \
	  --host 127.0.0.1 --port 8000 source $(BUILD)/preview $(SPHINXOPTS)

.PHONY: check
check: $(VENV)/site.stamp ## build everything anew, first with drafts; a warning is an error
	GLOCAL_DRAFTS=1 $(SPHINX) -E -n -W -b html -d $(BUILD)/check-doctrees source $(BUILD)/check-drafts $(SPHINXOPTS)
	$(SPHINX) -E -a -n -W -b html -d $(BUILD)/check-doctrees source $(BUILD)/check $(SPHINXOPTS)

.PHONY: issue
issue: $(VENV)/site.stamp ## begin an issue: make issue MONTH=2023-10
	$(BIN)/python -m glocal_ext issue "$(MONTH)"

.PHONY: place
place: $(VENV)/site.stamp ## add a place to the registry: make place ARGS='id=marugame name=Marugame'
	$(BIN)/python -m glocal_ext place $(ARGS)

.PHONY: partnership
partnership: $(VENV)/site.stamp ## add a partnership to the registry (ARGS as for a place)
	$(BIN)/python -m glocal_ext partnership $(ARGS)

.PHONY: snapshot
snapshot: html ## keep what was published: the registry with the latest issue, and every address
	$(BIN)/python -m glocal_ext snapshot $(ARGS)
	$(MAKE) --no-print-directory html

.PHONY: test
test: $(VENV)/dev.stamp tests/tools/node_modules/.stamp ## run all tests
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term $(TESTOPTS)

# What checks pages in a browser. Without npm the tests say so and skip what needs it.
# Lighthouse is large and has a folder of its own, which `make test` does not ask for.
%/tools/node_modules/.stamp: %/tools/package.json %/tools/package-lock.json
	@if command -v npm >/dev/null; then npm ci --prefix $*/tools --no-audit --no-fund --ignore-scripts && touch $@; \
	else echo "npm is absent: the tests of accessibility and of valid HTML will be skipped"; fi

.PHONY: lint
lint: $(VENV)/dev.stamp ## ruff, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: lock
lock: $(VENV)/dev.stamp ## raise the pinned versions
	$(BIN)/python tools/lock.py

.PHONY: canary
canary: ## run the tests against the newest of everything
	$(PYTHON) -m venv $(BUILD)/canary
	$(BUILD)/canary/bin/python -m pip install --quiet --upgrade pip
	$(BUILD)/canary/bin/python -m pip install --quiet --upgrade . --group dev
	$(BUILD)/canary/bin/python -m pytest -n 2 -W default $(TESTOPTS)

.PHONY: clean
clean: ## remove what was built
	rm -rf $(BUILD)
