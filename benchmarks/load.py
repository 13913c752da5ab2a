"""From one CSV to a published warehouse, against the least that reading it into a table can cost."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from assay.simulate import simulate
from assay.simulate.company import AS_OF
from assay.warehouse.connect import reading, scratch
from assay.warehouse.folder import current
from benchmarks.evidence import Run, Section, run, shown

SIZES = (1_000_000, 10_000_000)
MOST_TIMES, MOST_MIB = 5.0, 6 * 1024
AIMED_AT = 9_900_000
"""From how many orders on the aim holds: below, what a load takes whatever its size weighs too much."""
_TABLES = ("vendors", "sites", "calendars", "calendar_days", "agreements", "service_levels", "staff", "orders")
_FOUND = "found.json"
_EXPECTATIONS = """
select count(*), bool_and(rows_tested = rows_read)
from validations join files using (source_file_id) where files.table_name = 'orders'
"""


def files(size: int, folder: Path, seed: int = 1) -> Path:
    """Orders of a simulated company as one CSV, which is returned, and the tables that they refer to as files of their own."""
    company = simulate(size, seed, "none")
    folder.mkdir(parents=True)
    for table in _TABLES:
        company.tables[table].write_csv(folder / f"{table}.csv", datetime_format="%Y-%m-%d %H:%M:%S")
    return folder / "orders.csv"


def loaded(source: Path, home: Path) -> dict[str, float]:
    """Seconds per step of one load."""
    from pipelines.load import load  # the other processes need no Great Expectations

    return dict(load([source], home, (), _after(AS_OF), AS_OF).seconds)


def raw(source: Path, folder: Path) -> dict[str, float]:
    """Seconds that DuckDB takes to read the orders into a table of a new file, and to close it."""
    started = time.perf_counter()
    with scratch(folder) as connection:
        connection.execute("create table orders as from read_csv($file)", {"file": str(source / "orders.csv")})
    return {"read_csv": time.perf_counter() - started}


def measured(size: int, folder: Path) -> Section:
    """Writes the files, loads them and reads them raw, each in a process of its own, the raw reading before and after the load."""
    source, home = folder / "source", folder / "warehouse"
    made = run("-m", "benchmarks.load", "--do", "files", "--size", str(size), source)
    first, _ = _in_process("raw", source, folder / "first")
    steps, process = _in_process("loaded", source, home)
    second, _ = _in_process("raw", source, folder / "second")
    megabytes = (source / "orders.csv").stat().st_size / 1e6
    rows, expectations, is_all = _tested(home)
    shutil.rmtree(folder)
    floor, total = (first["read_csv"] + second["read_csv"]) / 2, sum(steps.values())
    times = total / floor
    is_quick = times <= MOST_TIMES or rows < AIMED_AT
    holds = made.code == process.code == 0 and is_all and is_quick and process.peak_mib < MOST_MIB
    lines = (
        *((step, f"{seconds:,.1f}", f"{rows / seconds:,.0f}") for step, seconds in steps.items()),
        ("all steps", f"{total:,.1f}", f"{rows / total:,.0f}"),
        ("the process, imports included", f"{process.seconds:,.1f}", f"{rows / process.seconds:,.0f}"),
        ("raw `read_csv`, before and after", f"{first['read_csv']:,.1f} and {second['read_csv']:,.1f}", f"{rows / floor:,.0f}"),
    )
    return Section(f"One CSV of {rows:,} orders", _claim(megabytes, expectations, times, process), _COLUMNS, lines, holds)


_COLUMNS = ("step", "seconds", "orders a second")


def _claim(megabytes: float, expectations: int, times: float, process: Run) -> str:
    return (
        f"A CSV of {megabytes:,.0f} MB becomes a published warehouse in {times:.1f} times what DuckDB takes for "
        "`create table orders as from read_csv(file)` into a new file, closed (types guessed, no key, no check, nothing derived); "
        f"at most {MOST_TIMES:.0f} times is the aim at ten million. "
        f"Great Expectations judged every row by each of {expectations} expectations. "
        f"The process held {process.peak_mib:,.0f} MiB at most, of {MOST_MIB:,}."
    )


def _tested(home: Path) -> tuple[int, int, bool]:
    """The orders that are published, the expectations that were judged on them, and whether each was on every row."""
    version = current(home)
    if version is None:
        raise FileNotFoundError(f"nothing was published in {home.name}")
    with reading(version) as connection:
        rows = connection.execute("select count(*) from orders").fetchall()[0][0]
        return rows, *connection.execute(_EXPECTATIONS).fetchall()[0]


def _in_process(what: str, source: Path, to: Path) -> tuple[Mapping[str, float], Run]:
    to.mkdir()
    done = run("-m", "benchmarks.load", "--do", what, source, to)
    return json.loads((to / _FOUND).read_text(encoding="utf-8")), done


def _after(moment: datetime) -> datetime:
    return moment + timedelta(hours=1)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--size", type=int, action="append", help=f"number of orders; by default {SIZES[0]:,} and {SIZES[1]:,}")
    parser.add_argument("--do", choices=("all", "files", "loaded", "raw"), default="all", help="one part of it; used by itself")
    parser.add_argument("folders", type=Path, nargs="*")
    asked = parser.parse_args()
    sizes = tuple(asked.size or SIZES)
    match asked.do, asked.folders:
        case "all", []:
            with tempfile.TemporaryDirectory(prefix="assay-") as folder:
                return shown(tuple(measured(size, Path(folder) / str(size)) for size in sizes))
        case "files", [folder]:
            files(sizes[0], folder)
        case "loaded" | "raw", [source, to]:
            found = (loaded if asked.do == "loaded" else raw)(source, to)
            (to / _FOUND).write_text(json.dumps(found), encoding="utf-8")
        case _:
            parser.error("parts need their folders")
    return 0


if __name__ == "__main__":
    sys.exit(main())
