"""A batch on the table: typed rows from Polars into the scratch database, a bounded number of rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from assay.checks import ROW, UNREAD
from assay.contracts import Contract
from assay.contracts.schema import DUCKDB
from assay.warehouse.connect import Connection, Failure
from pipelines.mappings.composed import CODED
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

    `expected` is how many rows there are at most, where it is known: few are read in one go, for the streaming engine takes longer
    to begin than a small file takes to end.
    In the `coded` columns a text that begins with `CODED` becomes the first 16 digits of its MD5: Polars' own hash may change with
    its version, and then the same file would come in as other rows. Raises Refused where Polars cannot read the rows after all.
    """
    columns = [f"{ROW} bigint", *(f"{c.name} {DUCKDB[c.type]}" for c in contract.given), f"{UNREAD} varchar"]
    connection.execute(f"create or replace table {contract.table} ({', '.join(columns)})")
    if expected <= _FEW:
        with _read():
            few = rows.collect(engine="in-memory")
        put(connection, contract.table, few, coded)
        tell(few.height)
        return few.height
    return _put_all(connection, contract.table, rows, tell, coded)


def _put_all(connection: Connection, table: str, rows: pl.LazyFrame, tell: Callable[[int], None], coded: tuple[str, ...]) -> int:
    """All portions in one statement, so that DuckDB writes one while Polars reads the next."""
    portions = _Portions(rows, tell)
    schema = pl.DataFrame(schema=rows.collect_schema()).to_arrow().schema
    try:
        put(connection, table, pa.RecordBatchReader.from_batches(schema, portions.batches()), coded)
    except Failure:
        portions.raise_own()
        raise
    return portions.height


@dataclass
class _Portions:
    """The rows in portions of Arrow; an error of ours on the way through DuckDB would come out as one of DuckDB's."""

    rows: pl.LazyFrame
    tell: Callable[[int], None]
    height: int = 0
    own: Refused | None = None

    def batches(self) -> Iterator[pa.RecordBatch]:
        try:
            with _read():
                for portion in self.rows.collect_batches(chunk_size=_ROWS):
                    self.height += portion.height
                    self.tell(portion.height)
                    yield from portion.to_arrow().to_batches()
        except Refused as error:
            self.own = error
            raise

    def raise_own(self) -> None:
        if self.own:
            raise self.own


@contextmanager
def _read() -> Iterator[None]:
    """Polars may find out only now that it cannot read the rows."""
    try:
        yield
    except pl.exceptions.ComputeError as error:
        raise Refused(UNREADABLE, why=str(error).splitlines()[0]) from error


def put(connection: Connection, table: str, rows: pl.DataFrame | pa.RecordBatchReader, coded: tuple[str, ...] = ()) -> None:
    """Adds the rows to a table, column by name."""
    codes = ", ".join(f"case when starts_with({c}, chr({ord(CODED)})) then left(md5({c}), 16) else {c} end as {c}" for c in coded)
    connection.register("incoming", rows)
    try:
        connection.execute(f"insert into {table} by name select *{f' replace ({codes})' if codes else ''} from incoming")
    finally:
        connection.unregister("incoming")
