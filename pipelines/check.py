"""What a load of some files would do, without doing it: everything up to publishing, in a scratch that is thrown away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from assay.checks import ROW
from assay.warehouse.connect import scratch
from assay.warehouse.folder import current
from pipelines.building import known, records
from pipelines.load import Bench, take_each
from pipelines.mappings.mapping import Mapping
from pipelines.outcome import Load
from pipelines.progress import Begun, Tell, silent
from pipelines.reading.find import Arrival, Names, find
from pipelines.reading.read import read
from pipelines.refusal import Refused

_FIRST = 5
_LONGEST = 120


def check(
    paths: Iterable[Path],
    home: Path,
    mappings: Sequence[Mapping],
    now: datetime,
    again: bool = False,
    tell: Tell = silent,
    names: Names | None = None,
) -> Load:
    """Find → read → map → tidy → stage → validate → split, against the published warehouse and the files before it in the list.

    Takes no lock and publishes nothing; arguments and errors are those of `load`.
    """
    with TemporaryDirectory(prefix="assay-check-") as made, scratch(Path(made)) as connection:
        known.lay_out(connection, current(home))
        bench = Bench(connection, Path(made), records.new_load_id(connection, now), now, tell)
        with bench.step("find"):
            arrivals = find(paths, mappings, names)
            tell(Begun(len(arrivals), sum(arrival.size for arrival in arrivals)))
        return Load(bench.load_id, take_each(bench, arrivals, again), dict(bench.seconds), None, None)


@dataclass(frozen=True, slots=True)
class Preview:
    """The headers of a file and its first rows as text, each with its line."""

    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str | None, ...]], ...]


def preview(arrival: Arrival) -> Preview | None:
    """What a person sees on opening the file; None where it cannot be opened as a table."""
    mapping = arrival.mapping
    named, delimiter = (mapping.encoding, mapping.delimiter) if mapping else (None, None)
    try:
        with TemporaryDirectory(prefix="assay-preview-") as made:
            sheet = read(arrival.path, arrival.seen, arrival.sheet, Path(made), named, delimiter)
            first = sheet.rows.head(_FIRST).with_columns(pl.col(*sheet.headers).str.slice(0, _LONGEST)).collect()
    except (Refused, pl.exceptions.ComputeError):
        return None
    return Preview(sheet.headers, tuple((row[0], row[1:]) for row in first.select(ROW, *sheet.headers).iter_rows()))
