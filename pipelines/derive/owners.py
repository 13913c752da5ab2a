"""Vendor, site and service of rows that name only what they belong to: pauses, findings, trainings."""

from __future__ import annotations

import polars as pl

from pipelines.derive.inputs import Given
from pipelines.derive.local import local_date

_OWNER = ("vendor_id", "site_id", "service")


def owned_pauses(given: Given) -> pl.LazyFrame:
    """Every derived column of `pauses`: the order's owner, and the local day of the pause."""
    paused = given.table("pauses")
    # Narrowed first, so that the join is built on the few orders that were paused and not on all of them.
    order = given.at_site("orders").join(paused, on="order_id", how="semi").select("order_id", *_OWNER, "time_zone")
    owned = paused.join(order, on="order_id", how="left", maintain_order="left")
    return owned.with_columns(paused_on=local_date(pl.col("paused_at"), given.zones))


def owned_findings(given: Given) -> pl.LazyFrame:
    """Every derived column of `findings`: owner, method and day of the inspection, and whether the correction is due."""
    inspection = given.at_site("inspections").select("inspection_id", *_OWNER, "method", "time_zone", found_on="done_on")
    return (
        given.table("findings")
        .join(inspection, on="inspection_id", how="left", maintain_order="left")
        .with_columns(is_due=pl.col("due_on") <= given.today)
    )


def owned_trainings(given: Given) -> pl.LazyFrame:
    """Every derived column of `trainings`: the worker's owner."""
    worker = given.table("staff").select("worker_id", *_OWNER)
    return given.table("trainings").join(worker, on="worker_id", how="left", maintain_order="left")
