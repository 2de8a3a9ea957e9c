# The two commands of the README, and the environment they share. Everything else: `just --list`.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
FRESH ?=
SIZE ?= city

.PHONY: demo test env env-test
demo: env
	@$(VENV)/bin/gongkai demo --port $(PORT) --size $(SIZE) $(if $(FRESH),--fresh)

test: env-test
	@$(VENV)/bin/python -m pytest -n auto -q

env:
	@PYTHON=$(PYTHON) VENV=$(VENV) sh requirements/environment.sh run

env-test:
	@PYTHON=$(PYTHON) VENV=$(VENV) sh requirements/environment.sh dev
