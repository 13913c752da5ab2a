"""How long, and with how much memory, a large company takes from files to a published warehouse."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from assay.warehouse.connect import reading
from assay.warehouse.folder import current
from benchmarks.evidence import Run, Section, run, shown

MEMORY_MIB = 6 * 1024


def volume(size: int, folder: Path, seed: int = 1) -> Section:
    """Simulates `size` orders into files, loads them, and loads them once more, each in a process of its own."""
    raw, home = folder / "raw", folder / "warehouse"
    made = run("-m", "pipelines", "simulate", "--size", str(size), "--seed", str(seed), "--to", folder)
    files = [path for path in raw.rglob("*") if path.is_file()]
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    loaded = run("-m", "pipelines", "load", raw, "--warehouse", home)
    before = current(home)
    rows = _rows(before) if before else 0
    again = run("-m", "pipelines", "load", raw, "--warehouse", home)
    steps = (
        (f"simulate and write {len(files)} files, {megabytes:,.0f} MB", made, size),
        ("load into a new warehouse", loaded, rows),
        ("load the same files again: nothing happens", again, rows),
    )
    is_idempotent = before is not None and current(home) == before
    holds = is_idempotent and all(step.code == 0 and step.peak_mib < MEMORY_MIB for _, step, _ in steps)
    claim = f"{size:,} orders go from files to a warehouse under {MEMORY_MIB // 1024} GiB, and a second load changes nothing."
    columns = ("step", "rows", "seconds", "rows a second", "peak memory, MiB")
    return Section(f"Load of {size:,} orders", claim, columns, tuple(_row(*step) for step in steps), holds)


def _rows(warehouse: Path) -> int:
    """The data rows that were read from files."""
    with reading(warehouse) as connection:
        return int(connection.execute("select coalesce(sum(rows_read), 0)::bigint from files").fetchall()[0][0])


def _row(name: str, step: Run, rows: int) -> tuple[str, ...]:
    return name, f"{rows:,}", f"{step.seconds:,.1f}", f"{rows / step.seconds:,.0f}", f"{step.peak_mib:,.0f}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.volume", description=__doc__)
    parser.add_argument("--size", type=int, default=10_000_000, help="number of orders")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="assay-") as folder:
        return shown((volume(asked.size, Path(folder)),))


if __name__ == "__main__":
    sys.exit(main())
