"""Every KPI, over every period and dimension that it offers: the same on Polars, on DuckDB and counted in plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import duckdb
import narwhals as nw
import numpy as np
import polars as pl
import pytest

from assay.cells import cells, dimensions, grains, names
from assay.contracts import SOURCES, contract
from assay.contracts.schema import polars_schema
from assay.kpis import KPIS, Kpi, Part, count, kpi
from assay.scope import Scope
from assay.simulate import simulate
from pipelines.derive import complete
from tests.assay.plain import PLAIN, counted

EVERY = pytest.mark.parametrize("declared", KPIS, ids=lambda declared: declared.id)
SMALL = 1_500


@pytest.fixture(scope="module")
def frames() -> dict[str, pl.DataFrame]:
    company = simulate(SMALL, seed=4)
    return complete(company.tables, company.as_of)


@pytest.fixture(scope="module")
def database(frames: dict[str, pl.DataFrame]) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    for table, frame in frames.items():
        connection.register("arriving", frame)
        connection.execute(f"create table {table} as from arriving")
        connection.unregister("arriving")
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def rows(frames: dict[str, pl.DataFrame]) -> dict[str, list[dict]]:
    return {table: frame.to_dicts() for table, frame in frames.items()}


def views(declared: Kpi) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every period with all dimensions at once, the finest cells that there are; and every dimension by itself."""
    for grain in grains(declared):
        yield grain, dimensions(declared)
    for name in dimensions(declared):
        yield "month", tuple(dict.fromkeys((name, *declared.within)))


def on_polars(declared: Kpi, frames: dict[str, pl.DataFrame], by: tuple[str, ...], grain: str) -> pl.DataFrame:
    found = cells(declared, lambda table: nw.from_native(frames[table].lazy()), by, grain, Scope.all())
    return found.collect().to_native().sort("period", *by, nulls_last=True)


def on_duckdb(declared: Kpi, database: duckdb.DuckDBPyConnection, by: tuple[str, ...], grain: str) -> pl.DataFrame:
    found = cells(declared, lambda table: nw.from_native(database.table(table)), by, grain, Scope.all())
    return found.to_native().pl().sort("period", *by, nulls_last=True)


def test_every_kpi_of_the_definitions_is_declared_and_counted_once_more():
    assert {declared.id for declared in KPIS} == set(PLAIN) and len(KPIS) == 21


@EVERY
def test_frames_and_warehouse_give_the_same_cells(declared: Kpi, frames, database):
    for grain, by in views(declared):
        columns = ["period", *by, *names(declared)]
        one = on_polars(declared, frames, by, grain).select(columns)
        other = on_duckdb(declared, database, by, grain).select(columns)
        assert one.height == other.height > 0
        assert one.select("period", *by).equals(other.select("period", *by))
        for name in names(declared):
            np.testing.assert_allclose(one[name], other[name], rtol=1e-9, err_msg=f"{grain} {by} {name}")


@EVERY
def test_the_cells_are_those_of_a_count_in_plain_python(declared: Kpi, frames, rows):
    for grain, by in views(declared):
        expected = counted(declared.id, rows, by, grain)
        found = on_polars(declared, frames, by, grain).filter((pl.col("numerator") != 0) | (pl.col("denominator") != 0))
        got = {tuple(row[:-2]): row[-2:] for row in found.select("period", *by, "numerator", "denominator").iter_rows()}
        assert got.keys() == expected.keys(), (grain, by)
        np.testing.assert_allclose([got[key] for key in expected], list(expected.values()), rtol=1e-9, err_msg=f"{grain} {by}")


@EVERY
def test_a_kpi_reads_only_declared_columns(declared: Kpi):
    """On empty tables with exactly the declared columns, an undeclared one raises."""
    for part in declared.parts:
        empty = nw.from_native(pl.LazyFrame(schema=polars_schema(contract(part.table).columns)))
        empty.select(part.expression.alias("value"), nw.col(part.on).alias("day_on")).collect()


def test_a_kpi_that_reads_an_undeclared_column_is_refused():
    wrong = Part("orders", count(nw.col("mood") == "good"), "requested_on")
    empty = nw.from_native(pl.LazyFrame(schema=polars_schema(contract("orders").columns)))
    with pytest.raises(Exception, match="mood"):
        empty.select(wrong.expression.alias("value")).collect()


@EVERY
def test_placing_dates_are_local_dates(declared: Kpi):
    for part in declared.parts:
        column = contract(part.table).column(part.on)
        assert column.type == "date" and column.name.endswith("_on")


@EVERY
def test_a_kpi_offers_vendor_site_and_service(declared: Kpi):
    assert {"vendor_id", "site_id", "service"} <= set(dimensions(declared))


def test_what_is_not_offered_is_refused_by_name(frames):
    with pytest.raises(ValueError, match="staff_turnover does not offer mood"):
        on_polars(kpi("staff_turnover"), frames, ("mood",), "month")
    with pytest.raises(ValueError, match="does not offer the grain week"):
        on_polars(kpi("staff_turnover"), frames, ("vendor_id",), "week")


def test_inspection_methods_are_never_pooled(frames):
    found = on_polars(kpi("inspection_pass_rate"), frames, ("method",), "quarter")
    assert found["method"].n_unique() > 1


def test_a_month_is_the_site_s_own():
    """31 October 22:00 UTC is 1 November in Shanghai: the order belongs to November."""
    base = {column.name: None for column in contract("orders").given}
    order = base | {
        "order_id": "O1", "vendor_id": "V", "site_id": "S", "service": "cleaning", "kind": "request", "category": "x",
        "priority_at_request": "normal", "requested_at": datetime(2026, 10, 31, 22, 0),
    }
    site = {"site_id": "S", "name": "S", "region": None, "time_zone": "Asia/Shanghai"}
    given = {"orders": [order], "sites": [site]}
    sources = {one.table: pl.DataFrame(given.get(one.table, []), schema=polars_schema(one.given)) for one in SOURCES}
    whole = complete(sources, datetime(2026, 11, 15))
    assert on_polars(kpi("complaint_rate"), whole, ("vendor_id",), "month")["period"].to_list() == ["2026-11"]


@EVERY
def test_a_scope_of_one_vendor_sees_that_vendor_only(declared: Kpi, frames):
    vendor = frames["orders"]["vendor_id"][0]
    found = cells(declared, lambda table: nw.from_native(frames[table].lazy()), ("vendor_id",), "quarter", Scope.of_vendor(vendor))
    assert set(found.collect()["vendor_id"].to_list()) <= {vendor}


@EVERY
def test_what_a_kpi_needs_is_declared(declared: Kpi):
    assert declared.needs
    for table, column in declared.needs:
        contract(table).column(column)
