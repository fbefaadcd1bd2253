# Two commands for a newcomer: `make demo` and `make test`. Both do all their own set-up on a
# machine that has Python 3.11 or later, make and a package index.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
REGISTER := register_example
OUT := demo
# Each of the two cores begins with half of the tests, one after another, so that what tests of a
# room share is made once; whichever ends first takes over some of the other's.
PYTEST := $(BIN)/python -m pytest -q -n 2 --dist worksteal
# Programs that tests start find the code compiled, whatever the machine's habit.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test slow lint docs registers benchmark clean

demo: $(VENV)/.stamp-run
	$(BIN)/pmf rag --register $(REGISTER)
	$(BIN)/pmf report clt --register $(REGISTER) --output $(OUT)

test: $(VENV)/.stamp-dev
	$(PYTEST) -m "not slow"

slow: $(VENV)/.stamp-dev
	$(PYTEST) -m slow

lint: $(VENV)/.stamp-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.stamp-dev
	$(BIN)/python -m docs.generate

registers: $(VENV)/.stamp-dev
	$(BIN)/python -m tests.registers.build

benchmark: $(VENV)/.stamp-dev
	$(BIN)/python -m benchmarks.run

$(VENV)/.stamp-run: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

$(VENV)/.stamp-dev: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable . --group dev
	touch $@ $(VENV)/.stamp-run

clean:
	rm -rf $(VENV) $(OUT) dist build
