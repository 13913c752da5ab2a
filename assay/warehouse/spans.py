"""The periods of a grain without a hole, from the first in which anything was recorded to the running one."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw
import polars as pl

from assay.kpis import Grain
from assay.warehouse.read import Period, Warehouse, frames


def spans(warehouse: Warehouse, grain: Grain, told: Sequence[Period]) -> pl.DataFrame:
    """Oldest first: `label`, `first`, `last` (dates), `is_partial`, and the shares of its days that are public `holidays` and
    `makeup_workdays`. A series is drawn over them all: where nothing was recorded it has a gap. `told`: the periods of the grain in
    which anything was recorded, latest first, as `read.periods` gives them."""
    days = frames(warehouse)("days").select(
        "day_on", nw.col(grain).alias("label"), nw.col("is_holiday").cast(nw.Float64), nw.col("is_makeup_workday").cast(nw.Float64)
    )
    spanned = days.group_by("label").agg(
        nw.col("day_on").min().alias("first"), nw.col("day_on").max().alias("last"),
        nw.col("is_holiday").mean().alias("holidays"), nw.col("is_makeup_workday").mean().alias("makeup_workdays"),
    )
    found = spanned.to_native().pl().sort("first")
    if not told:
        return found.clear().with_columns(is_partial=pl.lit(value=False))
    newest, oldest = told[0], told[-1]
    is_partial = (pl.col("label") == newest.label) & newest.is_partial
    return found.filter(pl.col("first").is_between(oldest.first, newest.first)).with_columns(is_partial=is_partial)
