"""A workbook of quarantined rows as it came back: which sheets have such rows, and which line of which file each row is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import polars as pl

from assay.checks import ROW
from assay.contracts import contract
from assay.warehouse.connect import Connection
from pipelines.building.known import KNOWN
from pipelines.mappings.mapping import DATES, MOMENTS, Mapping, applying, plain
from pipelines.reading.encoding import Bytes
from pipelines.reading.read import Sheet, read, sheets

KEY = "assay_line"
"""The column that says which refused line a row is: source_file_id, a colon, source_row. What stands left of it is for people."""
FILE, LINE = "origin_file", "origin_row"
_RAW = "line"


@dataclass(frozen=True, slots=True)
class Returned:
    """Rows of one sheet for one table under one mapping. `sheet` has the original headers and the workbook's lines; `origins` says
    by line what they are: origin_file, origin_row, load_id, name, file_sheet."""

    title: str
    mapping: Mapping
    sheet: Sheet
    origins: pl.DataFrame


def waiting(connection: Connection) -> pl.DataFrame:
    """Every row in quarantine: origin_file, origin_row, load_id, table_name, and the name and sheet of its file."""
    return connection.sql(
        f"select q.source_file_id as {FILE}, q.source_row as {LINE}, q.load_id, q.table_name, f.name, f.sheet as file_sheet"
        f" from {KNOWN}.quarantine as q"
        f" join (select distinct source_file_id, name, sheet from {KNOWN}.files) as f on f.source_file_id = q.source_file_id"
    ).pl()


def returned(path: Path, seen: Bytes, folder: Path, known: pl.DataFrame, mappings: Sequence[Mapping]) -> Iterator[Returned]:
    """The rows of the workbook that wait in quarantine; sheets without the key are passed over. Raises Refused where it does not
    open as a workbook or a table."""
    for name in sheets(path, seen):
        sheet = read(path, seen, name, folder)
        if KEY in sheet.headers:
            yield from _of_sheet(name or path.name, sheet, known, mappings)


def _of_sheet(title: str, sheet: Sheet, known: pl.DataFrame, mappings: Sequence[Mapping]) -> Iterator[Returned]:
    origins = _origins(sheet, known)
    files = origins.select("table_name", "name", "file_sheet").unique().sort("table_name", "name", "file_sheet", nulls_last=True)
    headers = sheet.headers[sheet.headers.index(KEY) + 1 :]
    by_mapping: dict[int, tuple[Mapping, list[pl.DataFrame]]] = {}
    for table, name, inner in files.iter_rows():
        mapping = _mapping(table, name, inner, headers, mappings)
        own = origins.filter(pl.col("table_name") == table, pl.col("name") == name, pl.col("file_sheet").eq_missing(inner))
        by_mapping.setdefault(id(mapping) if mapping.origin else hash(table), (mapping, []))[1].append(own)
    for number, (mapping, parts) in enumerate(by_mapping.values(), 1):
        own = pl.concat(parts).sort(ROW)
        yield Returned(title if number == 1 else f"{title} {number}", _widened(mapping), _only(sheet, headers, own, mapping), own)


def _origins(sheet: Sheet, known: pl.DataFrame) -> pl.DataFrame:
    """By line of the workbook, the refused line that it is; of several rows for one line the last."""
    parts = pl.col(KEY).str.strip_chars().str.split_exact(":", 1)
    keyed = sheet.rows.select(
        pl.col(ROW),
        parts.struct.field("field_0").alias(FILE),
        parts.struct.field("field_1").cast(pl.Int64, strict=False).alias(LINE),
    ).collect()
    return keyed.join(known, on=[FILE, LINE], how="inner").sort(ROW).unique([FILE, LINE], keep="last", maintain_order=True)


def _mapping(table: str, name: str, inner: str | None, headers: Sequence[str], mappings: Sequence[Mapping]) -> Mapping:
    """The mapping under which the file came in; without one, headers are the table's own."""
    fitting = applying(mappings, PurePosixPath(name).name, inner).get(table, ())
    if fitting:
        return fitting[0]
    return next((m for m in (plain(headers),) if m and m.table == table), Mapping("", table))


def _widened(mapping: Mapping) -> Mapping:
    """What a person types into a spreadsheet comes out in ISO form, whatever the company's own form is."""
    return replace(mapping, dates=tuple(dict.fromkeys((*mapping.dates, *DATES))),
                   moments=tuple(dict.fromkeys((*mapping.moments, *MOMENTS))))


def _only(sheet: Sheet, headers: tuple[str, ...], own: pl.DataFrame, mapping: Mapping) -> Sheet:
    """The sheet with the original columns and these rows alone. The text of a line that was no record is there to read from."""
    given = tuple(column.name for column in contract(mapping.table).given)
    shown = headers[1:] if headers[:1] == (_RAW,) and set(headers[1:]) == set(given) else headers
    rows = sheet.rows.filter(pl.col(ROW).is_in(own[ROW].to_list())).select(ROW, *shown)
    # A character that could not be read stands as U+FFFD in the quarantine, and is no better for having gone through a workbook.
    return Sheet(shown, rows, own.height, is_misread=True)
