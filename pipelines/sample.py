"""The head of a file as columns of text, whatever its size: enough to see what it is."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from pipelines.reading import read
from pipelines.reading.encoding import Bytes, look
from pipelines.refusal import EMPTY, UNREADABLE, Refused
from pipelines.suggestions import synonyms

HEAD = 4 << 20
ROWS = 5_000
SHEETS = 30
_VALUES, _COLUMNS = 200, 300


@dataclass(frozen=True, slots=True)
class Sample:
    """The head of a table, each column as trimmed text."""

    name: str
    sheet: str | None
    encoding: str | None
    headers: tuple[str, ...]
    rows: pl.DataFrame
    seen: dict[str, pl.Series] = field(default_factory=dict)

    def values(self, header: str) -> pl.Series:
        """Up to 200 different values of the column, the most frequent first; marks of nothing are none."""
        if header not in self.seen:
            self.seen[header] = _different(self.rows.get_column(header))
        return self.seen[header]

    def nothing(self) -> list[str]:
        """The marks that stand where there is nothing, in the first 300 columns."""
        texts = (self.rows.get_column(header) for header in self.headers[:_COLUMNS])
        return sorted({mark for text in texts for mark in text.filter(_is_nothing(text)).unique()})


def samples(path: Path, sheet: str | None = None) -> Iterator[Sample]:
    """The sheet of a workbook, or every sheet that has any rows, at most 30; the one table of any other file.

    Raises Refused where the file cannot be read, has nothing in it, or has no such sheet.
    """
    with tempfile.TemporaryDirectory() as folder:
        head, seen = _head(path, Path(folder))
        if not seen.size:
            raise Refused(EMPTY)
        there = read.sheets(head, seen)
        if sheet is not None and sheet not in there:
            raise Refused(UNREADABLE, why=f"{sheet}: {', '.join(name or '' for name in there)}")
        found = [made for name in ([sheet] if sheet else there[:SHEETS]) if (made := _sample(path, head, seen, name, Path(folder)))]
    if not found:
        raise Refused(EMPTY)
    yield from found


def _head(path: Path, folder: Path) -> tuple[Path, Bytes]:
    """A copy of the whole lines at the beginning of a text file; the file itself where it is a workbook or Parquet."""
    with path.open("rb") as file:
        begin = file.read(HEAD)
    copy = folder / "head"
    copy.write_bytes(begin if len(begin) < HEAD else begin[:begin.rfind(b"\n") + 1] or begin)
    seen = look(copy)
    return (copy, seen) if seen.kind == "text" else (path, seen)


def _sample(path: Path, head: Path, seen: Bytes, sheet: str | None, folder: Path) -> Sample | None:
    """None where the sheet has no headers; a sheet of a workbook that is all empty is no error."""
    try:
        table = read.read(head, seen, sheet, folder)
        rows = table.rows.head(ROWS).collect()
    except pl.exceptions.ComputeError as error:
        raise Refused(UNREADABLE, why=str(error).splitlines()[0]) from error
    except Refused as refused:
        if sheet is None or refused.text.en != EMPTY.en:
            raise
        return None
    trimmed = rows.select(pl.col(table.headers).str.strip_chars())
    return Sample(path.name, sheet, table.encoding, table.headers, trimmed)


def _is_nothing(text: pl.Series) -> pl.Series:
    return text.str.to_lowercase().is_in(list(synonyms.nothing()))


def _different(text: pl.Series) -> pl.Series:
    kept = text.filter(text.is_not_null() & (text != "") & ~_is_nothing(text)).alias("value")
    return kept.value_counts(name="count").sort(["count", "value"], descending=[True, False]).get_column("value").head(_VALUES)
