"""Orders that were completed and then opened again: the completion did not last, and the time in between is not the vendor's."""

from __future__ import annotations

from typing import TypeVar

import polars as pl

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)
PAUSE = ("responsible", "paused_at", "resumed_at")


def is_open_again() -> pl.Expr:
    """Whether the last thing known of an order is that it was opened again; the clock resumed with that."""
    return (pl.col("reopened_at") >= pl.col("completed_at")).fill_null(False)


def lasting(orders: Frame) -> Frame:
    """The orders (completed_at, reopened_at), those that are open again without the completion that did not last."""
    return orders.with_columns(completed_at=pl.when(~is_open_again()).then("completed_at"))


def awaited(orders: Frame, key: str) -> Frame:
    """As pauses of the client: the time from each completion that did not last to the reopening."""
    reopened = orders.filter(is_open_again())
    return reopened.select(key, responsible=pl.lit("client"), paused_at="completed_at", resumed_at="reopened_at")
