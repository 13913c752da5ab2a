"""Every planted fault is found, each for its reason, and no good row is refused; every KPI is the same on frames and in DuckDB."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import polars as pl

from assay.contracts import SOURCES, Contract
from assay.simulate import Company, simulate, write
from assay.warehouse.connect import Connection, reading
from assay.warehouse.folder import current
from benchmarks.evidence import Section, shown
from benchmarks.parity import Parity, parity
from pipelines.derive import complete
from pipelines.load import load
from pipelines.mappings.mapping_file import mappings

MAPPINGS = Path("data/mappings/sample")
REFUSED_FILES = ("files", "refused")
_REASONS = """
select table_name, reason, count(*)
from quarantine join quarantine_reasons using (source_file_id, source_row)
group by all
"""
Count = Counter[tuple[str, str]]
"""Rows by table and reason; files that are refused as a whole under REFUSED_FILES."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a load of one company did: faults planted and found, tables that came out other than they went in, KPIs compared."""

    seed: int
    planted: Count
    found: Count
    differing: tuple[str, ...]
    parity: Parity
    seconds: float

    @property
    def holds(self) -> bool:
        return self.planted == self.found and not self.differing


def found(size: int, seed: int, folder: Path, *, with_kpis: bool = True) -> Found:
    """Simulates a company, writes it with faults, loads it, and compares what came out with what went in."""
    company = simulate(size, seed)
    planted = write(company, folder, seed).faults
    home = folder / "warehouse"
    done = load([folder / "raw"], home, mappings(MAPPINGS), company.as_of + timedelta(hours=1), company.as_of)
    return compared(company, planted, home, seed, sum(done.seconds.values()), with_kpis=with_kpis)


def compared(
    company: Company,
    planted: Mapping[str, Mapping[str, int]],
    home: Path,
    seed: int,
    seconds: float = 0.0,
    *,
    with_kpis: bool = True,
) -> Found:
    """What came out of a load against what went in. `planted`: by table the rows that must be refused for each reason.

    `with_kpis` also compares every KPI on frames and in DuckDB, which takes longer than all the rest.
    """
    version = current(home)
    if version is None:
        raise ValueError(f"nothing is published in {home}")
    counts: Count = Counter({(table, reason): rows for table, of in planted.items() for reason, rows in of.items()})
    with reading(version) as connection:
        differing = tuple(_differing(company, connection))
        same = parity(complete(company.tables, company.as_of), connection) if with_kpis else Parity(0, 0, 0, ())
        return Found(seed, counts, _refused(connection), differing, same, seconds)


def _refused(connection: Connection) -> Count:
    rows = connection.execute(_REASONS).fetchall()
    counts: Count = Counter({(table, reason): count for table, reason, count in rows})
    files = connection.execute("select count(*) from files where state = 'refused'").fetchall()[0][0]
    return counts + Counter({REFUSED_FILES: files})


def _differing(company: Company, connection: Connection) -> Iterator[str]:
    """The tables whose accepted rows are not exactly the company's."""
    for contract in SOURCES:
        if not _held(connection, contract).equals(company.tables[contract.table].sort(*contract.key)):
            yield contract.table


def _held(connection: Connection, contract: Contract) -> pl.DataFrame:
    given = [column.name for column in contract.given]
    return connection.sql(f"select {', '.join(given)} from {contract.table}").pl().sort(*contract.key)


def sections(size: int, seeds: range, folder: Path) -> tuple[Section, Section]:
    """Faults and parity of one company a seed."""
    every = tuple(found(size, seed, folder / str(seed)) for seed in seeds)
    return _of_faults(size, every), _of_parity(size, every)


def _of_faults(size: int, every: tuple[Found, ...]) -> Section:
    rows = tuple(
        (str(one.seed), str(len(one.planted)), f"{one.planted.total():,}", f"{(one.planted & one.found).total():,}",
         f"{(one.found - one.planted).total():,}", ", ".join(one.differing) or "none", f"{one.seconds:.0f}")
        for one in every
    )
    columns = ("seed", "kinds", "planted", "found", "refused beyond them", "tables that differ from the company's", "load, s")
    claim = f"In companies of {size:,} orders every planted fault is refused for its reason, every good row is loaded as it was."
    return Section("Planted faults", claim, columns, rows, all(one.holds for one in every))


def _of_parity(size: int, every: tuple[Found, ...]) -> Section:
    rows = tuple(
        (str(one.seed), str(same.kpis), f"{same.tables:,}", f"{same.cells:,}", ", ".join(same.differing) or "none")
        for one in every
        for same in (one.parity,)
    )
    claim = (
        "Every KPI, over every period and dimension that it offers, is the same on Polars frames and in the loaded DuckDB "
        f"warehouse of companies of {size:,} orders."
    )
    columns = ("seed", "KPIs", "tables of cells compared", "cells compared", "KPIs that differ")
    return Section("KPI parity", claim, columns, rows, not any(one.parity.differing for one in every))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("--size", type=int, default=20_000, help="number of orders")
    parser.add_argument("--seeds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="assay-") as folder:
        return shown(sections(asked.size, range(1, asked.seeds + 1), Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
