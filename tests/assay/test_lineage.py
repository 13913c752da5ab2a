"""The rows behind every figure add up to it, and each has a file and a line."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from assay.cells import Where
from assay.kpis import KPIS, Kpi
from assay.report.overview import METHOD
from assay.scope import Scope
from assay.warehouse import lineage, read
from assay.warehouse.lineage import Side
from assay.warehouse.read import Warehouse

ALL = Scope.all()
MONTH = "2026-09"


@pytest.fixture(scope="module")
def opened(warehouse: Path) -> Warehouse:
    return read.opened(warehouse, read.version(warehouse))


@pytest.mark.parametrize("side", ["numerator", "denominator"])
@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.id)
def test_the_rows_behind_a_figure_add_up_to_it(opened: Warehouse, kpi: Kpi, side: Side) -> None:
    where = Where(vendors=("V01", "V02", "V07"))
    found = lineage.behind(opened, kpi, side, "month", MONTH, ALL, where, METHOD, 0, 100_000)
    cells = read.cells(opened, kpi, (), "month", ALL, Where((MONTH,), where.vendors))
    cells = cells.filter(pl.col("method") == METHOD) if "method" in kpi.within else cells
    assert found.rows["counts"].sum() == pytest.approx(cells[side].sum())
    assert found.total == found.rows.height
    assert found.rows.select(pl.col("name", "source_row").null_count()).row(0) == (0, 0)


def test_a_page_is_part_of_the_whole_in_order(opened: Warehouse) -> None:
    kpi = next(kpi for kpi in KPIS if kpi.id == "response_on_time")
    whole, page = (
        lineage.behind(opened, kpi, "denominator", "month", MONTH, ALL, Where(), None, first, size).rows
        for first, size in ((0, 100), (20, 15))
    )
    assert page.equals(whole.slice(20, 15)) and page.height == 15


def test_one_vendor_sees_its_own_rows_only(opened: Warehouse) -> None:
    kpi = next(kpi for kpi in KPIS if kpi.id == "response_on_time")
    found = lineage.behind(opened, kpi, "denominator", "month", MONTH, Scope.of_vendor("V01"), Where(), None, 0, 100_000)
    assert set(found.rows["vendor_id"]) == {"V01"}
