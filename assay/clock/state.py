"""The state of a clock at a moment."""

from __future__ import annotations

from datetime import datetime

import polars as pl


def state(deadline_at: pl.Expr, is_measurable: pl.Expr, stopped_at: pl.Expr, cancelled_at: pl.Expr, as_of: datetime) -> pl.Expr:
    """The state of a clock at `as_of`, as a word; the first row of this table that fits decides.

    ====  ==============================================================  ==================
    row   what is so                                                      state
    ====  ==============================================================  ==================
    1     no time was agreed, or no calendar covers the start             not_measurable
    2     cancelled at or before the deadline (or before there was one),  cancelled
          not stopped by it
    3     paused, so without a deadline, or deadline after as_of;         not_yet_due
          stopped or not
    4     stopped at or before the deadline (cancelled later or not)      met
    5     stopped after the deadline                                      missed
    6     never stopped, cancelled after the deadline                     missed
    7     never stopped, never cancelled                                  open_past_deadline
    ====  ==============================================================  ==================

    Row 3 keeps those already answered out of the count: early finishers without the rest of their cohort overstate a running month.
    """
    has_none = deadline_at.is_null()
    in_time = (stopped_at <= deadline_at).fill_null(False)
    is_cancelled = cancelled_at.is_not_null() & (has_none | (cancelled_at <= deadline_at)) & ~in_time
    return (
        pl.when(~is_measurable).then(pl.lit("not_measurable"))
        .when(is_cancelled).then(pl.lit("cancelled"))
        .when(has_none | (deadline_at > as_of)).then(pl.lit("not_yet_due"))
        .when(in_time).then(pl.lit("met"))
        .when(stopped_at.is_not_null() | cancelled_at.is_not_null()).then(pl.lit("missed"))
        .otherwise(pl.lit("open_past_deadline"))
    )
