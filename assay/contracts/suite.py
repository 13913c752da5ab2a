"""Contracts read as Great Expectations suites, still as plain data."""

from __future__ import annotations

from collections.abc import Iterator

from assay.checks import Expectation, Holds, OncePerFile, Readable, Required, literal
from assay.contracts.column import Column, Contract
from assay.contracts.schema import DUCKDB
from assay.text import Text


def suite(contract: Contract, not_after: str) -> tuple[Expectation, ...]:
    """Every promise of the table about a batch at the door.

    `not_after` is the latest moment that can have been recorded, as ISO text in UTC: what happened cannot lie after it. Dates get a
    day of grace, since a site's local day can be ahead of UTC.
    """
    return (
        Readable().expectation("unread_columns"),
        *(rule for column in contract.given for rule in _of_column(column, not_after)),
        *(rule.expectation("") for rule in contract.rules),
        OncePerFile(contract.key).expectation(),
    )


def _of_column(column: Column, not_after: str) -> Iterator[Expectation]:
    if column.required:
        yield Required().expectation(column.name)
    for check in column.checks:
        yield check.expectation(column.name)
    if column.is_recorded:
        yield _not_in_the_future(column, not_after).expectation(column.name)


def _not_in_the_future(column: Column, not_after: str) -> Holds:
    limit = f"{literal(not_after)}::timestamp"
    if column.type == "date":
        limit = f"({limit} + interval 1 day)::{DUCKDB['date']}"
    text = Text(f"{column.name} 不晚于载入时刻", f"{column.name} is not after the time of loading")
    return Holds("in_the_future", f"{column.name} > {limit}", text, (column.name,))
