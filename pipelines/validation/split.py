"""A validated batch parted in two: rows that broke nothing, and refused ones with every reason and with what was written."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from assay.checks import ROW, UNREAD, Expectation, Readable
from assay.contracts import Contract
from assay.warehouse.connect import Connection
from pipelines.mappings.mapping import Mapping
from pipelines.reading.read import Sheet
from pipelines.tidying.tidy import LINE, as_written
from pipelines.validation.validate import Finding

REASONS = "reasons"
"""The scratch table of the batch at hand: source_row, reason, columns."""
_UNREAD_VALUES = "unread_values"
_UNREADABLE = Readable().expectation().reason
_OWNERS = ("vendor_id", "site_id", "service")
_LONGEST = 500
_RECORD = "the whole record"
_WRITTEN = "line"  # how a line that is no record stands in its JSON; Polars takes the mark of a whole line for all columns


@dataclass(frozen=True, slots=True)
class Refusals:
    """The refused rows of a batch: `rows` (source_row, vendor_id, site_id, service, record) and `reasons` (source_row, reason,
    columns, value), shaped as the tables `quarantine` and `quarantine_reasons` without file and load."""

    rows: pl.DataFrame
    reasons: pl.DataFrame


def collect_reasons(connection: Connection, table: str, findings: tuple[Finding, ...]) -> int:
    """Fills the table of reasons from the SQL of the findings; returns how many rows are refused.

    A value that could not be read is judged once, for that: what another check says about the same column, which is empty because
    of it, is a consequence and no reason.
    """
    connection.execute(f"create or replace table {REASONS} ({ROW} bigint, reason varchar, columns varchar)")
    if not any(finding.broken_rows for finding in findings):
        return 0
    entries = f"(select {ROW}, unnest(string_split({UNREAD}, '|')) as entry from {table} where {UNREAD} is not null)"
    connection.execute(
        f"create or replace table {_UNREAD_VALUES} as"
        f" select {ROW}, split_part(entry, ':', 2) as reason, split_part(entry, ':', 1) as columns from {entries}"
    )
    for finding in findings:
        if finding.broken_rows and finding.expectation.reason == _UNREADABLE:
            connection.execute(f"insert into {REASONS} from {_UNREAD_VALUES} where {ROW} in ({finding.broken_rows})")
        elif finding.broken_rows:
            _add(connection, finding.expectation, finding.broken_rows)
    return connection.execute(f"select count(distinct {ROW}) from {REASONS}").fetchall()[0][0]


def _add(connection: Connection, expectation: Expectation, broken_rows: str) -> None:
    connection.execute(
        f"insert into {REASONS} select b.{ROW}, $reason, $columns from ({broken_rows}) as b where not exists"
        f" (select 1 from {_UNREAD_VALUES} as u where u.{ROW} = b.{ROW} and list_contains($affected, u.columns))",
        {
            "reason": expectation.reason,
            "columns": ", ".join(expectation.columns),
            "affected": [LINE, *expectation.columns],
        },
    )


def most_frequent(connection: Connection) -> tuple[tuple[str, str, int], ...]:
    """Reason, columns and number of rows, the most frequent first."""
    counted = f"select reason, columns, count(*) as rows from {REASONS} group by all order by rows desc, reason, columns"
    return tuple(connection.execute(counted).fetchall())


def refusals(connection: Connection, contract: Contract, sheet: Sheet, mapping: Mapping) -> Refusals:
    """What is kept of the refused rows. The file is read again for them, so that good rows need not be kept as text."""
    reasons = connection.sql(f"select {ROW}, reason, columns from {REASONS}").pl()
    refused = reasons.get_column(ROW).unique().to_list()
    written = pl.concat([_records(sheet, refused), _lines(sheet, refused)], how="diagonal")
    given = {column.name for column in contract.given}
    owners = ", ".join(f"{name if name in given else 'null'}::varchar as {name}" for name in _OWNERS)
    staged = connection.sql(f"select {ROW}, {owners} from {contract.table} where {ROW} in (select {ROW} from {REASONS})").pl()
    rows = staged.join(written.select(ROW, pl.col(_RECORD).alias("record")), on=ROW, how="left").sort(ROW)
    return Refusals(rows, _with_values(reasons, written, mapping, sheet))


def _records(sheet: Sheet, refused: list[int]) -> pl.DataFrame:
    """The refused rows as they came, with each as JSON by its headers."""
    record = pl.struct(pl.col(*sheet.headers)).struct.json_encode().alias(_RECORD)
    return sheet.rows.filter(pl.col(ROW).is_in(refused)).with_columns(record).collect()


def _lines(sheet: Sheet, refused: list[int]) -> pl.DataFrame:
    """The lines that are no records, whole."""
    lines = [(line.source_row, line.line) for line in sheet.broken if line.source_row in set(refused)]
    frame = pl.DataFrame(lines, schema={ROW: pl.Int64(), _WRITTEN: pl.String()}, orient="row")
    return frame.with_columns(pl.struct(_WRITTEN).struct.json_encode().alias(_RECORD))


def _with_values(reasons: pl.DataFrame, written: pl.DataFrame, mapping: Mapping, sheet: Sheet) -> pl.DataFrame:
    """Each reason with the value of its columns as written; `column = value, …` where it is about several."""
    values = _long(written, mapping, sheet)
    parts = (
        reasons.with_columns(pl.col("columns").str.split(", ").alias("column"))
        .explode("column")
        .join(values, on=[ROW, "column"], how="left")
    )
    several = pl.col("columns").str.contains(", ", literal=True)
    said = pl.when(several).then(pl.col("column") + " = " + pl.col("value").fill_null("–")).otherwise(pl.col("value"))
    return (
        parts.group_by(ROW, "reason", "columns", maintain_order=True)
        .agg(said.str.join(", ").str.slice(0, _LONGEST).alias("value"))
        .with_columns(pl.col("value").replace("", None))
        .sort(ROW, "reason", "columns")
    )


def _long(written: pl.DataFrame, mapping: Mapping, sheet: Sheet) -> pl.DataFrame:
    """Our column, row and value as written, one line each."""
    ours = as_written(mapping, sheet.headers) | ({LINE: pl.col(_WRITTEN)} if _WRITTEN in written.columns else {})
    constants = {name: pl.lit(str(value)) for name, value in mapping.constants.items() if name not in ours}
    wide = written.select(pl.col(ROW), *(value.alias(name) for name, value in {**ours, **constants}.items()))
    # Named apart first: a table may well have a column of its own called `value`.
    long = wide.unpivot(index=ROW, variable_name="unpivoted name", value_name="unpivoted value")
    return long.rename({"unpivoted name": "column", "unpivoted value": "value"})
