# Two commands on a fresh machine with Python 3.11 or newer and make:
#   make run    replays the CSTO's year 2022, simulates futures from its end, writes the report
#   make test   sets up and runs every check and test
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TOOLS := $(VENV)/.tools
OUT ?= runs/csto

.PHONY: run test lint types layers unit docs backtest scores bench fuzz clean

run: $(STAMP)
	$(BIN)/foedus replay csto --from 2022-01-01 --to 2022-11-30
	$(BIN)/foedus run csto --as-of 2022-11-30 --months 24 --futures 5000 --seed 1 --out $(OUT)
	$(BIN)/foedus report $(OUT)

test: lint types layers unit

lint: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TOOLS)
	$(BIN)/basedpyright --level error

layers: $(TOOLS)
	$(BIN)/lint-imports

unit: $(TOOLS)
	$(BIN)/python -m pytest -n 2

docs: $(STAMP)
	$(BIN)/python -m foedus.report.pages

# Back-tests on the tables of `foedus data`; fails when a score is worse than the one kept.
backtest: $(TOOLS)
	$(BIN)/foedus backtest --out runs/backtest
	$(BIN)/python -m foedus.record.scoreboard runs/backtest/scores.json

# Keeps the scores that `make backtest` found, and writes them into the handbook.
scores: $(TOOLS)
	$(BIN)/python -m foedus.record.scoreboard runs/backtest/scores.json --keep
	$(BIN)/python -m foedus.report.pages

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "foedus needs Python 3.11 or newer; call: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable .
	@touch $(STAMP)

$(TOOLS): $(STAMP)
	$(BIN)/python -m pip install --quiet --editable ".[record,evidence,html,pdf]"
	$(BIN)/python -m pip install --quiet --group dev
	@touch $(TOOLS)

bench: $(TOOLS)
	$(BIN)/python -m pip install --quiet --group bench
	$(BIN)/python benchmarks

# Feeds every reader of files with spoilt files; SECONDS is the time for each reader.
fuzz: $(TOOLS)
	$(BIN)/python fuzz --seconds $(or $(SECONDS),60)

clean:
	rm -rf $(VENV) runs .pytest_cache .ruff_cache .hypothesis .import_linter_cache
