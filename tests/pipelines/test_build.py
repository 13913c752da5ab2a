"""The next version is built from what is known; what would break a promise of the contracts is never published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from assay.contracts import contract
from assay.warehouse.connect import Connection, Failure, scratch
from pipelines.building import known
from pipelines.building.build import OutOfOrder, RepeatedKey, build
from pipelines.building.known import KNOWN, adopt, is_empty, open_up

VENDORS, SITES, PAUSES = contract("vendors"), contract("sites"), contract("pauses")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Connection]:
    with scratch(tmp_path) as connection:
        known.lay_out(connection, None)
        yield connection


def vendor(connection: Connection, vendor_id: str, row: int) -> None:
    given = "? as vendor_id, 'A' as name, 'f' as source_file_id, ? as source_row"
    connection.execute(f"insert into {KNOWN}.vendors by name select {given}", [vendor_id, row])


def test_a_key_that_two_rows_have_is_not_published(bench: Connection, tmp_path: Path) -> None:
    vendor(bench, "V1", 2)
    vendor(bench, "V1", 3)
    with pytest.raises(RepeatedKey, match="vendors would hold 1 rows whose key another row has"):
        build(bench, tmp_path / "next.duckdb", {})


def test_a_value_that_breaks_a_check_is_not_published(bench: Connection, tmp_path: Path) -> None:
    vendor(bench, "V1", 2)
    bench.execute(f"insert into {KNOWN}.orders by name select 'O1' as order_id, 'whenever' as priority_at_request")
    with pytest.raises(Failure, match="constraint"):
        build(bench, tmp_path / "next.duckdb", {})


def test_derived_rows_in_another_order_are_not_published(bench: Connection, tmp_path: Path) -> None:
    given = "'O1' as order_id, 'vendor' as responsible, ?::timestamp as paused_at"
    for minute in (1, 2):
        bench.execute(f"insert into {KNOWN}.pauses by name select {given}", [f"2026-01-05 08:0{minute}:00"])
    derived = pl.DataFrame({"order_id": ["O1", "O1"], "paused_at": ["2026-01-05 08:02:00", "2026-01-05 08:01:00"]})
    frame = derived.with_columns(pl.col("paused_at").str.to_datetime(time_unit="us"))
    with pytest.raises(OutOfOrder, match="pauses"):
        build(bench, tmp_path / "next.duckdb", {"pauses": frame})


def staged(connection: Connection, *site_ids: str) -> None:
    connection.execute("create table sites (source_row bigint, site_id varchar, name varchar, region varchar, time_zone varchar)")
    for row, site_id in enumerate(site_ids, 2):
        connection.execute("insert into sites values (?, ?, 'North', null, 'UTC')", [row, site_id])


def test_an_adopted_batch_is_what_is_known(bench: Connection) -> None:
    assert is_empty(bench, SITES)
    staged(bench, "S1", "S2")
    adopt(bench, SITES, "f1")
    listed = f"select site_id, source_file_id, source_row from {KNOWN}.sites order by site_id"
    assert bench.execute(listed).fetchall() == [("S1", "f1", 2), ("S2", "f1", 3)]
    open_up(bench, SITES)
    open_up(bench, SITES)
    bench.execute(f"update {KNOWN}.sites set source_file_id = 'f2' where site_id = 'S2'")
    assert bench.execute(listed).fetchall() == [("S1", "f1", 2), ("S2", "f2", 3)]
    staged(bench, "S3")  # the name is free again for the next batch


def test_a_batch_adopted_in_a_transaction_that_fails_leaves_no_trace(bench: Connection) -> None:
    bench.begin()
    staged(bench, "S1")
    adopt(bench, SITES, "f1")
    bench.rollback()
    assert is_empty(bench, SITES)
    staged(bench, "S1")
