.DEFAULT_GOAL := help
.PHONY: help setup briefs test lint types check-data evaluate train train-tagger train-writer train-support clean

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
export HF_HUB_DISABLE_TELEMETRY := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help:  ## Show the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(VENV)/.ready  ## Install everything into .venv and fetch the base weights
	@$(BIN)/python scripts/fetch_base_weights.py

$(VENV)/.ready: pyproject.toml requirements.txt
	@test -x $(BIN)/python || { echo "making $(VENV) with $(PYTHON)"; $(PYTHON) -m venv $(VENV); }
	@echo "installing the pinned libraries into $(VENV) (some minutes the first time)"
	@$(BIN)/pip install -qq --requirement requirements.txt
	@echo "installing inspection-briefs"
	@$(BIN)/pip install -qq --no-deps --editable .
	@touch $@

briefs: setup  ## Write the briefs of data/raw to out/briefs
	@$(BIN)/inspection-briefs run; status=$$?; test $$status -le 1

test: setup  ## Run all tests
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy
	@$(BIN)/python -m pytest

lint: setup  ## Check style
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: setup  ## Check types
	@$(BIN)/mypy

check-data: setup  ## Check the labelled corpus
	@$(BIN)/python scripts/check_labels.py

train: train-tagger train-writer train-support  ## Train all models

train-tagger: setup  ## Train the tagger on data/labels
	@$(BIN)/python scripts/train_tagger.py

train-writer: setup  ## Train the writer on the gold briefs
	@$(BIN)/python scripts/train_writer.py

train-support: setup  ## Train the support model on pairs made from the gold briefs
	@$(BIN)/python scripts/train_support.py

evaluate: setup  ## Measure everything on the test split
	@$(BIN)/python scripts/evaluate_tagger.py --split test
	@$(BIN)/python scripts/evaluate_inspections.py --split test
	@$(BIN)/python scripts/evaluate_briefs.py --split test
	@$(BIN)/python scripts/evaluate_support.py

clean:  ## Remove what was made (not the environment or the weights)
	@rm -rf out .pytest_cache .mypy_cache .ruff_cache
