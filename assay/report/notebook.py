"""Notebooks and scripts with which a person goes on where a page ends, written as values: no tool of Jupyter is needed for it.

Values get into a cell through `literal` and words through `plain` only, so that no name in the data is ever run or marked up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_SCRIPT_HEAD = """\
# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---
"""
_WIDTH = 100  # characters of a value that stays on one line
_SEPARATOR, _SEPARATOR_TO_BE = re.compile(r"\s*#\s*%%"), re.compile(r"\s*%%")  # Markdown becomes a comment
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~$&])")


@dataclass(frozen=True, slots=True)
class Markdown:
    """Words between the cells that run."""

    source: str


@dataclass(frozen=True, slots=True)
class Code:
    """Python that runs in Jupyter and as a script: no magics."""

    source: str


Cell = Markdown | Code


def notebook(cells: Sequence[Cell], title: str) -> bytes:
    """The cells under their title as .ipynb: nbformat 4.5, not run yet. Equal cells give equal bytes.

    Source: nbformat.readthedocs.io, "The Jupyter Notebook format". Raises ValueError where `python_script` does.
    """
    _refuse_separators(cells)
    book = {
        "cells": [_cell(cell, number) for number, cell in enumerate(_titled(cells, title))],
        "metadata": {"kernelspec": _KERNEL, "language_info": {"name": "python"}, "title": title},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(book, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def python_script(cells: Sequence[Cell], title: str) -> bytes:
    """The same cells as a Python script in the percent format of Jupytext, in UTF-8.

    Raises ValueError for a line that would begin another cell.
    """
    _refuse_separators(cells)
    parts = [_SCRIPT_HEAD, *(_scripted(cell) for cell in _titled(cells, title))]
    return "\n".join(parts).encode("utf-8", "replace")


def given(**values: object) -> Code:
    """A cell that gives each name its value, for what `literal` takes."""
    return Code("\n".join(f"{name} = {literal(value)}" for name, value in values.items()))


def literal(value: object) -> str:
    """The value as Python source that evaluates to it and does nothing else.

    Takes None, truth values, finite numbers, text, and tuples, lists and mappings of them; lists become tuples. Raises TypeError
    for anything else, ValueError for a number that is not finite.
    """
    match value:
        case None | bool():
            return repr(value)
        # The classes' own repr: a subclass may write anything.
        case str():
            return str.__repr__(value)
        case int():
            return int.__repr__(value)
        case float() if isfinite(value):
            return float.__repr__(value)
        case float():
            raise ValueError(f"{value} has no source that says it")
        case tuple() | list():
            return _within("(", [literal(one) for one in value], ")", "," if len(value) == 1 else "")
        case Mapping():
            return _within("{", [f"{literal(key)}: {literal(one)}" for key, one in value.items()], "}", "")
    raise TypeError(f"no value for a notebook: {type(value).__name__}")


def plain(words: str) -> str:
    """Words for a Markdown cell that are shown as they are, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(words.split())).replace("%%", r"%\%")


def _within(opening: str, parts: Iterable[str], closing: str, last: str) -> str:
    listed = list(parts)
    line = f"{opening}{', '.join(listed)}{last}{closing}"
    if len(line) <= _WIDTH:
        return line
    rows = "".join(f"    {row},\n" for part in listed for row in [part.replace("\n", "\n    ")])
    return f"{opening}\n{rows}{closing}"


def _titled(cells: Sequence[Cell], title: str) -> tuple[Cell, ...]:
    return (Markdown(f"# {plain(title)}"), *cells)


def _cell(cell: Cell, number: int) -> dict[str, object]:
    shared = {"id": f"cell-{number:02}", "metadata": {}, "source": cell.source.splitlines(keepends=True)}
    if isinstance(cell, Markdown):
        return {"cell_type": "markdown", **shared}
    return {"cell_type": "code", "execution_count": None, "outputs": [], **shared}


def _scripted(cell: Cell) -> str:
    if isinstance(cell, Code):
        return f"# %%\n{cell.source}\n"
    lines = (f"# {line}".rstrip() for line in cell.source.splitlines())
    return "\n".join(("# %% [markdown]", *lines, ""))


def _refuse_separators(cells: Iterable[Cell]) -> None:
    """What parts cells in a script must not stand inside one."""
    for cell in cells:
        mark = _SEPARATOR if isinstance(cell, Code) else _SEPARATOR_TO_BE
        if any(mark.match(line) for line in cell.source.splitlines()):
            raise ValueError(f"a line would begin another cell: {cell.source!r}")
