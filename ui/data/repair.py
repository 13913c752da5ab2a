"""The rows in quarantine as a workbook that can be repaired and brought back."""

from __future__ import annotations

import json

import polars as pl

from assay.contracts import contract
from assay.contracts.reasons import meaning
from ui import download
from ui.data import read as data_read
from ui.data import words
from ui.reading import Reading

FILE, ROW = "source_file_id", "source_row"
KEY = "assay_line"
LINE = ("line",)
"""The one header of a line that was no record."""
_CELL = 32_767
"""As many characters as a cell of Excel holds."""
Form = tuple[str, tuple[str, ...]]


def workbook(now: Reading) -> bytes:
    """A sheet per table, and per form of it where files of one table had different headers.

    The reasons in words, the file, the key `assay_line` (source_file_id, a colon, source_row), and right of it the original columns
    as text. A line that was no record comes as it was, with the columns of the table to fill in.
    """
    rows = data_read.quarantined(now.version, now.scope, now.members)
    why = _why(data_read.reasons(now.version, now.scope, now.members), now)
    told = _with_form(rows.join(why, on=[FILE, ROW], how="left", maintain_order="left"))
    counted = told.group_by("table_name", "form", maintain_order=True).agg(pl.len())
    forms = counted.sort("table_name", "len", "form", descending=[False, True, False])
    made: dict[str, pl.DataFrame] = {}
    for table, form, _ in forms.iter_rows():
        own = told.filter(pl.col("table_name") == table, pl.col("form") == form)
        number = sum(name.partition(" ")[0] == table for name in made) + 1
        made[table if number == 1 else f"{table} {number}"] = _sheet(own, table, tuple(json.loads(form)), now)
    return download.workbook(made)


def _why(reasons: pl.DataFrame, now: Reading) -> pl.DataFrame:
    kinds = reasons.select("table_name", "reason", "columns").unique(maintain_order=True)
    said = [meaning(*kind)(now.language) for kind in kinds.iter_rows()]
    worded = reasons.join(kinds.with_columns(pl.Series("said", said, dtype=pl.String)), on=kinds.columns, how="left")
    return worded.group_by(FILE, ROW).agg(pl.col("said").str.join("; ").alias("why")).sort(FILE, ROW)


def _with_form(rows: pl.DataFrame) -> pl.DataFrame:
    """With `form`, the headers of the record as JSON: those of its file, unless it is a line that was no record."""
    is_line = pl.col("record").str.starts_with('{"line":').alias("is_line")
    first = rows.group_by(FILE, is_line, maintain_order=True).agg(pl.col("record").first())
    headers = [json.dumps(list(json.loads(record))) for record in first["record"]]
    forms = first.drop("record").with_columns(pl.Series("form", headers, dtype=pl.String))
    return rows.with_columns(is_line).join(forms, on=[FILE, "is_line"], how="left", maintain_order="left")


def _sheet(rows: pl.DataFrame, table: str, headers: tuple[str, ...], now: Reading) -> pl.DataFrame:
    missing = [column.name for column in contract(table).given] if headers == LINE else []
    reason, file = (_own(now(label), (*headers, *missing)) for label in (words.REASON_SHEET, words.FILE))
    key = pl.format("{}:{}", FILE, ROW).alias(KEY)
    record = pl.col("record").str.json_decode(pl.Struct(dict.fromkeys(headers, pl.String())))
    texts = rows.select(record.alias("record")).unnest("record").with_columns(pl.all().str.slice(0, _CELL))
    empty = (pl.lit(None, dtype=pl.String).alias(name) for name in missing if name not in headers)
    return rows.select(pl.col("why").alias(reason), _file().alias(file), key).hstack(texts.with_columns(*empty))


def _own(label: str, headers: tuple[str, ...]) -> str:
    """A heading of ours that no column of the file has."""
    return f"{label} (Assay)" if label in headers else label


def _file() -> pl.Expr:
    return pl.when(pl.col("sheet").is_null()).then(pl.col("name")).otherwise(pl.format("{} [{}]", "name", "sheet"))
