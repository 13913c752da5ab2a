"""Text and cells on disk: CSV in an encoding, with lines of another where wanted; one sheet of a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl
import xlsxwriter

from assay.simulate.forms import Form
from assay.simulate.timeline import Array

_OTHER_ENCODING = "gb18030"
_FORMATS = {pl.Date: "yyyy-mm-dd", pl.Datetime: "yyyy-mm-dd hh:mm:ss", pl.Float64: "General", pl.Int64: "General"}


def put_csv(texts: pl.DataFrame, is_misencoded: Array | None, path: Path, encoding: str) -> tuple[int, int]:
    """One CSV file; marked rows come last and in GB18030 whatever the rest is in. Returns one batch and its rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if is_misencoded is None or not is_misencoded.any():
        path.write_bytes(_csv(texts, True).encode(encoding))
        return 1, len(texts)
    marked = pl.Series(is_misencoded)
    path.write_bytes(_csv(texts.filter(~marked), True).encode(encoding) + _csv(texts.filter(marked), False).encode(_OTHER_ENCODING))
    return 1, len(texts)


def _csv(texts: pl.DataFrame, has_header: bool) -> str:
    return texts.write_csv(include_header=has_header)


def put_sheet(book: xlsxwriter.Workbook, cells: pl.DataFrame, form: Form, raw: Iterable[tuple[int, str, str]]) -> int:
    """One sheet with a header; `raw` puts text over cells (row, our column, text). Returns the rows written."""
    sheet = book.add_worksheet(form.sheet)
    cells.write_excel(book, sheet, dtype_formats=_FORMATS, table_style="Table Style Light 1")
    for row, column, text in raw:
        sheet.write_string(row + 1, cells.columns.index(form.theirs(column)), text)
    return len(cells)
