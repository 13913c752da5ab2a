"""Readers of loads, files, validation results, quarantine and coverage, and what a scope of one vendor keeps from them."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

from assay.cells import Where
from assay.contracts.reasons import meaning
from assay.scope import Scope
from assay.warehouse import read, read_loads
from assay.warehouse.read import Warehouse

if TYPE_CHECKING:
    from pipelines.outcome import Load

ALL, ONE = Scope.all(), Scope.of_vendor("V01")


@pytest.fixture(scope="module")
def opened(warehouse: Path) -> Warehouse:
    return read.opened(warehouse, read.version(warehouse))


def test_what_arrived_is_what_the_load_said(opened: Warehouse, loaded: tuple[Path, Load]) -> None:
    outcomes = loaded[1].outcomes
    found = read_loads.arrived(opened, ALL)
    assert (found.files, found.refused) == (len(outcomes), sum(one.state == "refused" for one in outcomes))
    assert found.accepted == sum(one.accepted for one in outcomes)
    assert found.waiting == sum(one.quarantined for one in outcomes) > 0


def test_every_refused_row_has_its_reasons_in_words(opened: Warehouse) -> None:
    found = read_loads.reasons(opened, ALL)
    assert set(found.select("source_file_id", "source_row").iter_rows()) == set(
        read_loads.quarantined(opened, ALL).select("source_file_id", "source_row").iter_rows()
    )
    nobody_asks = meaning("orders", "no such check", "")
    for kind in found.select("table_name", "reason", "columns").unique().iter_rows():
        assert meaning(*kind) != nobody_asks


def test_loads_say_what_their_files_add_up_to(opened: Warehouse) -> None:
    (load,), files = read_loads.loads(opened, ALL).to_dicts(), read_loads.files(opened, ALL)
    assert (load["files"], load["rows_read"]) == (files.height, files["rows_read"].sum())
    assert read_loads.validations(opened, ALL)["source_file_id"].n_unique() == files.filter(pl.col("rows_read") > 0).height


def test_one_vendor_is_told_of_its_own_rows_only(opened: Warehouse) -> None:
    rows = read_loads.quarantined(opened, ONE)
    assert set(rows["vendor_id"]) == {"V01"} and "record" not in rows.columns
    assert "value" not in read_loads.reasons(opened, ONE).columns
    assert read_loads.validations(opened, ONE).height == 0
    files = read_loads.files(opened, ONE)
    assert files["rows_quarantined"].sum() == rows.height
    assert files.select(pl.col("message_zh", "message_en").is_not_null().any()).row(0) == (False, False)
    assert set(files["state"]) == {"loaded"}
    own = sum(read.rows(opened, table, ONE).height for table in read_loads.OWNED)
    assert files["rows_accepted"].sum() == own < read_loads.files(opened, ALL)["rows_accepted"].sum()
    assert set(read_loads.coverage(opened, ONE)["vendor_id"]) == {"V01"} == set(read_loads.agreed(opened, ONE)["vendor_id"])


def test_filters_narrow_the_quarantine_and_the_coverage(opened: Warehouse) -> None:
    where = Where(vendors=("V02",))
    assert set(read_loads.quarantined(opened, ALL, where)["vendor_id"]) == {"V02"}
    assert set(read_loads.coverage(opened, ALL, where)["vendor_id"]) == {"V02"}


def test_a_month_without_any_record_is_missing_from_the_coverage(warehouse: Path, tmp_path: Path) -> None:
    home = tmp_path / "warehouse"
    shutil.copytree(warehouse, home)
    with duckdb.connect(str(home / (home / "CURRENT").read_text())) as connection:
        for table, on in read_loads.COVERED.items():
            connection.execute(f"delete from {table} where vendor_id = 'V02' and strftime({on}, '%Y-%m') = '2026-08'")
    holed = read.opened(home, read.version(home))
    months = read_loads.coverage(holed, ALL).filter(pl.col("vendor_id") == "V02")["month"].to_list()
    assert "2026-07" in months and "2026-08" not in months and "2026-09" in months
    agreed = read_loads.agreed(holed, ALL)
    assert "V02" in read_loads.expected(agreed, date(2026, 8, 1), date(2026, 8, 31))
    assert read_loads.expected(agreed, date(1999, 8, 1), date(1999, 8, 31)) == frozenset()
