# Each target does all its own set-up, on a machine with git, make and Python 3.11 or newer. See docs/development.md.

.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

PORT ?= 8000
PYTHON_IN := .venv/bin/python
# The portal as it is set up in production, for the checks of its settings
PRODUCTION := env -u PORTAL_DEMO -u PORTAL_TEST -u PORTAL_TODAY -u DEBUG \
	SECRET_KEY=8s0-not-a-real-key-but-as-long-and-as-mixed-as-one-K2qZ7vXwLr4T \
	ALLOWED_HOSTS=portal.example.org PUBLIC_URL=https://portal.example.org \
	DATABASE_URL=postgres://portal:portal@127.0.0.1:5432/portal REDIS_URL=redis://127.0.0.1:6379/0 \
	EMAIL_URL=smtp://127.0.0.1:25

.PHONY: help run test check format bench lock setup-run setup-dev clean \
	check-format check-lint check-imports check-types check-templates check-migrations check-deploy check-lock

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' Makefile

run: setup-run ## Serves the portal with a fictional trust on http://127.0.0.1:8000 (PORT, DATABASE_URL)
	@PORTAL_DEMO=1 PORT=$(PORT) exec $(PYTHON_IN) manage.py demo

test: setup-dev ## The suite on SQLite and on PostgreSQL (ARGS="-k timing" goes to pytest)
	@scripts/test $(ARGS)

check: setup-dev check-format check-lint check-imports check-types check-templates check-migrations check-deploy check-lock ## All that CI runs besides the tests

format: setup-dev ## Formats the code and mends what can be mended by rule
	$(PYTHON_IN) -m ruff check --fix-only --quiet .
	$(PYTHON_IN) -m ruff format .

bench: setup-dev ## Measures the pages and the building of a year
	@$(PYTHON_IN) -m bench $(ARGS)

lock: ## Writes requirements/*.lock from pyproject.toml (ARGS=--upgrade for the newest)
	scripts/lock $(ARGS)
	@scripts/setup dev
	$(PYTHON_IN) scripts/check_lock.py

clean: ## Forgets .venv and var/, the demo's database among it
	rm -rf .venv var

setup-run:
	@scripts/setup run

setup-dev:
	@scripts/setup dev

check-format: setup-dev
	$(PYTHON_IN) -m ruff format --check .

check-lint: setup-dev
	$(PYTHON_IN) -m ruff check .

check-imports: setup-dev
	$(PYTHON_IN) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

check-types: setup-dev
	$(PYTHON_IN) -m mypy .

check-templates: setup-dev
	$(PYTHON_IN) -m djlint . --lint --quiet

check-migrations: setup-dev
	env -u DATABASE_URL PORTAL_VAR=var/check $(PYTHON_IN) manage.py makemigrations --settings tests.settings --check --dry-run

check-deploy: setup-dev
	@echo manage.py check --deploy
	@$(PRODUCTION) PORTAL_VAR=var/check $(PYTHON_IN) manage.py check --deploy --fail-level WARNING

check-lock: setup-dev
	$(PYTHON_IN) scripts/check_lock.py
