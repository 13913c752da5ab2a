"""The next version of the warehouse, written from what is known: every table with the keys and CHECKs of its contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import polars as pl
import pyarrow as pa

from assay.contracts import CONTRACTS, SOURCES, Contract
from assay.contracts.schema import ddl, polars_schema
from assay.warehouse.connect import Connection, attach, detach, held_to, transaction
from pipelines.building.known import KNOWN
from pipelines.building.stage import put
from pipelines.derive import NEEDS, derive

_NEXT = "next"
_ROWS = 500_000
# While Polars holds the rows, and then what it derived from them, DuckDB needs less of them in memory itself.
_BESIDE_READING, _BESIDE_DERIVE, _BESIDE_FRAMES = "512MB", "128MB", "2GB"


def reaches_to(connection: Connection, now: datetime) -> datetime:
    """Up to when the data reach: the latest moment recorded in any table, never after `now`.

    Dates count only where there are no moments at all, and then to their end; without either, it is `now`.
    """
    for type_, end in (("moment", "interval 0 day"), ("date", "interval 1 day")):
        columns = [(c.table, column.name) for c in SOURCES for column in c.given if column.is_recorded and column.type == type_]
        latest = " union all ".join(f"select max({name})::timestamp + {end} as m from {KNOWN}.{table}" for table, name in columns)
        found: datetime | None = connection.execute(f"select max(m) from ({latest})").fetchall()[0][0]
        if found:
            return min(found, now)
    return now


def derived(connection: Connection, as_of: datetime) -> dict[str, pl.DataFrame]:
    """What follows from everything known at `as_of`."""
    with held_to(connection, _BESIDE_READING):
        given = {table: connection.sql(f"select {', '.join(names)} from {KNOWN}.{table}").pl() for table, names in NEEDS.items()}
    with held_to(connection, _BESIDE_DERIVE):
        return derive(given, as_of)


def build(connection: Connection, file: Path, frames: dict[str, pl.DataFrame]) -> None:
    """Writes the file, compact and closed, from the known tables and the derived frames.

    A row that breaks a key or a CHECK here is an error of ours, since the batch was validated: RepeatedKey, or DuckDB's
    ConstraintException.
    """
    with held_to(connection, _BESIDE_FRAMES):
        attach(connection, file, _NEXT)
        with transaction(connection):  # some hundred statements, each of which would wait for the disk by itself
            for statement in (statement for contract in CONTRACTS for statement in ddl(contract, f"{_NEXT}.{contract.table}")):
                connection.execute(statement)
        for contract in CONTRACTS:
            _fill(connection, contract, frames.get(contract.table))
        detach(connection, _NEXT)


def _fill(connection: Connection, contract: Contract, frame: pl.DataFrame | None) -> None:
    if contract.kind == "source" and frame is not None:
        _check_order(connection, contract, frame)
        put(connection, f"{_NEXT}.{contract.table}", _both(connection, contract, frame))
    elif frame is not None:
        put(connection, f"{_NEXT}.{contract.table}", frame)
    elif contract.kind != "derived":
        connection.execute(f"insert into {_NEXT}.{contract.table} by name from {KNOWN}.{contract.table}")
    _check_key(connection, contract)


def _both(connection: Connection, contract: Contract, frame: pl.DataFrame) -> pa.RecordBatchReader:
    """Known rows with what was derived from them, which comes in the same order. As a stream DuckDB writes them on all processors;
    by a positional join it would on one, and a join by key would hold all of it in memory."""
    known = connection.cursor().sql(f"from {KNOWN}.{contract.table}").to_arrow_reader(_ROWS)
    derived = frame.select(column.name for column in contract.derived)
    types = polars_schema(contract.derived)
    schema = pa.schema([*known.schema, *derived.head(0).cast(types).to_arrow().schema])
    return pa.RecordBatchReader.from_batches(schema, _zipped(known, derived, types, schema))


def _zipped(known: pa.RecordBatchReader, derived: pl.DataFrame, types: pl.Schema, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Words that are Enums become text here, a portion at a time."""
    at = 0
    for batch in known:
        beside = derived.slice(at, batch.num_rows).cast(types).rechunk().to_arrow()
        at += batch.num_rows
        yield from pa.Table.from_arrays([*batch.columns, *beside.columns], schema=schema).to_batches()


def _check_key(connection: Connection, contract: Contract) -> None:
    key, table = ", ".join(contract.key), f"{_NEXT}.{contract.table}"
    rows, keys = connection.execute(f"select count(*), count(distinct ({key})) from {table}").fetchall()[0]
    if keys < rows:
        raise RepeatedKey(contract.table, rows - keys)


class RepeatedKey(RuntimeError):
    """Rows of one key were let in twice: an error of ours."""

    def __init__(self, table: str, repeated: int) -> None:
        super().__init__(f"{table} would hold {repeated} rows whose key another row has")


def _check_order(connection: Connection, contract: Contract, frame: pl.DataFrame) -> None:
    connection.register("derived", frame.select(contract.key))
    try:
        differs = " or ".join(f"k.{name} is distinct from d.{name}" for name in contract.key)
        both = f"{KNOWN}.{contract.table} as k positional join derived as d"
        if connection.execute(f"select count(*) from {both} where {differs}").fetchall()[0][0]:
            raise OutOfOrder(contract.table)
    finally:
        connection.unregister("derived")


class OutOfOrder(RuntimeError):
    """What was derived does not stand in the order of the rows that it was derived from: an error of ours."""

    def __init__(self, table: str) -> None:
        super().__init__(f"the derived columns of {table} are not in the order of its rows")
