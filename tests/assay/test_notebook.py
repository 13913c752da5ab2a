"""A notebook says what it was told and runs nothing else: names in the data stay names, and the format is Jupyter's own."""

from __future__ import annotations

import ast
import json
from datetime import date
from math import inf, nan

import jupytext
import nbformat
import pytest

from assay.report.notebook import Cell, Code, Markdown, given, literal, notebook, plain, python_script

HOSTILE = (
    '"); import os; os.abort() #', "'''\n__import__('os').abort()\n'''", "\\", "\\'", "{x}", "!kill -9 1", "%%bash\nkill 1",
    "# %%\nraise", "x?", "二号站\u2028raise", "\x00\r\n", "\ud800", "<script>alert(1)</script>", "\u202enoisrever",
)  # fmt: skip
CELLS: tuple[Cell, ...] = (
    Markdown("## 变化\n\n从 9 月到 10 月。"),
    Code("import math\n\nmath.sqrt(\n    16\n)"),
    Markdown("Then look closer."),
    given(site='"); import os', n=3),
)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_name_in_the_data_stays_a_name(value: str) -> None:
    """The cell is nothing but assignments of constants, one line each, and they give back what was written."""
    cell = given(site=value, sites=(value, value), conditions=(("site_id", value),), names={value: value})
    nodes = ast.parse(cell.source).body
    assert [type(node) for node in nodes] == [ast.Assign] * 4 and len(cell.source.splitlines()) == 4
    found = {node.targets[0].id: ast.literal_eval(node.value) for node in nodes}
    assert found == {"site": value, "sites": (value, value), "conditions": (("site_id", value),), "names": {value: value}}


def test_every_name_of_a_long_list_stands_on_a_line_of_its_own() -> None:
    many = tuple(f"{number:02} # %%" for number in range(40))
    cell = given(sites=many, pairs=(("site_id", many), ("shift", None)))
    lines = cell.source.splitlines()
    assert lines[:2] == ["sites = (", "    '00 # %%',"] and max(map(len, lines)) <= 120
    body = ast.parse(cell.source).body
    assert [ast.literal_eval(node.value) for node in body] == [many, (("site_id", many), ("shift", None))]


def test_values_are_written_so_that_they_come_back() -> None:
    value = (None, True, -3, 0.1, 1e300, "", (), ("one",), {"a": {"b": (1,)}}, {})
    assert ast.literal_eval(literal(value)) == value
    assert ast.literal_eval(literal(["a", ["b"]])) == ("a", ("b",))


class _Sly(str):
    def __repr__(self) -> str:
        return "__import__('os').abort()"


def test_a_text_cannot_say_its_own_source() -> None:
    assert literal(_Sly("name")) == "'name'"


@pytest.mark.parametrize("value", [date(2026, 10, 1), {"a"}, b"x", object(), (1, print)])
def test_what_has_no_plain_source_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no value for a notebook"):
        literal(value)


@pytest.mark.parametrize("value", [nan, inf, (-inf,)])
def test_a_number_without_a_source_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="no source"):
        literal(value)


def test_words_are_shown_as_they_are() -> None:
    assert plain("<b>*A_1* [x](y)") == r"\<b\>\*A\_1\* \[x\](y)"
    assert plain("a\n%% b\u2028# c") == r"a %\% b \# c"
    assert plain("响应及时率 93.4 %，−3.0 个百分点") == "响应及时率 93.4 %，−3.0 个百分点"


def test_it_is_a_notebook_of_the_format_4_5() -> None:
    book = nbformat.reads(notebook(CELLS, "为什么变化 *").decode(), as_version=4)
    nbformat.validate(book, version=4, version_minor=5)
    assert (book.nbformat, book.nbformat_minor, book.metadata.kernelspec.name) == (4, 5, "python3")
    assert [cell.cell_type for cell in book.cells] == ["markdown", "markdown", "code", "markdown", "code"]
    assert [cell.source for cell in book.cells] == [r"# 为什么变化 \*", *(cell.source for cell in CELLS)]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in book.cells if cell.cell_type == "code")


def test_equal_cells_are_equal_bytes() -> None:
    assert notebook(CELLS, "t") == notebook(list(CELLS), "t")
    assert len({cell["id"] for cell in json.loads(notebook(CELLS * 60, "t"))["cells"]}) == 241


def test_the_script_holds_the_same_cells_as_the_notebook() -> None:
    from_script = jupytext.reads(python_script(CELLS, "为什么变化").decode(), fmt="py:percent")
    from_book = nbformat.reads(notebook(CELLS, "为什么变化").decode(), as_version=4)
    assert [(one.cell_type, one.source) for one in from_script.cells] == [(one.cell_type, one.source) for one in from_book.cells]
    assert from_script.metadata.kernelspec.name == "python3"


def test_the_script_runs_as_it_is() -> None:
    names: dict[str, object] = {}
    exec(compile(python_script(CELLS, "t"), "script", "exec"), names)
    assert (names["site"], names["n"]) == ('"); import os', 3)


def test_hostile_names_in_titles_and_words_begin_no_cell() -> None:
    cells = (*(Markdown(f"{plain(value)}") for value in HOSTILE), *(given(site=value) for value in HOSTILE))
    book = jupytext.reads(python_script(cells, HOSTILE[7]).decode(), fmt="py:percent")
    assert [cell.cell_type for cell in book.cells] == ["markdown"] * (1 + len(HOSTILE)) + ["code"] * len(HOSTILE)
    assert len(nbformat.reads(notebook(cells, HOSTILE[11]).decode(), as_version=4).cells) == 1 + 2 * len(HOSTILE)


@pytest.mark.parametrize("cell", [Markdown("words\n%% more"), Code("x = 1\n# %%\ny = 2"), Code("#%% [markdown]")])
def test_a_line_that_would_begin_another_cell_is_refused(cell: Cell) -> None:
    for write in (notebook, python_script):
        with pytest.raises(ValueError, match="begin another cell"):
            write([cell], "t")
