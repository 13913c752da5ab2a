"""A warehouse in memory from tiny literal tables, with everything that the derive step adds."""

from __future__ import annotations

from datetime import datetime, timedelta

import duckdb
import polars as pl

from assay.contracts import CONTRACTS
from assay.contracts.schema import ddl
from assay.warehouse.read import Warehouse
from pipelines.derive import complete
from tests.pipelines.derive_tables import Row, tables


def small(as_of: datetime, **rows: list[Row]) -> Warehouse:
    """The tables with the three sites of `derive_tables`, complete, as a warehouse that was loaded an hour after `as_of`."""
    connection = duckdb.connect(":memory:")
    for contract in CONTRACTS:
        for statement in ddl(contract):
            connection.execute(statement)
    for table, frame in complete(tables(**rows), as_of).items():
        _fill(connection, table, frame)
    connection.execute("insert into loads (load_id, started_at, finished_at, as_of, seconds) values ('L', ?, ?, ?, 1)",
                       [as_of, as_of + timedelta(hours=1), as_of])  # fmt: skip
    return Warehouse("small", connection)


def _fill(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    connection.register("given", frame.to_arrow())
    connection.execute(f"insert into {table} by name select * from given")
    connection.unregister("given")
