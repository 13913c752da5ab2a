"""One declaration, two engines: every KPI on Polars frames and in DuckDB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import narwhals as nw
import polars as pl
from polars.testing import assert_frame_equal

from assay.cells import cells, dimensions, grains
from assay.kpis import KPIS, Grain, Kpi
from assay.scope import Scope
from assay.warehouse.connect import Connection


@dataclass(frozen=True, slots=True)
class Parity:
    """How much was compared, and the KPIs that differ."""

    kpis: int
    tables: int
    cells: int
    differing: tuple[str, ...]


def parity(frames: Mapping[str, pl.DataFrame], connection: Connection) -> Parity:
    """Compares every KPI over every period and dimension that it offers, one dimension at a time, then all at once."""
    compared = [(kpi.id, *_compared(kpi, by, grain, frames, connection)) for kpi, by, grain in _every_view()]
    differing = tuple(sorted({id_ for id_, _, is_same in compared if not is_same}))
    return Parity(len(KPIS), len(compared), sum(height for _, height, _ in compared), differing)


def _every_view() -> Iterator[tuple[Kpi, tuple[str, ...], Grain]]:
    for kpi in KPIS:
        offered = dimensions(kpi)
        for grain in grains(kpi):
            yield from ((kpi, by, grain) for by in ((), *((one,) for one in offered), offered))


def _compared(
    kpi: Kpi, by: tuple[str, ...], grain: Grain, frames: Mapping[str, pl.DataFrame], connection: Connection
) -> tuple[int, bool]:
    """The number of cells, and whether both engines give the same: counts exactly, measures to the last digits of a float."""
    here = cells(kpi, lambda table: nw.from_native(frames[table].lazy()), by, grain, Scope.all()).to_native().collect()
    there = cells(kpi, lambda table: nw.from_native(connection.table(table)), by, grain, Scope.all()).to_native().pl()
    keys = tuple(dict.fromkeys(("period", *by, *kpi.within)))
    try:
        assert_frame_equal(here.sort(*keys), there.sort(*keys), rel_tol=1e-9, abs_tol=1e-9)
    except AssertionError:
        return here.height, False
    return here.height, True
