# The commands of the project: each target does all the set-up that it needs.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

# What is compiled is kept, so that the many processes of the tests need not compile it again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo test prove benchmarks reference format clean

help: ## List these commands.
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST)

# Pip says nothing for half a minute while it installs; so the step is announced.
$(READY): pyproject.toml constraints.txt
	@echo "Installing dcbot and what it needs into .venv (once; about a minute) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dcbot needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[tests]'
	@touch $@

demo: $(READY) ## A private homeserver, a room to talk in, and the bot in it.
	@$(BIN)/dcbot demo $(if $(SCRIPT),--script "$(SCRIPT)")

test: $(READY) ## All tests and checks; what this machine lacks is skipped visibly.
	@$(BIN)/python -m pytest --numprocesses=auto --dist=worksteal $(ARGS)

prove: $(READY) ## All tests in full size, all conversations through the homeserver, and the benchmarks, with their figures.
	@DCBOT_PROVE=1 $(BIN)/python -m pytest -s -m "" --timeout=3600 tests/integration $(ARGS)
	@DCBOT_PROVE=1 $(BIN)/python -m pytest -s -m "" --timeout=3600 --ignore=tests/integration tests $(ARGS)
	@$(MAKE) benchmarks

benchmarks: $(READY) ## Speed and memory beside a bare loop on the same homeserver.
	@$(BIN)/python -m tests.benchmarks
	@$(BIN)/python -m tests.benchmarks.calendar
	@$(BIN)/python -m tests.benchmarks.when
	@$(BIN)/python -m tests.benchmarks.cycles
	@$(BIN)/python -m tests.benchmarks.outputs
	@$(BIN)/python -m tests.benchmarks.record
	@$(BIN)/python -m tests.benchmarks.recording
	@$(BIN)/python -m tests.benchmarks.search
	@$(BIN)/python -m tests.benchmarks.archive --postgresql --export

reference: $(READY) ## Write commands/README.md and docs/permissions.md anew from the declarations.
	@$(BIN)/dcbot reference

format: $(READY) ## Put all code into the form that the tests ask for.
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

clean: ## Take away the environment and what tools left behind.
	rm -rf .venv .mypy_cache .ruff_cache .hypothesis .import_linter_cache
