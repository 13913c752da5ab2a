"""A file as rows of text, with the line on which each begins as a person sees it: the header is line 1 and the first record line 2.

A quoted record over several lines counts by its first; in a workbook the line is the row of the sheet; in Parquet it is the number
of the record plus one.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

from assay.checks import ROW
from pipelines.reading import lines
from pipelines.reading.encoding import BLOCK, Bytes, encoding
from pipelines.reading.lines import Broken, Header
from pipelines.refusal import EMPTY, ENDLESS, LOCKED, TOO_LARGE, TOO_WIDE, UNREADABLE, Refused

UNPACKED = 1 << 30
MOST_COLUMNS = 1_000  # Polars takes minutes to plan one condition over ten thousand columns
_MISREAD = "\ufffd"
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # the stream of an OLE container that holds a workbook with a password


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of text as it came: `rows` has `source_row` and one text column a header, nothing trimmed; empty cells are null.

    `height` counts the rows. `broken` are the lines that are no records. `is_misread` says that some bytes did not fit the encoding
    and stand as U+FFFD. `cut_at` is the line on which a text file stops in the middle of a record.
    """

    headers: tuple[str, ...]
    rows: pl.LazyFrame
    height: int
    encoding: str | None = None
    broken: tuple[Broken, ...] = ()
    is_misread: bool = False
    cut_at: int | None = None


def sheets(path: Path, seen: Bytes) -> tuple[str | None, ...]:
    """The names of the sheets of a workbook; one None for other files. Raises Refused for what nobody could have meant as a table:
    a workbook that does not open or does not unpack to what it says, a line without end."""
    if seen.kind == "text" and seen.has_endless_line:
        raise Refused(ENDLESS, limit=f"{BLOCK >> 20} MB")
    if seen.kind != "workbook":
        return (None,)
    _check_packing(path)
    return tuple(_workbook(path).sheet_names)


def _check_packing(path: Path) -> None:
    """A workbook is an archive: how much it unpacks to is found out in small pieces, before anything is unpacked into memory."""
    if not zipfile.is_zipfile(path):
        if _LOCKED in path.read_bytes():
            raise Refused(LOCKED)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > UNPACKED:
                raise Refused(TOO_LARGE, limit=f"{UNPACKED >> 30} GB")
            false = archive.testzip()  # reads no further than the size that a member owns up to
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Refused(UNREADABLE, why=_first_line(error)) from error
    if false:
        raise Refused(UNREADABLE, why=false)


def headers(path: Path, seen: Bytes, sheet: str | None, named: str | None = None, delimiter: str | None = None) -> tuple[str, ...]:
    """The headers alone; none where there is nothing in it. Raises Refused where there are more than any table has."""
    match seen.kind:
        case "workbook":
            return _not_too_many(_header_row(_cells(path, sheet or ""))[1])
        case "parquet":
            return _not_too_many(lines.unique(_parquet(path).collect_schema().names()))
        case "text":
            found = lines.header(path, named or encoding(path, seen), delimiter)
            return _not_too_many(found.names) if found else ()


def _not_too_many(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) > MOST_COLUMNS:
        raise Refused(TOO_WIDE, columns=len(names), limit=MOST_COLUMNS)
    return names


def read(path: Path, seen: Bytes, sheet: str | None, folder: Path, named: str | None = None, delimiter: str | None = None) -> Sheet:
    """The file, or one sheet of it. `named` is the encoding where it is known; `folder` takes a copy where the file needs mending.

    Raises Refused where it is empty or cannot be read.
    """
    match seen.kind:
        case "workbook":
            return _of_workbook(_cells(path, sheet or ""))
        case "parquet":
            return _of_parquet(path)
        case "text":
            return _of_text(path, seen, folder, named or encoding(path, seen), delimiter)


def _of_text(path: Path, seen: Bytes, folder: Path, name: str, delimiter: str | None) -> Sheet:
    try:
        head = lines.header(path, name, delimiter)
    except LookupError as error:
        raise Refused(UNREADABLE, why=str(error)) from error
    if head is None:
        raise Refused(EMPTY)
    _not_too_many(head.names)
    height = lines.count(path, head) if seen.is_utf8 and seen.has_plain_ends and name.startswith("utf-8") else None
    if height is None:
        return _mended(path, folder, name, head)
    rows = _scan(path, head, skip_lines=head.line, row_index_name=ROW, row_index_offset=head.line + 1)
    return Sheet(head.names, _counted(rows), height, name)


def _mended(path: Path, folder: Path, name: str, head: Header) -> Sheet:
    """By way of a copy in UTF-8 that has only whole records, each after the number of its line."""
    copy, broken, height, is_misread, open_since = folder / "records.csv", [], 0, False, None
    with (
        path.open(encoding=name, errors="replace", newline=None) as source,
        copy.open("w", encoding="utf-8", newline="\n") as target,
    ):
        for record in lines.records(_after(head, source), head):
            if isinstance(record, Broken):
                broken.append(record)
                open_since = open_since or record.source_row
                continue
            height, open_since = height + 1, None
            is_misread = is_misread or _MISREAD in record[1]
            target.write(f"{record[0]}{head.delimiter}{record[1]}\n")
    rows = _scan(copy, Header((ROW, *head.names), head.delimiter, 0)) if height else _none(head.names)
    return Sheet(head.names, _counted(rows), height, name, tuple(broken), is_misread, None if _is_ended(path) else open_since)


def _is_ended(path: Path) -> bool:
    """Whether the last line has its end."""
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() in (b"\n", b"\r", b"\0")  # in UTF-16 the second byte of the end of a line is a zero


def _counted(rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.with_columns(pl.col(ROW).cast(pl.Int64))


def _after(head: Header, source: Iterator[str]) -> Iterator[str]:
    for number, line in enumerate(source, 1):
        if number > head.line:
            yield line.rstrip("\r\n")


def _scan(path: Path, head: Header, **options: object) -> pl.LazyFrame:
    schema = dict.fromkeys(head.names, pl.String())
    return pl.scan_csv(path, has_header=False, separator=head.delimiter, schema=schema, glob=False, **options)  # type: ignore[arg-type]


def _none(names: tuple[str, ...]) -> pl.LazyFrame:
    return pl.LazyFrame(schema=dict.fromkeys((ROW, *names), pl.String()))


def _workbook(path: Path) -> fastexcel.ExcelReader:
    try:
        return fastexcel.read_excel(path.read_bytes())  # by path, the name would have to fit the content
    except fastexcel.FastExcelError as error:
        raise Refused(UNREADABLE, why=_first_line(error)) from error


def _cells(path: Path, sheet: str) -> pl.DataFrame:
    """Every cell as text, from the first row of the sheet on; dates and moments in ISO form, whole numbers without a point."""
    try:
        return _workbook(path).load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()
    except fastexcel.FastExcelError as error:
        raise Refused(UNREADABLE, why=_first_line(error)) from error


def _header_row(cells: pl.DataFrame) -> tuple[int, tuple[str, ...]]:
    """The position and the names of the first row with anything in it; none where all is empty."""
    filled = cells.select(pl.any_horizontal(pl.all().is_not_null())).to_series() if cells.width else pl.Series([], dtype=pl.Boolean)
    if not filled.any():
        return 0, ()
    at = filled.arg_max() or 0
    return at, lines.unique([cell or "" for cell in cells.row(at)])


def _of_workbook(cells: pl.DataFrame) -> Sheet:
    at, names = _header_row(cells)
    if not _not_too_many(names):
        raise Refused(EMPTY)
    below = cells.slice(at + 1)
    below.columns = list(names)
    return Sheet(names, _counted(below.lazy().with_row_index(ROW, offset=at + 2)), below.height)


def _parquet(path: Path) -> pl.LazyFrame:
    """The columns that hold one value a row; lists and structures have no place in a table of text."""
    try:
        scan = pl.scan_parquet(path, glob=False)
        schema = scan.collect_schema()
    except (pl.exceptions.ComputeError, OSError) as error:
        raise Refused(UNREADABLE, why=_first_line(error)) from error
    return scan.select(name for name, type_ in schema.items() if not type_.is_nested())


def _of_parquet(path: Path) -> Sheet:
    scan = _parquet(path)
    schema = scan.collect_schema()
    names = _not_too_many(lines.unique(list(schema)))
    texts = (_as_text(name, type_).alias(new) for new, (name, type_) in zip(names, schema.items(), strict=True))
    rows = scan.select(texts).with_row_index(ROW, offset=2)
    return Sheet(names, _counted(rows), scan.select(pl.len()).collect().item())


def _as_text(name: str, type_: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(type_, pl.Datetime):
        return column.dt.strftime("%Y-%m-%d %H:%M:%S%.f" + ("%z" if type_.time_zone else ""))
    return column.bin.decode("utf8", strict=False) if type_ == pl.Binary else column.cast(pl.String)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200]
