"""What follows for an order from its times, its agreement and the worker sent: deadlines, states, recalls, local dates, classes."""

from __future__ import annotations

import polars as pl

from assay.clock import Clock
from assay.clock.reopened import PAUSE, awaited, lasting
from assay.contracts import contract
from pipelines.derive.clocks import with_clocks
from pipelines.derive.inputs import Given
from pipelines.derive.local import local_date
from pipelines.derive.terms import Term, with_agreement, with_terms
from pipelines.derive.workers import with_worker

RECALL_DAYS = 30
"""Days in which a recall counts where the agreement is silent (definitions, clearance_rate)."""
CLOCKS = (Clock("response", "responded_at"), Clock("completion", "completed_at"))
OPEN_NEEDS = ("ended_at", "time_zone")
_DONE_WITH = (
    "requested_at", "reopened_at", "recall_of", "asked_on", "priority", "agreed_recall_days", "first_recalled_at",
    "vendor_id", "site_id", "service", "kind", "category", "priority_at_request", "worker_id",
)
"""Columns that no clock asks for: ten million orders are held in memory with those that are left."""
_TERMS = (
    Term("response_target_minutes", "clock_minutes", ("response_on_time",)),
    Term("completion_target_minutes", "clock_minutes", ("completion_on_time",)),
    Term("agreed_recall_days", "recall_days", ("clearance_rate", "repeat_rate")),
)


def judged_orders(given: Given) -> pl.DataFrame:
    """order_id, every derived column of `orders`, and what `open_orders` asks; one row per order, in the order given."""
    governed = with_agreement(with_worker(_placed(given), given), given.table("agreements"))
    agreed = _with_recalls(with_terms(governed, given.table("service_levels"), _TERMS), given).drop(_DONE_WITH)
    clocked = with_clocks(agreed, _pauses(given), CLOCKS, "order_id", given.book, given.zones, given.as_of)
    asked = ("order_id", *OPEN_NEEDS, *(column.name for column in contract("orders").derived))
    # Column by column, for `select` would copy them all to align how they lie in memory.
    return pl.DataFrame([clocked[name] for name in asked])


def _placed(given: Given) -> pl.LazyFrame:
    """The orders with local dates; the day of the request and the priority then decide the terms."""
    return (
        lasting(given.at_site("orders"))
        .with_columns(
            local_date(pl.col(f"{what}_at"), given.zones).alias(f"{what}_on") for what in ("requested", "responded", "completed")
        )
        .with_columns(asked_on=pl.col("requested_on"), priority=pl.col("priority_at_request"))
        .with_columns(started_at=pl.col("requested_at"), ended_at=pl.min_horizontal("completed_at", "cancelled_at"))
    )


def _pauses(given: Given) -> pl.LazyFrame:
    """Every pause, and the time from a completion that did not last to the reopening."""
    recorded = given.table("pauses").select("order_id", *PAUSE)
    return pl.concat([recorded, awaited(given.table("orders"), "order_id")])


def _with_recalls(rows: pl.LazyFrame, given: Given) -> pl.LazyFrame:
    """Adds recall_days, is_recalled and is_recall_settled; all null for an order that is not completed."""
    days = pl.col("agreed_recall_days").fill_null(RECALL_DAYS)
    window_end = pl.col("completed_at") + pl.duration(days=pl.col("recall_days"))
    is_completed = pl.col("completed_at").is_not_null()
    recalled = (pl.col("first_recalled_at") <= window_end).fill_null(False)
    return (
        rows.join(_first_recalls(lasting(given.table("orders"))), on="order_id", how="left", maintain_order="left")
        .with_columns(recall_days=pl.when(is_completed).then(days))
        .with_columns(
            is_recalled=pl.when(is_completed).then(recalled),
            is_recall_settled=pl.when(is_completed).then(window_end <= given.as_of),
        )
    )


def _first_recalls(all_orders: pl.LazyFrame) -> pl.LazyFrame:
    """order_id and the first_recalled_at after its completion, of the orders that were recalled at all."""
    recalls = all_orders.drop_nulls("recall_of").filter(pl.col("recall_of") != pl.col("order_id"))
    return (
        all_orders.select("order_id", "completed_at")
        .join(recalls.select(order_id="recall_of", first_recalled_at="requested_at"), on="order_id", how="inner")
        .filter(pl.col("first_recalled_at") > pl.col("completed_at"))
        .group_by("order_id")
        .agg(pl.col("first_recalled_at").min())
    )
