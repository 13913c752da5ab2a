"""Orders open at local month ends, as rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.derive import derive
from tests.pipelines.derive_tables import AGREEMENT, ORDER, at, level, on, tables


def snapshots(order: dict[str, object], as_of: str, minutes: float = 60.0) -> pl.DataFrame:
    levels = [level("completion_on_time", minutes)]
    return derive(tables(orders=[ORDER | order], agreements=[AGREEMENT], service_levels=levels), at(as_of))["open_orders"]


@pytest.mark.parametrize(
    ("site", "requested", "closed", "as_of", "month_ends"),
    [
        # Shanghai's September ends on 30 September 16:00 UTC; closed at 24:00 is closed by the month end, a minute later is not.
        ("SH", "2026-08-15 02:00", "2026-09-30 16:00", "2026-10-20 00:00", ["2026-08-31"]),
        ("SH", "2026-08-15 02:00", "2026-09-30 16:01", "2026-10-20 00:00", ["2026-08-31", "2026-09-30"]),
        ("SH", "2026-09-30 15:59", "2026-10-05 00:00", "2026-10-20 00:00", ["2026-09-30"]),
        ("SH", "2026-09-30 16:00", "2026-10-05 00:00", "2026-10-20 00:00", []),  # requested on 1 October
        # Berlin's September ends at 22:00 UTC (summer time), its October at 23:00 UTC (winter time).
        ("BE", "2026-09-15 02:00", "2026-09-30 22:00", "2026-10-20 00:00", []),
        ("BE", "2026-09-15 02:00", "2026-09-30 22:01", "2026-10-20 00:00", ["2026-09-30"]),
        ("BE", "2026-10-15 02:00", None, "2026-10-31 22:59", []),  # October is not over at as_of
        ("BE", "2026-10-15 02:00", None, "2026-10-31 23:00", ["2026-10-31"]),
        ("SH", "2026-10-15 02:00", None, "2026-10-31 16:00", ["2026-10-31"]),
        ("SH", "2025-12-31 02:00", None, "2026-03-01 00:00", ["2025-12-31", "2026-01-31", "2026-02-28"]),
    ],
)
@pytest.mark.parametrize("closing", ["completed_at", "cancelled_at"])
def test_an_order_is_a_row_at_every_month_end_at_which_it_is_open(
    site: str, requested: str, closed: str | None, as_of: str, month_ends: list[str], closing: str
) -> None:
    order = {"site_id": site, "requested_at": at(requested), closing: at(closed) if closed else None}
    assert snapshots(order, as_of)["snapshot_on"].to_list() == [on(day) for day in month_ends]


@pytest.mark.parametrize(
    ("minutes", "is_overdue"),
    [
        (1440.0, [True, True]),  # due on 31 August 02:00 UTC
        (2280.0, [True, True]),  # 38 hours: due on 31 August 16:00 UTC, which is 24:00 in Shanghai
        (2281.0, [False, True]),
    ],
)
def test_overdue_is_judged_at_the_month_end(minutes: float, is_overdue: list[bool]) -> None:
    result = snapshots({"site_id": "SH", "requested_at": at("2026-08-30 02:00")}, "2026-10-20 00:00", minutes)
    assert result["is_overdue"].to_list() == is_overdue
    # Requested on 30 August: a day old on 31 August, 31 days on 30 September.
    assert result["age_days"].to_list() == [1, 31]


def test_without_a_deadline_nothing_is_overdue() -> None:
    order = ORDER | {"requested_at": at("2026-08-30 02:00")}
    result = derive(tables(orders=[order]), at("2026-10-20 00:00"))["open_orders"]
    assert result.row(0) == ("O1", "V", "U", "cleaning", "fault", "leak", "normal", 1, False, on("2026-08-31"))
    assert result["is_overdue"].to_list() == [False, False]


def test_an_order_that_was_opened_again_is_open() -> None:
    order = {"requested_at": at("2026-08-15 02:00"), "completed_at": at("2026-08-20 00:00"), "reopened_at": at("2026-08-21 00:00")}
    assert snapshots(order, "2026-10-20 00:00")["snapshot_on"].to_list() == [on("2026-08-31"), on("2026-09-30")]
    completed_again = order | {"completed_at": at("2026-09-05 00:00")}
    assert snapshots(completed_again, "2026-10-20 00:00")["snapshot_on"].to_list() == [on("2026-08-31")]


MOMENTS = st.integers(0, 100 * 24 * 2).map(lambda halves: datetime(2026, 8, 1) + timedelta(minutes=30 * halves))
ROW = st.tuples(MOMENTS, st.none() | MOMENTS, st.sampled_from(["SH", "BE"]))


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=12), as_of=MOMENTS)
def test_open_orders_agree_with_looking_at_every_month_end(
    rows: list[tuple[datetime, datetime | None, str]], as_of: datetime
) -> None:
    orders = [
        ORDER | {"order_id": f"{number:02}", "site_id": site, "requested_at": requested, "completed_at": closed}
        for number, (requested, closed, site) in enumerate(rows)
    ]
    expected = [
        (order["order_id"], last)
        for order in orders
        for last in (on("2026-08-31"), on("2026-09-30"), on("2026-10-31"), on("2026-11-30"))
        if _is_open(order, _end_of(last, str(order["site_id"])), as_of)
    ]
    result = derive(tables(orders=orders), as_of)["open_orders"]
    assert result.select("order_id", "snapshot_on").rows() == expected


def _end_of(day: date, site: str) -> datetime:
    """24:00 of the day at the site, in UTC."""
    zone = ZoneInfo({"SH": "Asia/Shanghai", "BE": "Europe/Berlin"}[site])
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone)
    return midnight.astimezone(UTC).replace(tzinfo=None)


def _is_open(order: dict[str, object], end: datetime, as_of: datetime) -> bool:
    requested, closed = order["requested_at"], order["completed_at"]
    assert isinstance(requested, datetime)
    return end <= as_of and requested < end and not (isinstance(closed, datetime) and closed <= end)
