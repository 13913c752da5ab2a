"""How broad the columns of a table are on paper."""

from __future__ import annotations

from collections.abc import Sequence

from assay.report.document import Cell, Marked, Table
from assay.report.form import Form, Quantity, breadth, written

_SHORT, _LONG, _AT_MOST = 0.12, 0.28, 0.6
"""Of the letters of a room: what is short and what is long in a column, and the most that a long one gets."""
_NEARLY = 1.1
_ICON, _INSET, _LEAST = 3, 2, 10  # letters: of an icon, of the room around a cell, and the least of a column of long texts


def shares(table: Table, letters: int) -> list[int | None]:
    """The share of each column, of a table as broad as so many letters; None is what the column needs.

    Where there is room, long texts share what the others leave them by their length. Where there is none, headings are broken at
    their words, and every column has its share.
    """
    cells = [_cells(table, at) for at in range(len(table.columns))]
    whole = [max(cell, breadth(column.title)) for cell, column in zip(cells, table.columns, strict=True)]
    if sum(whole) + _INSET * len(whole) <= letters:
        return _roomy(table, [min(int(_AT_MOST * letters), need) for need in whole], letters)
    broken = [max(cell, _longest_word(column.title)) for cell, column in zip(cells, table.columns, strict=True)]
    return _crowded(table, [need + _INSET for need in broken], letters)


def _roomy(table: Table, needs: Sequence[int], letters: int) -> list[int | None]:
    found = [need if need > _LONG * letters else None for need in needs]
    return found if any(found) else [1, *found[1:]]


def _crowded(table: Table, needs: Sequence[int], letters: int) -> list[int | None]:
    """Where little is missing, all are short of it alike: needs are estimates. Else short ones get what they need."""
    if sum(needs) <= _NEARLY * letters:
        return [*needs]
    limits = [max(_LEAST, letters * (_SHORT if column.alignment == "left" else _LONG)) for column in table.columns]
    long = [need > limit for need, limit in zip(needs, limits, strict=True)]
    left = letters - sum(need for need, is_long in zip(needs, long, strict=True) if not is_long)
    wanted = sum(need for need, is_long in zip(needs, long, strict=True) if is_long)
    return [
        max(min(_LEAST, need), min(need, round(left * need / wanted))) if is_long else need
        for need, is_long in zip(needs, long, strict=True)
    ]


def _cells(table: Table, at: int) -> int:
    """How many letters the longest cell of a column takes."""
    return max((_letters(row[at], table.columns[at].form) for row in table.lines), default=0)


def _letters(cell: Cell, form: Form) -> int:
    match cell:
        case Marked(icons, text):
            return breadth(text) + _ICON * len(icons)
        case Quantity(value, own):
            return breadth(written(value, own))
    return breadth(written(cell, form))


def _longest_word(title: str) -> int:
    """Chinese may be broken between any two characters, but hardly into single ones."""
    return max((breadth(word) if word.isascii() else min(breadth(word), 8) for word in title.split()), default=0)
