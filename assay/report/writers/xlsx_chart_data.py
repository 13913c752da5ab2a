"""The numbers of a chart on a sheet, from where Excel draws them: whoever changes one there changes the chart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from assay.report.form import Value
from assay.report.writers.native import Native, Series
from assay.report.writers.xlsx_book import HEAD, HEADING, Book, put, quoted
from assay.text import Language, Text

What = Literal["x", "values", "lows", "highs", "minus", "plus", "texts", "names"]
_TITLES: Mapping[What, Text] = {
    "x": Text("横轴", "x"), "lows": Text("区间下限", "Interval from"), "highs": Text("区间上限", "Interval to"),
    "minus": Text("向下", "Down"), "plus": Text("向上", "Up"), "texts": Text("标注", "Label"), "names": Text("点", "Point"),
}  # fmt: skip
_HEADS = 2  # rows over the numbers


@dataclass(frozen=True, slots=True)
class Block:
    """Where the numbers of one chart stand: the first row of the block, how many rows, and the column of each row of numbers.
    Categories are column 0."""

    sheet: str
    row: int
    count: int
    columns: Mapping[tuple[int, What], int]

    @property
    def end(self) -> int:
        """The first row after it."""
        return self.row + _HEADS + self.count

    def cell(self, at: int, column: int) -> str:
        """A reference to one cell, `at` rows under the first one."""
        return f"={quoted(self.sheet)}!{xl_rowcol_to_cell(self.row + at, column, row_abs=True, col_abs=True)}"

    def numbers(self, column: int, count: int) -> str:
        """A reference to a column of `count` numbers."""
        first = self.row + _HEADS
        return f"={quoted(self.sheet)}!{xl_range_abs(first, column, first + count - 1, column)}"

    def text(self, series: int, at: int) -> str:
        """A reference to the words beside one value."""
        return self.cell(_HEADS + at, self.columns[series, "texts"])


def write_data(
    book: Book, page: Worksheet, row: int, title: str, found: Native, series: Sequence[Series], language: Language
) -> Block:
    """Title and axis title, then headings, then a row a category, or a row a point. Missing is an empty cell."""
    put(page, row, 0, title, book.look(HEADING))
    put(page, row, 1, found.value.title, book.look(HEADING))
    put(page, row + 1, 0, found.across.title, book.look(HEAD))
    for at, category in enumerate(found.categories):
        put(page, row + _HEADS + at, 0, category, book.look())
    columns: dict[tuple[int, What], int] = {}
    for number, one in enumerate(series):
        for what, values in _columns(one):
            column = columns[number, what] = 1 + len(columns)
            put(page, row + 1, column, one.name if what == "values" else _TITLES[what](language), book.look(HEAD))
            for at, value in enumerate(values):
                _number(page, row + _HEADS + at, column, value, book)
    return Block(page.get_name(), row, max((len(one.values) for one in series), default=0), columns)


def _number(page: Worksheet, row: int, column: int, value: Value, book: Book) -> None:
    """XlsxWriter hands a formatted empty cell to the chart as a zero: what is missing must not be written at all."""
    if value is not None and value != "":
        put(page, row, column, value, book.look())


def _columns(one: Series) -> Iterator[tuple[What, Sequence[Value]]]:
    if any(one.names):
        yield "names", one.names
    if one.xs:
        yield "x", one.xs
    yield "values", one.values
    if one.reach is not None:
        yield "lows", one.reach.lows
        yield "highs", one.reach.highs
        yield "minus", one.reach.minus
        yield "plus", one.reach.plus
    if any(one.texts):
        yield "texts", one.texts
