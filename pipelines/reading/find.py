"""Which files came in, and what table each of them, or each sheet of a workbook, is for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from assay.contracts import SOURCES
from assay.text import Text
from pipelines.mappings.mapping import Mapping, applying, plain
from pipelines.mappings.titles import titled
from pipelines.reading.encoding import Bytes, look
from pipelines.reading.read import headers, sheets
from pipelines.refusal import AMBIGUOUS, EMPTY, NO_TABLE, REPAIRED, Refused
from pipelines.repairs.repair_book import KEY

_ORDER = {contract.table: place for place, contract in enumerate(SOURCES)}


Names = Table[Path, str]
"""What a file is called, by the path under which it lies."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file, or one sheet of a workbook, for one table. `name` is its path as given; with a `problem` it has no mapping."""

    path: Path
    name: str
    seen: Bytes
    sheet: str | None = None
    mapping: Mapping | None = None
    problem: Text | None = None

    @property
    def table(self) -> str | None:
        return self.mapping.table if self.mapping else None

    @property
    def size(self) -> int:
        return self.seen.size

    @property
    def content(self) -> tuple[str, str | None, str | None]:
        """What makes two arrivals the same: the bytes, the sheet, the table."""
        return (self.seen.sha256, self.sheet, self.table)

    @property
    def id(self) -> str:
        """The source_file_id: the same for the same content under the same name."""
        parts = (self.name, self.sheet or "", self.table or "", self.seen.sha256)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def find(paths: Iterable[Path], mappings: Sequence[Mapping], names: Names | None = None) -> list[Arrival]:
    """Everything below the paths, in the order in which it is let in: table by table as the contracts stand, then by name.

    Each file once, hidden ones not at all. What cannot be loaded comes first, with its problem. A sheet that no mapping names and
    that has the headers of no table is passed over where another sheet of its workbook is taken. Raises FileNotFoundError.
    """
    labels = names or {}
    found = {file.resolve(): (file, labels.get(file, name)) for path in paths for file, name in _files(path)}
    arrivals = [arrival for file, name in found.values() for arrival in _of_file(file, name, mappings)]
    return sorted(arrivals, key=lambda a: (_ORDER.get(a.table or "", -1), a.name, a.sheet or ""))


def _files(path: Path) -> Iterator[tuple[Path, str]]:
    if path.is_file():
        yield path, path.name
    elif path.is_dir():
        for file in sorted(path.rglob("*")):
            name = file.relative_to(path)
            if file.is_file() and not any(part.startswith((".", "~$")) for part in name.parts):
                yield file, name.as_posix()
    else:
        raise FileNotFoundError(path)


def _of_file(path: Path, name: str, mappings: Sequence[Mapping]) -> list[Arrival]:
    seen = look(path)
    try:
        if not seen.size:
            raise Refused(EMPTY)
        arrivals = [a for sheet in sheets(path, seen) for a in _of_sheet(path, name, seen, sheet, mappings)]
    except Refused as refused:
        return [Arrival(path, name, seen, problem=refused.text)]
    return [a for a in arrivals if a.mapping] or arrivals or [Arrival(path, name, seen, problem=Refused(EMPTY).text)]


def _of_sheet(path: Path, name: str, seen: Bytes, sheet: str | None, mappings: Sequence[Mapping]) -> list[Arrival]:
    fitting = applying(mappings, PurePosixPath(name).name, sheet)
    if not fitting:
        return [_by_headers(path, name, seen, sheet)]
    return [
        Arrival(path, name, seen, sheet, alike[0])
        if len(alike) == 1
        else Arrival(path, name, seen, sheet, problem=Refused(AMBIGUOUS, mappings=", ".join(m.origin for m in alike)).text)
        for alike in fitting.values()
    ]


def _by_headers(path: Path, name: str, seen: Bytes, sheet: str | None) -> Arrival:
    try:
        names = headers(path, seen, sheet)
        if not names:
            raise Refused(EMPTY)
        if KEY in names:
            raise Refused(REPAIRED)
        if mapping := plain(names) or titled(names):
            return Arrival(path, name, seen, sheet, mapping)
        raise _unclear(names)
    except Refused as refused:
        return Arrival(path, name, seen, sheet, problem=refused.text)


def _unclear(names: tuple[str, ...]) -> Refused:
    """The table that shares the most headers with the file, and what it would still need."""
    near = max(SOURCES, key=lambda c: sum(column.name in names for column in c.given))
    missing = [column.name for column in near.given if column.required and column.name not in names]
    return Refused(NO_TABLE, table=near.table, missing=nearest(missing, names))


def nearest(missing: Iterable[str], names: Sequence[str]) -> Text:
    """The missing columns, each with the header that is written most alike, where one is."""
    said = [(name, get_close_matches(name, names, n=1, cutoff=0.6)) for name in missing]
    return Text(
        "、".join(f"{name}（是否“{near[0]}”）" if near else name for name, near in said) or "–",
        ", ".join(f"{name} (is it “{near[0]}”?)" if near else name for name, near in said) or "–",
    )
