"""The notebooks: as they are kept, and that each of them runs from top to bottom and says something."""

from __future__ import annotations

import ast
import os
import re
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

FOLDER = Path(__file__).parents[2] / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))
NAMES = sorted({path.stem.rsplit(".", 1)[0] for path in PATHS})
LANGUAGES = ("zh", "en")
REAL, SHARED = "_real_", FOLDER.parents[1] / "shared" / "data"
PLOTLY = "application/vnd.plotly.v1+json"
ALLOWED = {"assay", "polars", "plotly", *sys.stdlib_module_names}
LONGEST_FUNCTION = 40
IN_WORDS = {"05_mining_comments"}
"""Of so few comments as the small company has, nothing is drawn: it is said that they are too few."""
_CHINESE, _HALF_WIDTH = re.compile("[\u4e00-\u9fff]"), re.compile("[\u4e00-\u9fff][,;!?]")


def of(name: str, language: str) -> NotebookNode:
    return nbformat.read(FOLDER / f"{name}.{language}.ipynb", as_version=4)


def sources(book: NotebookNode, kind: str) -> list[str]:
    return [cell.source for cell in book.cells if cell.cell_type == kind]


def test_there_is_one_for_each_question_in_both_languages() -> None:
    assert [name[:2] for name in NAMES] == [f"{number:02}" for number in range(1, 9)]
    assert [path.name for path in PATHS] == [f"{name}.{language}.ipynb" for name in NAMES for language in sorted(LANGUAGES)]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
class TestEachFile:
    def test_is_a_notebook_that_was_never_run(self, path: Path) -> None:
        book = nbformat.read(path, as_version=nbformat.NO_CONVERT)
        nbformat.validate(book)
        assert (book.nbformat, book.nbformat_minor) == (4, 5)
        assert book.metadata.kernelspec.name == "python3"
        for cell in book.cells:
            if cell.cell_type == "code":
                assert (cell.outputs, cell.execution_count) == ([], None)

    def test_begins_with_a_question_and_ends_with_what_to_do(self, path: Path) -> None:
        book = nbformat.read(path, as_version=4)
        language = path.stem.rsplit(".", 1)[1]
        first, last = book.cells[0], book.cells[-1]
        title = first.source.splitlines()[0]
        assert (first.cell_type, title[:2], title[-1]) == ("markdown", "# ", "？" if language == "zh" else "?")
        heading = {"zh": "## 接下来", "en": "## What to do"}[language]
        assert last.cell_type == "markdown" and last.source.startswith(heading)

    def test_imports_the_library_and_nothing_of_the_application(self, path: Path) -> None:
        for code in sources(nbformat.read(path, as_version=4), "code"):
            for node in ast.walk(ast.parse(code)):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                assert {name.split(".")[0] for name in names} <= ALLOWED

    def test_has_no_function_longer_than_a_screen(self, path: Path) -> None:
        for code in sources(nbformat.read(path, as_version=4), "code"):
            for node in ast.walk(ast.parse(code)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION

    def test_is_written_in_its_language(self, path: Path) -> None:
        prose = sources(nbformat.read(path, as_version=4), "markdown")
        if path.stem.endswith(".zh"):
            assert all(_CHINESE.search(one) for one in prose)
            assert not [found for one in prose for found in _HALF_WIDTH.findall(one)]
        else:
            assert not [one for one in prose if _CHINESE.search(one)]


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_run_the_same_code(name: str) -> None:
    zh, en = (of(name, language) for language in LANGUAGES)
    assert [cell.cell_type for cell in zh.cells] == [cell.cell_type for cell in en.cells]
    told = ["\n".join(sources(book, "code")) for book in (zh, en)]
    assert [code.count(f'language = "{language}"') for code, language in zip(told, LANGUAGES, strict=True)] == [1, 1]
    assert told[0].replace('language = "zh"', 'language = "en"') == told[1]


@pytest.fixture(scope="module")
def executed(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[NotebookNode]]:
    """The cells of each notebook with their outputs, of one language each. All run in one process, so that the library is imported
    once; each begins without a name of the one before."""
    own, here = tmp_path_factory.mktemp("notebooks"), [name for name in NAMES if REAL not in name or SHARED.is_dir()]
    told = {
        "ASSAY_WAREHOUSE": str(warehouse), "ASSAY_REGISTER": str(own / "register.sqlite"),
        "ASSAY_REAL_WAREHOUSE": str(own / "real" / "warehouse"), "PYTHONPATH": str(FOLDER.parent),
        "PLOTLY_RENDERER": "plotly_mimetype",
    }  # fmt: skip
    cells = {name: of(name, LANGUAGES[place % 2]).cells for place, name in enumerate(here)}
    together = [cell for name in here for cell in (nbformat.v4.new_code_cell("%reset -f"), *cells[name])]
    for place, cell in enumerate(together):
        cell.id = f"cell-{place}"  # each notebook counts its own from 0
    book, within = nbformat.v4.new_notebook(cells=together), {"metadata": {"path": str(FOLDER)}}
    client = NotebookClient(book, timeout=120, kernel_name="python3", allow_errors=True, resources=within)
    client.execute(env={**os.environ, **told})
    return cells


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_and_draws(name: str, executed: dict[str, list[NotebookNode]], request: pytest.FixtureRequest) -> None:
    if REAL in name:
        request.getfixturevalue("shared_data")
    outputs = [output for cell in executed[name] for output in cell.get("outputs", ())]
    assert not ["\n".join(output.traceback) for output in outputs if output.output_type == "error"]
    assert not [output.text for output in outputs if output.get("name") == "stderr"]
    shown = "text/markdown" if name in IN_WORDS else PLOTLY
    assert [output for output in outputs if shown in output.get("data", {})]
