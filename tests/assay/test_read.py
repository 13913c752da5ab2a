"""Readers of the warehouse: what they give, and that a scope of one vendor never shows another."""

from __future__ import annotations

import inspect
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from assay.cells import Where
from assay.contracts import CONTRACTS, SOURCES
from assay.contracts.schema import ddl
from assay.kpis import KPIS, kpi
from assay.scope import Scope
from assay.warehouse import read
from assay.warehouse.read import Warehouse

ALL = Scope.all()


@pytest.fixture(scope="module")
def opened(warehouse: Path) -> Warehouse:
    return read.opened(warehouse, read.version(warehouse))


@pytest.fixture(scope="module")
def vendor(opened: Warehouse) -> str:
    return read.cells(opened, kpi("response_on_time"), ("vendor_id",), "quarter", ALL).sort("denominator")["vendor_id"][-1]


def test_cells_are_those_of_the_frames(opened: Warehouse, frames: dict[str, pl.DataFrame]):
    """The warehouse was loaded from raw files; the frames never saw one."""
    found = read.cells(opened, kpi("complaint_rate"), (), "month", ALL)
    assert found["denominator"].sum() == frames["orders"].height


def test_filters_are_sums_of_their_members(opened: Warehouse):
    declared = kpi("completion_on_time")
    by_service = read.cells(opened, declared, ("service",), "month", ALL)
    cleaning = read.cells(opened, declared, (), "month", ALL, Where(services=("cleaning",)))
    assert cleaning["denominator"].sum() == by_service.filter(pl.col("service") == "cleaning")["denominator"].sum() > 0


def test_periods_are_latest_first_and_only_the_last_is_running(opened: Warehouse):
    months = read.periods(opened, "month", ALL)
    assert [period.label for period in months[:2]] == ["2026-11", "2026-10"] and len(months) == 37
    assert [period.is_partial for period in months[:3]] == [True, False, False]
    assert (months[1].first, months[1].last) == (date(2026, 10, 1), date(2026, 10, 31))


def test_levels_are_those_in_force(opened: Warehouse):
    found = read.levels(opened, ALL, date(2026, 10, 31))
    assert {"response_on_time", "clearance_rate"} <= {level.kpi for level in found}
    assert read.levels(opened, ALL, date(1999, 1, 1)) == ()


def test_the_stamp_counts_what_is_there(opened: Warehouse, frames: dict[str, pl.DataFrame]):
    found = read.stamp(opened, ALL)
    assert found.rows == sum(frames[source.table].height for source in SOURCES)
    assert found.rows_refused == read.rows(opened, "quarantine", ALL).height > 0
    assert found.vendors_agreed == 24 and found.vendors_heard <= 24


def test_figures_that_arrive_as_figures_are_kpis_or_measurements(opened: Warehouse):
    (declared, *_) = read.indicators(opened, ALL)
    assert read.cells(opened, declared, ("vendor_id",), declared.finest, ALL).height > 0
    bare = read.measurements(opened, ALL)
    assert bare.height > 0 and bare["value"].null_count() == 0 and declared.id not in bare["kpi"].unique()


def test_a_bare_value_is_never_rolled_up(opened: Warehouse):
    """A measurement is no KPI of the catalogue, and figures are refused at a grain finer than they came in."""
    (declared, *_) = read.indicators(opened, ALL)
    assert not set(read.measurements(opened, ALL)["kpi"]) & {one.id for one in (*KPIS, *read.indicators(opened, ALL))}
    with pytest.raises(ValueError, match="does not offer the grain day"):
        read.cells(opened, declared, (), "day", ALL)


def test_what_was_never_told_is_absent_and_not_perfect(opened: Warehouse):
    """Without a single complaint or recall on record, their rates would be zero, which nobody measured."""
    assert read.measured(opened, KPIS) == KPIS
    bare = duckdb.connect()
    for declared in CONTRACTS:
        for statement in ddl(declared):
            bare.execute(statement)
    columns = "order_id, vendor_id, site_id, service, kind, category, priority_at_request, requested_at, responded_at"
    row = "'O', 'V', 'S', 'x', 'fault', 'c', 'high', '2026-01-01'::timestamp, '2026-01-01'::timestamp"
    bare.execute(f"insert into orders ({columns}) values ({row})")
    assert [one.id for one in read.measured(Warehouse("bare", bare), KPIS)] == ["response_minutes"]


def answers(opened: Warehouse, scope: Scope) -> dict[str, object]:
    """What each reader gives under a scope."""
    owned = [one.table for one in CONTRACTS if "vendor_id" in {column.name for column in one.columns}]
    return {
        "cells": [read.cells(opened, one, ("vendor_id",), "quarter", scope) for one in (*KPIS, *read.indicators(opened, ALL))],
        "rows": [read.rows(opened, table, scope) for table in owned],
        "vendors": read.vendors(opened, scope),
        "levels": pl.DataFrame(read.levels(opened, scope, date(2026, 10, 31))),
        "measurements": read.measurements(opened, scope),
        "sites": read.sites(opened, scope),
        "services": read.services(opened, scope),
        "periods": read.periods(opened, "month", scope),
        "stamp": read.stamp(opened, scope),
        "indicators": read.indicators(opened, scope),
    }


def frames_of(answer: object) -> list[pl.DataFrame]:
    found = answer if isinstance(answer, list) else [answer]
    return [one for one in found if isinstance(one, pl.DataFrame) and "vendor_id" in one.columns]


def test_a_scope_of_one_vendor_shows_that_vendor_only(opened: Warehouse, vendor: str):
    shown = [frame for answer in answers(opened, Scope.of_vendor(vendor)).values() for frame in frames_of(answer)]
    assert len(shown) > 30
    assert all(set(frame["vendor_id"]) <= {vendor} for frame in shown)
    assert any(frame.height for frame in shown)


def test_a_scope_counts_only_its_own_in_the_stamp_and_the_services(opened: Warehouse, vendor: str):
    own, every = read.stamp(opened, Scope.of_vendor(vendor)), read.stamp(opened, ALL)
    assert 0 < own.rows < every.rows and own.rows_refused < every.rows_refused and own.vendors_agreed == 1
    assert len(read.services(opened, Scope.of_vendor(vendor))) < len(read.services(opened, ALL))


def test_a_vendor_sees_no_comments(opened: Warehouse, vendor: str):
    assert "comment" not in read.rows(opened, "surveys", Scope.of_vendor(vendor)).columns
    assert "comment" in read.rows(opened, "surveys", ALL).columns
    assert "record" not in read.rows(opened, "quarantine", Scope.of_vendor(vendor)).columns


def test_a_scope_of_sites_shows_those_sites_only(opened: Warehouse):
    site = read.sites(opened, ALL)["site_id"][0]
    scope = Scope(sites=frozenset((site,)))
    assert set(read.cells(opened, kpi("complaint_rate"), ("site_id",), "quarter", scope)["site_id"]) == {site}
    assert read.sites(opened, scope)["site_id"].to_list() == [site]


def test_every_reader_of_rows_takes_a_scope():
    own = [(name, f) for name, f in inspect.getmembers(read, inspect.isfunction) if f.__module__ == read.__name__]
    public = {name: f for name, f in own if not name.startswith("_")}
    without = {name for name, f in public.items() if "scope" not in inspect.signature(f).parameters}
    assert without == {"version", "opened", "frames", "as_of", "measured"}  # they give no rows


def test_rows_of_a_table_without_an_owner_are_refused(opened: Warehouse):
    with pytest.raises(ValueError, match="no owner"):
        read.rows(opened, "service_levels", ALL)


def test_the_connection_can_do_nothing_but_read(opened: Warehouse):
    writing = ("create table t (a int)", "copy vendors to 'out.csv'", "attach 'other.duckdb'")
    for statement in (*writing, "set memory_limit = '9GB'", "from read_csv('pyproject.toml')"):
        with pytest.raises(duckdb.Error):
            opened.connection.cursor().execute(statement)
