# `make demo` shows what backgrade does; `make test` proves it. Both make .venv and install what they need.
PYTHON ?= python3
BIN := .venv/bin
SAMPLES := tests/submissions/cmu_hw1p1

.PHONY: demo test test-torch attacks audit mistakes kills scale lint types bench samples handouts clean

demo: .venv/installed
	@$(BIN)/grade --assignment cmu_hw1p1 --out reports/demo $(SAMPLES)/perfect_terse $(SAMPLES)/several_mistakes $(SAMPLES)/missing_comma

test: lint types
	$(BIN)/python -m pytest -n auto --dist worksteal -q

# What needs torch, in an environment of its own: `make test` skips it and says so.
test-torch: .venv-torch/installed
	.venv-torch/bin/python -m pytest -n auto --dist worksteal -q -k "torch or nyu_hw1"

# Hostile submissions at every level of isolation that this machine gives, as a table.
attacks: .venv/dev
	$(BIN)/python -m tests.attacks

# Every mistake of every catalogue run again, and 200 pairs of them: are they still what is recorded, and named?
mistakes: .venv/dev
	BACKGRADE_EVERY_MISTAKE=1 $(BIN)/python -m pytest -n auto --dist worksteal -q tests/engine/test_mistakes.py
	$(BIN)/python -m tests.diagnose

# A class run killed at 50 random moments: does the same command end as if it had not been?
kills: .venv/dev
	BACKGRADE_KILLS=50 $(BIN)/python -m pytest -q tests/batch/test_batch_interrupted.py -k killed_at_any_moment

# Are the rubrics sound? The assignment that needs torch is left out where torch is absent (docs/auditing.md).
audit: .venv/installed
	$(BIN)/grade audit --quiet

# A class of 10,000, or of as many as BACKGRADE_SCALE says: time, memory, disk; first without the grading (docs/scale.md).
scale: .venv/dev
	$(BIN)/python -m tests.scale.recording
	$(BIN)/python -m tests.scale

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev
	$(BIN)/mypy

# Ratios against the floor, side by side with peers in one run; each peer has an environment of its own (docs/performance.md).
bench: .venv/dev
	$(BIN)/python -m tests.bench

# The sample reports that the README shows, made anew.
samples: .venv/dev
	$(BIN)/python -m tests.samples

# What is generated from the reference: expected outputs and the unpacked handouts.
handouts: .venv/installed
	$(BIN)/grade regenerate
	for slug in $(notdir $(patsubst %/,%,$(dir $(wildcard reference/*/rubric.py)))); do \
	    $(BIN)/grade handout $$slug --out student_template/$$slug || exit 1; \
	done

clean:
	rm -rf .venv .venv-torch tests/bench/.environments build *.egg-info

.venv/installed: .ci/make_venv.py pyproject.toml
	$(PYTHON) .ci/make_venv.py .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	touch $@

.venv/dev: .venv/installed
	$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[dev]"
	touch $@

.venv-torch/installed: .ci/make_venv.py pyproject.toml
	$(PYTHON) .ci/make_venv.py .venv-torch
	.venv-torch/bin/python -m pip install -q --disable-pip-version-check -e ".[dev,torch]"
	touch $@
