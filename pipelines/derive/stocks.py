"""Stocks made rows, so that they are sums like everything else: orders open at a month end, workers of a month."""

from __future__ import annotations

import polars as pl

from pipelines.derive.certificates import certified_spans, required_roles
from pipelines.derive.inputs import Given
from pipelines.derive.local import last_day_before, month_first

_PLACE = ("vendor_id", "site_id", "service", "kind", "category", "priority_at_request")


def open_orders(orders: pl.LazyFrame, given: Given) -> pl.LazyFrame:
    """The columns of `open_orders`: one row per order and month end at which it was open.

    `orders` as `judged_orders` gives them. A month ends at 24:00 local time of its last day: open means requested before that and
    neither completed nor cancelled by then. Month ends run to the last full month at `as_of`. `age_days` counts local days from the
    day of the request to the month end.
    """
    overdue_on = last_day_before(pl.col("completion_deadline_at"), given.zones)
    crossing = _crossing(orders, given)
    # Narrowed first, so that the join is built on the few orders that cross a month end and not on all of them.
    placed = given.table("orders").join(crossing, on="order_id", how="semi").select("order_id", *_PLACE)
    return (
        crossing.join(placed, on="order_id", how="left", maintain_order="left")
        .with_columns(snapshot_on=pl.date_ranges("first_month", "end_month", "1mo", closed="left"))
        .explode("snapshot_on")
        .with_columns(pl.col("snapshot_on").dt.month_end())
        .with_columns(
            age_days=(pl.col("snapshot_on") - pl.col("requested_on")).dt.total_days(),
            is_overdue=(overdue_on <= pl.col("snapshot_on")).fill_null(False),
        )
    )


def _crossing(orders: pl.LazyFrame, given: Given) -> pl.LazyFrame:
    """The orders that were open at a month end, with their first_month and end_month: of ten million a small part."""
    return (
        orders.with_columns(
            first_month=month_first(pl.col("requested_on")),
            closed_month=month_first(last_day_before(pl.col("ended_at"), given.zones)),
            this_month=month_first(given.today),
        )
        .with_columns(end_month=pl.min_horizontal("closed_month", "this_month"))
        .filter(pl.col("first_month") < pl.col("end_month"))
    )


def staff_months(given: Given) -> pl.LazyFrame:
    """The columns of `staff_months`: one row per worker and calendar month with at least one day employed, up to `as_of`.

    The day of leaving counts as employed. `certified_days` is null for a role without requirements: nothing is known of it.
    """
    employed = _employed_by_month(given)
    days = (pl.col("to_on") - pl.col("from_on")).dt.total_days() + 1
    ends_here = (pl.col("ended_on") == pl.col("to_on")).fill_null(False)
    return (
        employed.join(required_roles(given), on="role", how="left", maintain_order="left")
        .join(_certified_days(employed, given), on=["worker_id", "month_on"], how="left", maintain_order="left")
        .with_columns(
            days_employed=days,
            certified_days=pl.when("is_required").then(pl.col("certified_days").fill_null(0)),
            has_left=ends_here,
        )
    )


def _employed_by_month(given: Given) -> pl.LazyFrame:
    """The staff, one row a month: month_on, and the first and last day employed in it (from_on, to_on)."""
    return (
        given.at_site("staff")
        .with_columns(until_on=pl.min_horizontal("ended_on", given.today))
        .filter(pl.col("started_on") <= pl.col("until_on"))
        .with_columns(month_on=pl.date_ranges(month_first(pl.col("started_on")), pl.col("until_on"), "1mo"))
        .explode("month_on")
        .with_columns(
            from_on=pl.max_horizontal("started_on", "month_on"),
            to_on=pl.min_horizontal("until_on", pl.col("month_on").dt.month_end()),
        )
    )


def _certified_days(employed: pl.LazyFrame, given: Given) -> pl.LazyFrame:
    """worker_id, month_on and the days of that month's employment on which the worker held every course the role requires."""
    first, last = pl.max_horizontal("from_on", "valid_from_on"), pl.min_horizontal("to_on", "valid_to_on")
    return (
        employed.select("worker_id", "month_on", "from_on", "to_on")
        .join(certified_spans(given), on="worker_id", how="inner")
        .filter(first <= last)
        .group_by("worker_id", "month_on")
        .agg(certified_days=((last - first).dt.total_days() + 1).sum())
    )
