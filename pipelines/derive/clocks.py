"""Clocks: the deadline that an agreed time gives, the time it took, and the state of both at a moment."""

from __future__ import annotations

from datetime import datetime

import polars as pl


def deadline(start: pl.Expr, minutes: pl.Expr) -> pl.Expr:
    """The moment `minutes` after `start`, on the wall clock; null without an agreed time."""
    return start + pl.duration(minutes=minutes)


def elapsed_minutes(start: pl.Expr, stop: pl.Expr) -> pl.Expr:
    """Minutes from start to stop, Float64; null while the clock runs."""
    return (stop - start).dt.total_microseconds() / 60_000_000


def log_minutes(minutes: pl.Expr) -> pl.Expr:
    """ln(max(minutes, 1)): an answer within the first minute counts as one minute, for the logarithm of 0 is none."""
    return minutes.clip(lower_bound=1.0).log()


def state(deadline_at: pl.Expr, stopped_at: pl.Expr, cancelled_at: pl.Expr, as_of: datetime) -> pl.Expr:
    """The word of `assay.contracts.vocabulary.STATES` for a clock at `as_of`; the first row of this table that fits decides.

    ====  ==========================================================  ==================
    row   what is so                                                  state
    ====  ==========================================================  ==================
    1     no deadline, for no time was agreed                         not_measurable
    2     cancelled at or before the deadline, not stopped by it      cancelled
    3     deadline after as_of, stopped or not                        not_yet_due
    4     stopped at or before the deadline (cancelled later or not)  met
    5     stopped after the deadline                                  missed
    6     never stopped, cancelled after the deadline                 missed
    7     never stopped, never cancelled                              open_past_deadline
    ====  ==========================================================  ==================

    Row 3 keeps those already answered out of the count: early finishers without the rest of their cohort overstate a running month.
    """
    in_time = (stopped_at <= deadline_at).fill_null(False)
    return (
        pl.when(deadline_at.is_null()).then(pl.lit("not_measurable"))
        .when((cancelled_at <= deadline_at) & ~in_time).then(pl.lit("cancelled"))
        .when(deadline_at > as_of).then(pl.lit("not_yet_due"))
        .when(in_time).then(pl.lit("met"))
        .when(stopped_at.is_not_null() | cancelled_at.is_not_null()).then(pl.lit("missed"))
        .otherwise(pl.lit("open_past_deadline"))
    )
