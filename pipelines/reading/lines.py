"""The lines of a delimited text file: which are records, which are broken, and at which line of the file each record begins."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from assay.checks import ROW

DELIMITERS = (",", ";", "\t")
ROWS_OF_A_RECORD = 1000  # a quoted record that is still open after so many lines is taken for a stray quotation mark
_WIDE = 200  # the pattern of a wider record outgrows what Polars compiles
_LONG_CELL = 1 << 27  # the csv module's own limit would refuse a header beside one giant cell


@dataclass(frozen=True, slots=True)
class Header:
    """The first line that is not blank: the names as written, made unique, and on which line of the file it ends."""

    names: tuple[str, ...]
    delimiter: str
    line: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is no record: its number, why, and the line as it came."""

    source_row: int
    reason: str
    line: str


def header(path: Path, encoding: str, delimiter: str | None) -> Header | None:
    """The header of the file; None where every line is blank."""
    csv.field_size_limit(_LONG_CELL)
    with path.open(encoding=encoding, errors="replace", newline=None) as file:
        blank = 0
        for line in file:
            if line.strip("\ufeff \t\r\n,;"):
                break
            blank += 1
        else:
            return None
        mark = delimiter or max(DELIMITERS, key=line.count)
        reader = csv.reader((line.lstrip("\ufeff"), *islice(file, ROWS_OF_A_RECORD)), delimiter=mark)
        names = next(reader)
        return Header(unique(names), mark, blank + reader.line_num)


def unique(names: list[str]) -> tuple[str, ...]:
    """Header names, trimmed; an empty, repeated or reserved one gets its position, so that no column is lost."""
    seen: dict[str, None] = {ROW: None}
    for position, name in enumerate(names, 1):
        clean = " ".join(name.split()) or f"#{position}"
        is_pattern = clean == "*" or (clean.startswith("^") and clean.endswith("$"))  # to Polars, several columns
        seen[f"{clean} #{position}" if clean in seen or is_pattern else clean] = None
    return tuple(seen)[1:]


def count(path: Path, header: Header) -> int | None:
    """How many records follow the header, where every line is one whole record of as many columns; else None.

    Says in one pass of Polars what `records` says line by line; for UTF-8 files. Where it gives a number, line and record agree.
    """
    columns, line = len(header.names), pl.col("line")
    has_quote = line.str.contains('"', literal=True)
    fits = line.str.count_matches(header.delimiter, literal=True) == columns - 1
    is_whole = line.str.contains(_record(header.delimiter, columns)) if columns <= _WIDE else pl.lit(False)
    lines = pl.scan_lines(path).slice(header.line)
    plain = lines.select(pl.len().alias("all"), (~has_quote & fits).sum().alias("plain")).collect()
    total = plain.item(0, "all")
    if total == plain.item(0, "plain"):
        return total
    others = lines.filter(has_quote | ~fits).filter(~has_quote | ~is_whole)
    return total if others.head(1).collect().is_empty() else None


def _record(delimiter: str, columns: int) -> str:
    """The pattern of a whole record: plain values without quotation marks, or quoted ones in which each is doubled."""
    mark = re.escape(delimiter)
    value = f'(?:[^"{mark}\\n]*|"[^"]*(?:""[^"]*)*")'
    return f"^{value}(?:{mark}{value}){{{columns - 1}}}$"


def records(lines: Iterable[str], header: Header) -> Iterator[tuple[int, str] | Broken]:
    """Each record after the header with the line on which it begins; each line that is none, as Broken. Blank lines are neither.

    `lines` are those after the header, without their ends.
    """
    columns, mark, whole = len(header.names), header.delimiter, re.compile(_record(header.delimiter, len(header.names)))
    ahead: deque[str] = deque()
    source = iter(lines)
    number = header.line
    while ahead or (line := next(source, None)) is not None:
        line = ahead.popleft() if ahead else line
        number += 1
        if '"' not in line:
            if line.count(mark) == columns - 1:
                yield number, line
            elif line.strip():
                yield Broken(number, "too_many_columns" if line.count(mark) >= columns else "too_few_columns", line)
        elif whole.match(line):
            yield number, line
        elif more := _closed_by(line, ahead, source, whole):
            yield number, "\n".join((line, *(ahead.popleft() for _ in range(more))))
            number += more
        else:
            yield Broken(number, _reason(line, mark, columns), line)


def _closed_by(line: str, ahead: deque[str], source: Iterator[str], whole: re.Pattern[str]) -> int:
    """How many of the following lines belong to the record that `line` opens with a quotation mark; 0 where it opens none."""
    if line.count('"') % 2 == 0:
        return 0
    for taken in range(1, ROWS_OF_A_RECORD):
        if len(ahead) < taken and (following := next(source, None)) is not None:
            ahead.append(following)
        if len(ahead) < taken:
            return 0
        if ahead[taken - 1].count('"') % 2 == 1:  # outside quotation marks again, so the record ends here or never was one
            return taken if whole.match("\n".join((line, *islice(ahead, taken)))) else 0
    return 0


def _reason(line: str, mark: str, columns: int) -> str:
    """Why a line with quotation marks is no record: their number is wrong, or they are right and the columns are not."""
    value = _record(mark, 1)[1:-1]
    found = re.compile(f"{value}(?:{re.escape(mark)}{value})*").fullmatch(line)
    if not found:
        return "broken_quote"
    return "too_many_columns" if len(next(csv.reader((line,), delimiter=mark))) > columns else "too_few_columns"
