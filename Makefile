# Two commands: `make run` and `make test`. Both set up what is missing; running them again is quick.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
# WALKS=--thorough takes all of the long walks; see docs/testing.md.
WALKS ?=
export UV_LINK_MODE := copy
# What was compiled is kept, whatever the surroundings say: tests start this code many times.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test setup install unit browser postgresql lint screens bench bench-experts lock clean

run: setup
	@$(BIN)/essp demo --if-empty
	@ESSP_DEMONSTRATION=yes $(BIN)/essp serve

# What does not wait for each other runs beside each other: packages of Python and of Node, and the lint, which
# has one process, beside the tests on SQLite.
test:
	@$(MAKE) --no-print-directory -j2 setup
	@$(MAKE) --no-print-directory -j2 lint unit
	@$(MAKE) --no-print-directory postgresql browser

setup: $(VENV)/.installed static/dist/manifest.json

$(BIN)/uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

$(VENV)/.installed: $(BIN)/uv requirements-dev.txt pyproject.toml
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements-dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

# What a production machine needs: no tools of the tests, and nothing is started.
install: $(BIN)/uv static/dist/manifest.json
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .

node_modules/.installed: package-lock.json package.json
	@command -v npm >/dev/null || { echo "Missing: npm. Install Node 20 or newer with npm, and run this again." >&2; exit 1; }
	npm ci --silent --no-audit --no-fund
	@touch $@

static/dist/manifest.json: node_modules/.installed static/build.mjs $(shell find static/css static/js templates -type f)
	npm run --silent build

lint: setup
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

unit: setup
	$(BIN)/pytest -n 2 --dist worksteal --ignore tests/browser -m "not browser" $(WALKS)

postgresql: setup
	@.ci/need postgresql initdb || exit 0; ESSP_TEST_DATABASE=postgresql $(BIN)/pytest -n 2 --dist worksteal --ignore tests/browser -m "not browser and not slow" $(WALKS)

browser: setup
	@.ci/need chromium chromium || exit 0; $(BIN)/pytest -n 3 --dist worksteal -m browser tests/browser

screens: setup
	@.ci/need chromium chromium && $(BIN)/python -m tests.browser.screens

bench: setup
	$(BIN)/python -m bench

# How right the finder of people is; needs real content, see docs/benchmarks.md.
bench-experts: setup
	$(BIN)/python -m bench experts

lock: $(BIN)/uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --extra dev -o requirements-dev.txt pyproject.toml

clean:
	rm -rf $(VENV) node_modules static/dist build *.egg-info
