"""A batch on the table: typed rows from Polars into the scratch database, a bounded number of rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from assay.checks import ROW, UNREAD
from assay.contracts import Contract
from assay.contracts.schema import DUCKDB
from assay.warehouse.connect import Connection
from pipelines.composed import CODED
from pipelines.refusal import UNREADABLE, Refused

_ROWS = 200_000
_FEW = 20_000


def stage(
    connection: Connection,
    contract: Contract,
    rows: pl.LazyFrame,
    tell: Callable[[int], None],
    coded: tuple[str, ...] = (),
    expected: int = _ROWS,
) -> int:
    """Makes the table of the batch, named as the contract's, and returns how many rows it has; `tell` hears of each portion.

    `expected` is how many rows there are at most, where it is known: few are read in one go.
    In the `coded` columns a text that begins with `CODED` becomes the first 16 digits of its MD5: Polars' own hash may change with
    its version, and then the same file would come in as other rows. Raises Refused where Polars cannot read the rows after all.
    """
    columns = [f"{ROW} bigint", *(f"{c.name} {DUCKDB[c.type]}" for c in contract.given), f"{UNREAD} varchar"]
    connection.execute(f"create or replace table {contract.table} ({', '.join(columns)})")
    staged = 0
    try:
        for portion in _portions(rows, expected):
            put(connection, contract.table, portion, coded)
            staged += portion.height
            tell(portion.height)
    except pl.exceptions.ComputeError as error:
        raise Refused(UNREADABLE, why=str(error).splitlines()[0]) from error
    return staged


def _portions(rows: pl.LazyFrame, expected: int) -> Iterator[pl.DataFrame]:
    """The streaming engine takes longer to begin than a small file takes to end."""
    if expected <= _FEW:
        yield rows.collect(engine="in-memory")
    else:
        yield from rows.collect_batches(chunk_size=_ROWS)


def put(connection: Connection, table: str, frame: pl.DataFrame, coded: tuple[str, ...] = ()) -> None:
    """Adds the rows of a frame to a table, column by name."""
    codes = ", ".join(f"case when starts_with({c}, chr({ord(CODED)})) then left(md5({c}), 16) else {c} end as {c}" for c in coded)
    connection.register("incoming", frame)
    try:
        connection.execute(f"insert into {table} by name select *{f' replace ({codes})' if codes else ''} from incoming")
    finally:
        connection.unregister("incoming")
