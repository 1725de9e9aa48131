# make study | make test | make lab : each sets up what it needs in .venv and does nothing twice.
# Another interpreter: make study PYTHON=python3.12
# Options for JupyterLab: make lab ARGS="--no-browser --port=9000"
PYTHON ?= python3
BIN = .venv/bin
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: say study test check slow lowest lab lint constraints figures site clean

study: say .venv/.study
	@$(BIN)/python -m analysis study

# At once, before anything is installed or imported.
say:
	@test -e .venv/.study || echo "setting up .venv first (some 200 packages: a few minutes, once)"
	@echo "making the study of the three texts: seven notebooks, two to four minutes"

# A third process works while the others wait for a browser or a kernel. What Python compiles is kept
# for the many processes that tests start, whatever the environment says.
test: .venv/.test
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses=3 --dist=loadfile --no-loadscope-reorder

# What can be told without running the study: form, types, examples in docstrings, licences, versions.
check: .venv/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m mypy
	$(BIN)/python tools/installed.py
	$(BIN)/python -m pytest tests/test_docstrings.py tests/test_layers.py

# What the other tests try a few times, many times: kills, races, examples, whole studies again.
slow: .venv/.test
	EXAMPLES=17 $(BIN)/python -m pytest --numprocesses=2 --dist=worksteal -m "slow or hypothesis"

# The tests at the lowest versions that pyproject.toml allows.
lowest:
	rm -rf build/lowest
	$(PYTHON) -m venv build/lowest
	build/lowest/bin/python -m pip install --quiet uv
	build/lowest/bin/uv pip install --quiet --python build/lowest/bin/python \
		--resolution lowest-direct -e ".[test]"
	build/lowest/bin/python -m pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder

lab: .venv/.study
	$(BIN)/jupyter lab --notebook-dir=notebooks $(ARGS)

lint: .venv/.test
	$(BIN)/ruff format .
	$(BIN)/ruff check .

# What may be public of the study, for visitors: in site/, without the texts.
site: study
	@$(BIN)/python -m analysis site study --out site

# The README's figures are copies of the study's; those of docs/figures.md are what its lines draw.
figures: study
	cp study/figures/tone-and-stance.png study/figures/keyness.png \
		study/figures/sure-tone-against-stance.png docs/
	$(BIN)/python docs/draw.py

# Pins what a fresh installation gives today, as names and versions alone.
constraints:
	rm -rf build/fresh
	$(PYTHON) -m venv build/fresh
	build/fresh/bin/python -m pip install --quiet --disable-pip-version-check -e ".[test]"
	build/fresh/bin/python -m pip freeze --exclude-editable --exclude pip --exclude setuptools \
		| grep -E '^[A-Za-z0-9._-]+==' > constraints.new
	mv constraints.new constraints.txt
	rm -rf build/fresh

clean:
	rm -rf .venv build study site

.venv/pyvenv.cfg:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" \
		|| { echo "Python 3.11 or later is needed; $(PYTHON) is older: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv \
		|| { echo "no virtual environment could be made; on Debian and Ubuntu: apt install python3-venv"; \
		rm -rf .venv; exit 1; }

.venv/.study: .venv/pyvenv.cfg pyproject.toml constraints.txt
	$(INSTALL) -e .
	@touch $@

.venv/.test: .venv/.study
	$(INSTALL) -e ".[test]"
	@touch $@
