"""Contracts read as Polars schemas and as DuckDB tables."""

from __future__ import annotations

import polars as pl

from assay.checks import Between, Matches, NotBefore, OneOf, literal
from assay.contracts.column import Column, Contract, Type
from assay.text import Text

POLARS: dict[Type, pl.DataType] = {
    "text": pl.String(), "integer": pl.Int64(), "number": pl.Float64(), "flag": pl.Boolean(), "date": pl.Date(), "moment": pl.Datetime("us"),
}
DUCKDB: dict[Type, str] = {
    "text": "varchar", "integer": "bigint", "number": "double", "flag": "boolean", "date": "date", "moment": "timestamp",
}
LINEAGE: tuple[Column, ...] = (
    Column("source_file_id", "text", Text("来源文件", "Source file")),
    Column("source_row", "integer", Text("来源行号", "Line in the file")),
)


def stored(contract: Contract) -> tuple[Column, ...]:
    """The columns of the table in the warehouse: what was given, what was derived and, for sources, where the row came from."""
    return (*contract.columns, *LINEAGE) if contract.kind == "source" else contract.columns


def polars_schema(columns: tuple[Column, ...]) -> pl.Schema:
    return pl.Schema({column.name: POLARS[column.type] for column in columns})


def _conditions(column: Column) -> list[str]:
    """What the row alone must satisfy, as SQL; a missing value satisfies it."""
    local = (check for check in column.checks if isinstance(check, (OneOf, Between, Matches, NotBefore)))
    return [f"check ({column.name} is null or not {_parenthesised(check.breaks(column.name))})" for check in local]


def _parenthesised(condition: str) -> str:
    return f"({condition})"


def _comment(kind: str, name: str, text: Text) -> str:
    return f"comment on {kind} {name} is {literal(f'{text.zh} | {text.en}')}"


def ddl(contract: Contract, name: str | None = None) -> list[str]:
    """The statements that make the table: columns, CHECKs, comments. `name` where it is not the contract's own.

    The key is no PRIMARY KEY: its index would double the file and cost every load; whoever fills the table looks for repeated keys.
    """
    table = name or contract.table
    lines = [f"{c.name} {DUCKDB[c.type]}{' not null' if c.required else ''}" for c in stored(contract)]
    lines += [condition for column in contract.columns for condition in _conditions(column)]
    return [
        f"create table {table} (\n  " + ",\n  ".join(lines) + "\n)",
        _comment("table", table, contract.text),
        *(_comment("column", f"{table}.{column.name}", column.text) for column in stored(contract)),
    ]
