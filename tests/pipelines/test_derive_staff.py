"""Workers of a month, as rows: days employed, days on which every required course was valid, leaving."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.derive import derive
from tests.pipelines.derive_tables import Row, at, on, tables

Training = tuple[str, str, str | None]
WORKER = {"worker_id": "W", "vendor_id": "V", "site_id": "SH", "service": "cleaning", "role": "cleaner"}
NEEDED: list[Row] = [{"role": role, "course": course} for role, course in (("cleaner", "a"), ("cleaner", "b"), ("guard", "c"))]


def months(worker: Row, trainings: list[Training], as_of: str, needed: list[Row] = NEEDED) -> list[tuple[object, ...]]:
    """month, days employed, days certified, has left."""
    held = [
        {"worker_id": "W", "course": course, "completed_on": on(start), "expires_on": on(end) if end else None}
        for course, start, end in trainings
    ]
    given_ = tables(staff=[WORKER | worker], trainings=held, role_requirements=needed)
    result = derive(given_, at(as_of))["staff_months"]
    return result.select(pl.col("month_on").dt.to_string("%Y-%m"), "days_employed", "certified_days", "has_left").rows()


def test_days_employed_include_the_first_and_the_last_day() -> None:
    # 10 to 30 September is 21 days, 1 to 5 October 5, the day of leaving included.
    worker = {"started_on": on("2026-09-10"), "ended_on": on("2026-10-05")}
    assert months(worker, [], "2026-10-20 00:00") == [("2026-09", 21, 0, False), ("2026-10", 5, 0, True)]


@pytest.mark.parametrize(
    ("ended", "as_of", "expected"),
    [
        (None, "2026-10-03 15:59", [("2026-09", 1, 0, False), ("2026-10", 3, 0, False)]),  # 3 October in Shanghai
        (None, "2026-10-03 16:00", [("2026-09", 1, 0, False), ("2026-10", 4, 0, False)]),  # 4 October in Shanghai
        ("2026-10-04", "2026-10-03 15:59", [("2026-09", 1, 0, False), ("2026-10", 3, 0, False)]),  # leaves tomorrow
        ("2026-10-03", "2026-10-03 15:59", [("2026-09", 1, 0, False), ("2026-10", 3, 0, True)]),
        ("2026-09-30", "2026-10-03 15:59", [("2026-09", 1, 0, True)]),  # hired and gone on one day
        (None, "2026-09-29 15:59", []),  # starts tomorrow
    ],
)
def test_nothing_after_as_of_is_counted(ended: str | None, as_of: str, expected: list[tuple[object, ...]]) -> None:
    worker = {"started_on": on("2026-09-30"), "ended_on": on(ended) if ended else None}
    assert months(worker, [], as_of) == expected


@pytest.mark.parametrize(
    ("trainings", "certified"),
    [
        # a on 1-15 and from 20 on, b from 12 on: both on 12-15 (4 days) and 20-30 (11 days)
        ([("a", "2026-09-01", "2026-09-15"), ("a", "2026-09-20", None), ("b", "2026-09-12", None)], 15),
        # the next training begins the day after the last one ends: no gap
        ([("a", "2026-09-01", "2026-09-15"), ("a", "2026-09-16", "2026-09-30"), ("b", "2026-09-01", None)], 30),
        # they overlap: 1-20, counted once
        ([("a", "2026-09-01", "2026-09-15"), ("a", "2026-09-10", "2026-09-20"), ("b", "2026-09-01", None)], 20),
        # a later training that ends earlier takes nothing away: 1-25
        ([("a", "2026-09-01", "2026-09-25"), ("a", "2026-09-05", "2026-09-10"), ("b", "2026-08-01", None)], 25),
        # and a third inside the first, after the second, does not make a second course of it: b is missing
        ([("a", "2026-09-01", "2026-09-25"), ("a", "2026-09-05", "2026-09-10"), ("a", "2026-09-12", "2026-09-20")], 0),
        # one day: completed and expired on the 9th
        ([("a", "2026-09-09", "2026-09-09"), ("b", "2026-08-01", None)], 1),
        ([("a", "2026-09-01", None)], 0),  # b was never done
        ([("a", "2026-01-01", "2026-08-31"), ("b", "2026-01-01", None)], 0),  # expired before
        ([("a", "2026-01-01", None), ("b", "2026-01-01", None), ("c", "2026-09-10", "2026-09-11")], 30),  # c is not asked for
    ],
)
def test_certified_days_need_every_course(trainings: list[Training], certified: int) -> None:
    [*_, september] = months({"started_on": on("2026-09-01")}, trainings, "2026-09-30 10:00")
    assert september == ("2026-09", 30, certified, False)


def test_certified_days_are_days_employed() -> None:
    # Certified all year, employed on 29 and 30 September and 1 to 3 October.
    always: list[Training] = [("a", "2026-01-01", None), ("b", "2026-01-01", "2026-12-31")]
    worker = {"started_on": on("2026-09-29"), "ended_on": on("2026-10-03")}
    assert months(worker, always, "2026-10-20 00:00") == [("2026-09", 2, 2, False), ("2026-10", 3, 3, True)]


def test_of_a_role_without_requirements_nothing_is_known() -> None:
    needed: list[Row] = [{"role": "guard", "course": "a"}]
    always: list[Training] = [("a", "2026-01-01", None)]
    assert months({"started_on": on("2026-09-01")}, always, "2026-09-30 10:00", needed=needed) == [("2026-09", 30, None, False)]


DATES = st.integers(0, 120).map(lambda days: date(2026, 7, 1) + timedelta(days=days))
TRAINING = st.tuples(st.sampled_from("abc"), DATES, st.none() | st.integers(0, 60))
HELD = st.lists(TRAINING, max_size=8, unique_by=lambda held: held[:2])


@settings(max_examples=40, deadline=None)
@given(started=DATES, length=st.none() | st.integers(0, 80), trainings=HELD)
def test_certified_days_agree_with_asking_every_day(
    started: date, length: int | None, trainings: list[tuple[str, date, int | None]]
) -> None:
    ended = started + timedelta(days=length) if length is not None else None
    held = [(course, first, first + timedelta(days=valid) if valid is not None else None) for course, first, valid in trainings]
    given_ = tables(
        staff=[WORKER | {"started_on": started, "ended_on": ended}],
        role_requirements=NEEDED,
        trainings=[{"worker_id": "W", "course": c, "completed_on": first, "expires_on": last} for c, first, last in held],
    )
    result = derive(given_, at("2026-10-20 00:00"))["staff_months"]
    employed = [day for day in _every_day(started, min(ended or date.max, on("2026-10-20")))]
    certified = [day for day in employed if all(_holds(held, course, day) for course in "ab")]
    assert (result["days_employed"].sum(), result["certified_days"].sum()) == (len(employed), len(certified))
    by_month = {month: sum(day.replace(day=1) == month for day in certified) for month in result["month_on"]}
    assert dict(result.select("month_on", "certified_days").iter_rows()) == by_month


def _every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _holds(held: list[tuple[str, date, date | None]], course: str, day: date) -> bool:
    return any(c == course and first <= day and (last is None or day <= last) for c, first, last in held)
