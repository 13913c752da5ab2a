"""Pauses at the door: those that overlap another of their file, and those that lie outside their order."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from assay.contracts.work import OUTSIDE_ITS_ORDER, OVERLAPS_ANOTHER
from pipelines.validation.validate import validate


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as known")
        moments = ", ".join(f"{name} timestamp" for name in ("requested_at", "completed_at", "reopened_at", "cancelled_at"))
        connection.execute(f"create table known.orders (order_id varchar, {moments})")
        connection.execute("create table pauses (source_row bigint, order_id varchar, paused_at timestamp, resumed_at timestamp)")
        yield connection


def day(time: str | None) -> str | None:
    return time and f"2026-10-12 {time}"


def refused(connection: duckdb.DuckDBPyConnection, *pauses: tuple[str, str, str | None]) -> dict[str, list[int]]:
    """The lines that break each of the two rules; a pause is its order, when it began, when it ended."""
    for line, (order, begin, end) in enumerate(pauses, 1):
        connection.execute("insert into pauses values (?, ?, ?, ?)", [line, order, day(begin), day(end)])
    rules = (OUTSIDE_ITS_ORDER.expectation(), OVERLAPS_ANOTHER.expectation())
    findings = validate(connection, "pauses", rules).findings
    return {
        finding.expectation.reason: sorted(line for (line,) in connection.execute(finding.broken_rows).fetchall())
        for finding in findings
        if finding.broken_rows
    }


def known(connection: duckdb.DuckDBPyConnection, order: str, *moments: str | None) -> None:
    """An order requested, completed, reopened and cancelled at those times."""
    times = [day(time) for time in (*moments, None, None, None)[:4]]
    connection.execute("insert into known.orders values (?, ?, ?, ?, ?)", [order, *times])


def test_of_overlapping_pauses_of_an_order_the_later_is_refused(connection: duckdb.DuckDBPyConnection) -> None:
    known(connection, "A", "08:00")
    known(connection, "B", "08:00")
    found = refused(
        connection,
        ("A", "09:00", "10:00"),
        ("A", "09:30", "09:40"),  # inside the first
        ("A", "10:00", "11:00"),  # follows on
        ("A", "12:00", None),
        ("A", "13:00", "14:00"),  # the one of 12:00 has not ended
        ("B", "09:30", "09:45"),  # another order
    )
    assert found == {"overlaps_another": [2, 5]}


def test_what_is_wrong_with_a_pause_otherwise_is_no_overlap(connection: duckdb.DuckDBPyConnection) -> None:
    known(connection, "A", "08:00")
    found = refused(
        connection,
        ("A", "09:00", "10:00"),
        ("A", "09:00", "10:00"),  # the same line again
        ("A", "09:30", "09:20"),  # ends before it begins
        ("?", "09:00", "10:00"),
        ("?", "09:30", "10:00"),  # of no order that is known
    )
    assert found == {}


@pytest.mark.parametrize(
    ("order", "begin", "is_outside"),
    [
        (("08:00", None, None, None), "07:59", True),
        (("08:00", None, None, None), "08:00", False),
        (("08:00", "10:00", None, None), "10:00", False),
        (("08:00", "10:00", None, None), "10:01", True),
        (("08:00", "10:00", "09:00", None), "10:01", True),  # reopened, then completed
        (("08:00", "10:00", "11:00", None), "10:01", False),  # completed, then reopened: open again
        (("08:00", None, None, "10:00"), "10:01", True),
        (("08:00", "12:00", None, "10:00"), "11:00", True),
    ],
)
def test_a_pause_begins_between_the_request_and_the_end_of_its_order(
    connection: duckdb.DuckDBPyConnection, order: tuple[str | None, ...], begin: str, is_outside: bool
) -> None:
    known(connection, "A", *order)
    assert refused(connection, ("A", begin, "23:00")) == ({"outside_its_order": [1]} if is_outside else {})
