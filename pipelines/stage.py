"""A batch on the table: typed rows from Polars into the scratch database, a bounded number of rows at a time."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from assay.checks import ROW, UNREAD
from assay.contracts import Contract
from assay.contracts.schema import DUCKDB
from assay.warehouse.connect import Connection
from pipelines.refusal import UNREADABLE, Refused

_ROWS = 200_000


def stage(connection: Connection, contract: Contract, rows: pl.LazyFrame, tell: Callable[[int], None]) -> int:
    """Makes the table of the batch, named as the contract's, and returns how many rows it has; `tell` hears of each portion.

    Raises Refused where Polars cannot read the rows after all.
    """
    columns = [f"{ROW} bigint", *(f"{c.name} {DUCKDB[c.type]}" for c in contract.given), f"{UNREAD} varchar"]
    connection.execute(f"create or replace table {contract.table} ({', '.join(columns)})")
    staged = 0
    try:
        for portion in rows.collect_batches(chunk_size=_ROWS):
            put(connection, contract.table, portion)
            staged += portion.height
            tell(portion.height)
    except pl.exceptions.ComputeError as error:
        raise Refused(UNREADABLE, why=str(error).splitlines()[0]) from error
    return staged


def put(connection: Connection, table: str, frame: pl.DataFrame) -> None:
    """Adds the rows of a frame to a table, column by name."""
    connection.register("incoming", frame)
    try:
        connection.execute(f"insert into {table} by name from incoming")
    finally:
        connection.unregister("incoming")
