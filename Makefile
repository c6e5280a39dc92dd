# Two commands do everything:   make demo      make test
# Needs python3 >= 3.11 with venv, and make. Node is used when it is new enough, else taken from PyPI.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
ifndef TWO_AT_ONCE
.NOTPARALLEL:
endif
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
ARGS ?=
WAVECARD_SHARED ?= $(abspath ../shared)
export WAVECARD_SHARED

UV_VERSION := 0.13.9
UV := .uv/bin/uv
export UV_PYTHON_DOWNLOADS := never
# what Python compiled is kept for its next start, whatever the environment says
export PYTHONDONTWRITEBYTECODE :=
export npm_config_update_notifier := false
# networks that inspect TLS: trust what this machine trusts
export UV_NATIVE_TLS := 1
ifneq (,$(wildcard /etc/ssl/certs/ca-certificates.crt))
export NODE_EXTRA_CA_CERTS ?= /etc/ssl/certs/ca-certificates.crt
export PIP_CERT ?= /etc/ssl/certs/ca-certificates.crt
endif

# what Vite runs on: 20.19, 22.12 or newer
NEW_ENOUGH := const [a, b] = process.versions.node.split('.').map(Number); \
  process.exit(a > 22 || (a == 22 && b >= 12) || (a == 20 && b >= 19) ? 0 : 1)
NODE := $(shell node -e "$(NEW_ENOUGH)" 2>/dev/null && command -v npm >/dev/null && echo system || echo pypi)
NODE_GROUP := $(if $(filter pypi,$(NODE)),--group node)
WITH_NODE := PATH="$(CURDIR)/.venv/bin:$$PATH"
NPM_CI := npm ci --no-audit --no-fund --ignore-scripts --loglevel=error

READY_TO_RUN := .venv/.run-$(NODE)
READY_TO_TEST := .venv/.test-$(NODE)
WEB := static/dist/.built
WEB_SOURCES := $(shell find static -path static/dist -prune -o -type f -print) \
  $(wildcard package.json vite.config.* vitest.config.* tsconfig*.json index.html)
PLANNER := app/planner/__pycache__/.compiled
CHROMIUM_FOUND := $(or $(CHROMIUM),$(shell command -v \
  chromium chromium-headless-shell google-chrome google-chrome-stable | head -1))
BROWSER := $(if $(CHROMIUM_FOUND),,tests/browser/node_modules/.package-lock.json)
PYTEST := .venv/bin/python -m pytest
CRASHED := --reruns 1 --only-rerun "([Pp]age|Target) crashed"  # Chromium died: that says nothing of ours
SHARED_TESTS := $(if $(wildcard $(WAVECARD_SHARED)/data/.),test-data)
NONE_IS_FINE := $(if $(ARGS),|| [ $$? = 5 ])

.PHONY: demo built test lint types test-web test-py test-data bench soak screenshots web help clean

## demo: a small warehouse with orders coming in, on http://0.0.0.0:PORT (PORT=8000); its data stays in var/
demo: $(READY_TO_RUN)
	@$(MAKE) -j2 TWO_AT_ONCE=yes built
	@.venv/bin/wavecard demo --port $(PORT)

built: $(WEB) $(PLANNER)
	@:

## test: everything below up to test-data
test: $(READY_TO_TEST)
	@$(MAKE) -j2 -Otarget TWO_AT_ONCE=yes $(PLANNER) lint types test-web
	@$(MAKE) -j2 TWO_AT_ONCE=yes test-py $(SHARED_TESTS)
	@$(MAKE) test-served
	@$(if $(SHARED_TESTS),,echo "NOT RUN: make test-data (no $(WAVECARD_SHARED)/data; WAVECARD_SHARED=folder names another)")

## lint: ruff's rules and format
lint: $(READY_TO_TEST)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

## types: mypy over the Python, vue-tsc over the browser's code
types: $(READY_TO_TEST) node_modules/.package-lock.json
	.venv/bin/mypy
	$(WITH_NODE) npm run -s types

## test-web: vitest, and that the built files stay small
test-web: $(WEB)
	$(WITH_NODE) npm run -s unit
	$(WITH_NODE) npm run -s sizes

## test-py: pytest, three at a time, on SQLite, PostgreSQL and Redis, the imports rule among them (ARGS="-k word")
test-py: $(READY_TO_TEST) $(WEB) $(PLANNER)
	$(PYTEST) -n 3 --dist worksteal -m "not served and not data and not soak" $(ARGS) $(NONE_IS_FINE)

## test-served: pytest, two files at a time: what starts a server of its own, mostly with a browser
test-served: $(READY_TO_TEST) $(WEB) $(PLANNER) $(BROWSER)
	$(PYTEST) -n 2 --dist loadfile $(CRASHED) -m "served and not data and not soak" $(ARGS) $(NONE_IS_FINE)

## test-data: the tests that read the shared data (WAVECARD_SHARED=../shared)
test-data: $(READY_TO_TEST) $(PLANNER)
	$(PYTEST) -m "data and not soak" $(ARGS) $(NONE_IS_FINE)

## soak: the slow tests, minutes to hours (ARGS="-k word")
soak: $(READY_TO_TEST) $(WEB) $(PLANNER) $(BROWSER)
	$(PYTEST) -m soak $(ARGS)

## bench: the planner's tables, then handhelds confirming picks (ARGS="--full", "waves --seconds 10", "--devices 1000")
bench: $(READY_TO_TEST) $(WEB) $(PLANNER)
	.venv/bin/python -m tests.bench $(ARGS)

## screenshots: the README's pictures, from the running app
screenshots: $(READY_TO_TEST) $(WEB) $(PLANNER) $(BROWSER)
	.venv/bin/python -m tests.journeys.screenshots $(ARGS)

## web: the browser's code into static/dist
web: $(WEB)

## clean: everything made here except var/, the data
clean:
	rm -rf .venv .uv .cache node_modules tests/browser/node_modules tests/lighthouse/node_modules static/dist dist \
	  .mypy_cache .ruff_cache .pytest_cache .hypothesis

## help: this list
help:
	@sed -n 's/^## /  make /p' Makefile

.uv/uv-$(UV_VERSION):
	@$(PYTHON) -c 'import sys; sys.exit("Wavecard needs Python 3.11 or newer (make PYTHON=...)" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "$(PYTHON) has no venv (Debian: apt install python3-venv)"; exit 1; }
	$(PYTHON) -m venv .uv
	.uv/bin/python -m pip install -q --disable-pip-version-check "uv==$(UV_VERSION)"
	@touch $@

$(READY_TO_RUN): uv.lock pyproject.toml | .uv/uv-$(UV_VERSION)
	$(UV) sync -q --locked --inexact --no-default-groups $(NODE_GROUP) --python $(PYTHON)
	@touch $@

$(READY_TO_TEST): uv.lock pyproject.toml | .uv/uv-$(UV_VERSION)
	$(UV) sync -q --locked --group test $(NODE_GROUP) --python $(PYTHON)
	@rm -f .venv/.run-* .venv/.test-*
	@touch $(READY_TO_RUN) $@

node_modules/.package-lock.json: package-lock.json | $(READY_TO_RUN)
	$(WITH_NODE) $(NPM_CI)
	@touch $@

$(WEB): node_modules/.package-lock.json $(WEB_SOURCES)
	$(WITH_NODE) npm run -s build
	@touch $@

# half a minute of compiling that a first walk would else wait for
$(PLANNER): $(wildcard app/planner/*.py) | $(READY_TO_RUN)
	@.venv/bin/python -c 'from app.planner import warm; warm(lambda said: print(said, flush=True))'
	@touch $@

tests/browser/node_modules/.package-lock.json: tests/browser/package-lock.json | $(READY_TO_RUN)
	$(WITH_NODE) $(NPM_CI) --prefix tests/browser
	@touch $@
