"""The days: their labels, holidays both ways, and how far they reach."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest

from pipelines.derive import derive
from tests.pipelines.derive_tables import ORDER, at, on, tables

AS_OF = at("2027-01-10 00:00")


@pytest.mark.parametrize(
    ("day", "week", "month", "quarter"),
    [
        ("2026-10-05", "2026-W41", "2026-10", "2026-Q4"),
        ("2025-12-28", "2025-W52", "2025-12", "2025-Q4"),  # a Sunday
        ("2025-12-29", "2026-W01", "2025-12", "2025-Q4"),  # the Monday of the week of 1 January 2026, a Thursday
        ("2026-12-31", "2026-W53", "2026-12", "2026-Q4"),
        ("2027-01-03", "2026-W53", "2027-01", "2027-Q1"),  # the Sunday of that week: ISO year 2026
        ("2027-01-04", "2027-W01", "2027-01", "2027-Q1"),
        ("2026-03-31", "2026-W14", "2026-03", "2026-Q1"),
        ("2026-04-01", "2026-W14", "2026-04", "2026-Q2"),
    ],
)
def test_a_day_knows_its_periods(day: str, week: str, month: str, quarter: str) -> None:
    order = ORDER | {"requested_at": at("2025-12-01 00:00")}
    result = derive(tables(orders=[order]), AS_OF)["days"].filter(day_on=on(day))
    assert result.row(0) == (on(day), day, week, month, quarter, False, False)


def exception(day: str, calendar: str, is_working: bool, name: str | None = "国庆节") -> dict[str, object]:
    return {"calendar_id": calendar, "day_on": on(day), "is_working": is_working, "name": name}


def test_holidays_and_make_up_workdays_are_read_from_every_calendar() -> None:
    exceptions = [
        exception("2026-10-01", "CN", False),
        exception("2026-10-01", "DE", False, None),
        exception("2026-10-10", "CN", True),
        exception("2026-10-02", "CN", False),
        exception("2026-10-02", "DE", True),  # off in one calendar, worked in the other: worked
        exception("2026-10-03", "CN", False, None),  # off without a name: closed, not a holiday
    ]
    days = derive(tables(calendar_days=exceptions), AS_OF)["days"].filter(pl.col("is_holiday") | pl.col("is_makeup_workday"))
    assert days.select("day_on", "is_holiday", "is_makeup_workday").rows() == [
        (on("2026-10-01"), True, False), (on("2026-10-02"), False, True), (on("2026-10-10"), False, True),
    ]


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ({}, "2026-01-10", "2027-01-10"),  # a year back in any case
        ({"orders": [ORDER | {"requested_at": at("2024-02-29 20:00"), "site_id": "SH"}]}, "2024-03-01", "2027-01-10"),
        ({"inspections": [{"inspection_id": "I", "site_id": "U", "due_on": on("2027-03-31")}]}, "2026-01-10", "2027-03-31"),
        ({"findings": [{"inspection_id": "I", "item": "floor", "due_on": on("2027-02-01")}]}, "2026-01-10", "2027-02-01"),
        ({"aggregates": [{"kpi": "k", "period_on": on("2025-06-01")}]}, "2025-06-01", "2027-01-10"),
        ({"trainings": [{"worker_id": "W", "course": "a", "completed_on": on("2025-07-01")}]}, "2025-07-01", "2027-01-10"),
        # "never" in a source system: five years of 365 days after 10 January 2027
        ({"inspections": [{"inspection_id": "I", "site_id": "U", "due_on": on("9999-12-31")}]}, "2026-01-10", "2032-01-09"),
    ],
)
def test_days_reach_from_the_earliest_to_the_latest_date(given: dict[str, list[dict[str, object]]], first: str, last: str) -> None:
    days = derive(tables(**given), AS_OF)["days"]["day_on"]
    assert (days[0], days[-1]) == (on(first), on(last))
    assert days.diff().drop_nulls().unique().to_list() == [timedelta(days=1)]
